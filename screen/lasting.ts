/** What of the address belongs to this screen, whatever is open on it. */
import type { LocationQuery, RouteLocationNormalizedLoaded } from 'vue-router';

/** Members of the address that stay while one walks from scene to scene. */
const LASTING = ['city', 'idle', 'lang', 'mode', 'replay', 'story', 'theme', 'wall'];

/** The part of a query that belongs to the screen, not to what is open on it. */
export const lasting = (query: LocationQuery): LocationQuery =>
  Object.fromEntries(Object.entries(query).filter(([name]) => LASTING.includes(name)));

/** The route of scenes on this screen: one that hangs on a wall stays what it is. */
export const sceneRoute = ({ meta }: Pick<RouteLocationNormalizedLoaded, 'meta'>): 'screen' | 'scene' =>
  meta['device'] ? 'screen' : 'scene';
