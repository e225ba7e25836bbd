/** MapLibre as one lazy chunk, with its worker from the same origin (CSP: worker-src 'self'). */
import 'maplibre-gl/dist/maplibre-gl.css';
import { Map as MapLibre, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';

setWorkerUrl(workerUrl);
export { MapLibre };
