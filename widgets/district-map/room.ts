/**
 * Pure: how the map shares its panel with the title over it, the legend and the line about its source. The
 * polygons get the whole panel where none of them lies under the words, and otherwise what is below the title.
 */
import type { Locale } from '../shared/text.ts';
import { boundsOf, type Camera, fit, type Label, outline, type Point, settle, type Shapes } from './geometry.ts';
import { highest, type Lean, leaning } from './relief.ts';

/** [left, top, right, bottom] in px of the map. */
type Box = [number, number, number, number];
export type Corner = 'top right' | 'bottom right' | 'bottom left';
export interface Room {
  camera: Camera;
  /** Where the legend stands. */
  legend: Corner;
}

/** Height of a panel's title, which lies over the map. */
const HEAD = 48;
/** Room of the title with its note by language, and of the legend. */
const TITLE_WIDTH = { zh: 330, en: 380 };
const LEGEND: Point = [330, 40];
/** The line about the source at the foot. */
const FOOT = 24;
const SIDE = 14;

const corner = (name: Corner, width: number, height: number): Box => {
  const [w, h] = LEGEND;
  const y = name === 'top right' ? 0 : height - FOOT - h;
  return name === 'bottom left' ? [0, y, w, y + h] : [width - w, y, width, y + h];
};
const free = (points: readonly Point[], [x0, y0, x1, y1]: Box): boolean =>
  !points.some(([x, y]) => x > x0 && x < x1 && y > y0 && y < y1);

/** The camera and the legend's corner in a panel of this size; null while there is nothing to show or no room. */
export function roomFor(shapes: Shapes, [width, height]: Point, locale: Locale, lean: Lean | null = null): Room | null {
  const bounds = boundsOf(shapes);
  if (!bounds || width === 0) return null;
  const view = (top: number): { camera: Camera; points: Point[] } => {
    const padding = { top, right: SIDE, bottom: FOOT + 6, left: SIDE };
    const flat = fit(bounds, width, height, padding);
    const corners = outline(shapes);
    const camera = lean ? leaning(flat, corners, lean, padding) : flat;
    const rise = lean ? highest([width, height]) : 0;
    return {
      camera,
      points: corners.flatMap((point) => (lean ? [camera.project(point), camera.project(point, rise)] : [camera.project(point)])), // prettier-ignore
    };
  };
  const corners: Corner[] = ['top right', 'bottom right', 'bottom left'];
  const clear = (points: readonly Point[]): Corner | undefined =>
    corners.find((name) => free(points, corner(name, width, height)));
  const whole = view(12);
  const place = clear(whole.points);
  if (place && free(whole.points, [0, 0, Math.min(TITLE_WIDTH[locale], width), HEAD])) {
    return { camera: whole.camera, legend: place };
  }
  const below = view(HEAD);
  return { camera: below.camera, legend: clear(below.points) ?? 'top right' };
}

/** Lines of a label: its name and its number; over them the word of an alert. */
const LABEL_HEIGHT = 46;
const WORD_HEIGHT = 24;

export interface Named {
  key: string;
  name: string;
  at: readonly number[];
  /** How high it stands, px. */
  lift?: number;
  /** Whether the word of an alert stands over it. */
  alerted?: boolean;
}

/** About how wide a letter of a label is, px. */
const LETTER = { zh: 17, en: 9 };

/** Where labels stand: at their places, moved apart where they would lie on one another, never outside or on the title. */
export function placeLabels(
  list: readonly Named[],
  camera: Camera,
  locale: Locale,
  [width, height]: Point,
): Map<string, Point> {
  const boxes: Label[] = list.map(({ key, name, at, lift = 0, alerted = false }) => {
    const [x, y] = camera.project(at, lift);
    const tall = LABEL_HEIGHT + (alerted ? WORD_HEIGHT : 0);
    const wide = Math.max(52, name.length * LETTER[locale] + 12);
    const top = x - wide / 2 < TITLE_WIDTH[locale] ? HEAD : 0;
    return { key, x, y, width: wide, height: tall, least: top + tall / 2 };
  });
  const places = settle(boxes);
  const within = (v: number, half: number, size: number): number => Math.min(Math.max(v, half), size - half);
  return new Map(
    boxes.map((box) => {
      const [x, y] = places.get(box.key)!;
      return [box.key, [within(x, box.width / 2, width), within(y, box.height / 2, height)]];
    }),
  );
}
