/** Invented compounds, roads and sites of every street, with points inside the district's polygon. */
import type { District } from '../../contract/city.ts';
import { Rng } from './random.ts';

export type Point = readonly [lng: number, lat: number];
export type Polygons = readonly (readonly (readonly Point[])[])[];

export interface Spot {
  name: string;
  point: Point;
}
export interface StreetArea {
  code: string;
  zh: string;
  compounds: Spot[];
  roads: Spot[];
  sites: Spot[];
}
export interface DistrictArea {
  code: string;
  zh: string;
  polygons: Polygons;
  streets: StreetArea[];
}

function inRing(x: number, y: number, ring: readonly Point[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]!;
    const [xj, yj] = ring[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** Whether a point lies in one of the polygons, holes taken out. No polygons: anywhere. */
export function within([x, y]: Point, polygons: Polygons): boolean {
  if (polygons.length === 0) return true;
  return polygons.some(([shell, ...holes]) => inRing(x, y, shell!) && !holes.some((hole) => inRing(x, y, hole)));
}

/** A point near `center` (standard deviation in degrees) and inside; the centre itself when luck is out. */
export function near(rng: Rng, center: Point, spread: number, polygons: Polygons): Point {
  for (let i = 0; i < 8; i++) {
    const lng = Math.round((center[0] + rng.normal() * spread) * 1e6) / 1e6;
    const lat = Math.round((center[1] + rng.normal() * spread * 0.85) * 1e6) / 1e6;
    if (within([lng, lat], polygons)) return [lng, lat];
  }
  return center;
}

const FIRST =
  '金桂 翠竹 和风 春晖 朝阳 明珠 锦绣 云栖 望湖 听松 紫荆 梧桐 银杏 丹枫 碧波 柳岸 观澜 映月 晨曦 星河 芳菲 鸣泉 兰亭 采薇 秋水 长乐 安康 福泽 瑞景 宝盛 新华 建设 育才 文华 书香 天润 世纪 东篱 南苑 西畔 北辰 中和 万象 同心 团结 友谊 光明 丰泽 吉祥 如意'.split(
    ' ',
  );
const LAST = '家园 花园 苑 新村 小区 公寓 名邸 华庭 雅居 佳苑'.split(' ');
const ROADS =
  '湖滨 学前 解放 建业 运河 新华 振兴 青山 梅园 春申 锡澄 高浪 金城 望江 盛岸 隐秀 蠡溪 清扬 通扬 凤翔 兴源 广石 永丰 学院 文化 胜利 民生 东风 健康 和平'.split(
    ' ',
  );
const SITES =
  '实验小学 中心幼儿园 第一中学 社区医院 农贸市场 购物广场 便民超市 大饭店 汽修厂 健身中心 培训中心 产业园 电子厂 建筑工地 地铁口 公交站'.split(
    ' ',
  );

/** Builds the areas of a city. `anchors` puts a compound of a given name first into a street of the named district. */
export function gazetteer(
  city: string,
  places: readonly District[],
  shapes: ReadonlyMap<string, Polygons>,
  anchors: Readonly<Record<string, readonly string[]>>,
): DistrictArea[] {
  const names = FIRST.flatMap((first) => LAST.map((last) => first + last));
  const mixed = new Rng(0, city, 'compounds');
  for (let i = names.length - 1; i > 0; i--) {
    const j = mixed.int(i + 1);
    [names[i], names[j]] = [names[j]!, names[i]!];
  }
  let used = 0;
  return places.map((district) => {
    const polygons = shapes.get(district.code) ?? [];
    const streets = district.streets.map((street, index): StreetArea => {
      const rng = new Rng(0, city, street.code);
      const center = (street.center ?? district.center ?? [0, 0]) as Point;
      const spot = (name: string, spread: number): Spot => ({ name, point: near(rng, center, spread, polygons) });
      const stem = street.names.zh.replace(/(街道|镇)$/, '');
      // A city has more compounds than names: from the second round on they carry the street's name.
      const compound = (): string => {
        const name = names[used % names.length]!;
        return used++ < names.length ? name : stem + name;
      };
      const own = index === 0 ? (anchors[district.names.zh] ?? []) : [];
      return {
        code: street.code,
        zh: street.names.zh,
        compounds: [...own, ...Array.from({ length: 7 }, compound)].map((name) => spot(name, 0.008)),
        roads: Array.from({ length: 4 }, () =>
          spot(`${rng.pick(ROADS)}${rng.pick(['路', '路', '大道', '街'])}`, 0.009),
        ),
        sites: Array.from({ length: 5 }, () => spot(stem + rng.pick(SITES), 0.008)),
      };
    });
    return { code: district.code, zh: district.names.zh, polygons, streets };
  });
}
