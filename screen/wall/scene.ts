/** Scenes of a city and what scopes become when they meet. Pure. */
import type { CityFace } from '../../contract/city.ts';
import type { Condition, FieldTest, Scalar } from '../../contract/condition.ts';
import type { Scene } from '../../contract/scene.ts';
import type { Text } from '../../contract/text.ts';

/** The scenes in the order of the tabs: the overview first, the others as the city gives them. */
export function scenesOf(city: Pick<CityFace, 'scenes'>): Scene[] {
  return [...city.scenes].sort((a, b) => Number(b.id === 'overview') - Number(a.id === 'overview'));
}

/** A tab of the wall: a scene, or scenes that stand together under one name, at the place of the first of them. */
export interface Tab {
  titles: Text;
  scenes: Scene[];
  /** Whether it is a group, also of one scene. */
  group: boolean;
}

/** The tabs in their order. Scenes are of one group when its name is the same. */
export function tabsOf(city: Pick<CityFace, 'scenes'>): Tab[] {
  const tabs: Tab[] = [];
  for (const scene of scenesOf(city)) {
    const there = scene.group && tabs.find((tab) => tab.group && tab.titles.zh === scene.group!.zh);
    if (there) there.scenes.push(scene);
    else tabs.push({ titles: scene.group ?? scene.titles, scenes: [scene], group: scene.group !== undefined });
  }
  return tabs;
}

/** The scene of this id, or the first one when no id is given. */
export function sceneOf(city: Pick<CityFace, 'scenes'>, id: unknown): Scene | undefined {
  if (id === undefined || id === '') return scenesOf(city)[0];
  return city.scenes.find((scene) => scene.id === id);
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const testOf = (given: Scalar | FieldTest): FieldTest => (typeof given === 'object' ? given : { in: [given] });

/** Both tests of one field as one, or undefined where one test cannot say it. */
function bothTests(a: FieldTest, b: FieldTest): FieldTest | undefined {
  const both: Record<string, unknown> = { ...a };
  for (const [name, value] of Object.entries(b)) {
    const before = both[name];
    if (before === undefined || same(before, value)) both[name] = value;
    else if (name === 'in') both.in = (before as Scalar[]).filter((one) => (value as Scalar[]).includes(one));
    else if (name === 'not') both.not = [...new Set([...(before as Scalar[]), ...(value as Scalar[])])];
    else if (name === 'under' && `${String(value)}.`.startsWith(`${String(before)}.`)) both.under = value;
    else if (name === 'under' && `${String(before)}.`.startsWith(`${String(value)}.`)) both.under = before;
    else return undefined;
  }
  return both as FieldTest;
}

/** The condition that holds where both hold. Fields keep their order: those of `a`, then those of `b`. */
export function both(a: Condition, b: Condition): Condition {
  const { any: anyA, ...fieldsA } = a;
  const { any: anyB, ...fieldsB } = b;
  const merged: Condition = { ...fieldsA } as Condition;
  const apart: Condition = {};
  for (const [field, value] of Object.entries(fieldsB)) {
    const given = value as Scalar | FieldTest;
    const before = merged[field] as Scalar | FieldTest | undefined;
    if (before === undefined || same(before, given)) merged[field] = given;
    else {
      const one = bothTests(testOf(before), testOf(given));
      if (one) merged[field] = one.in?.length === 1 && Object.keys(one).length === 1 ? one.in[0] : one;
      else apart[field] = given;
    }
  }
  const groups = [anyA, anyB, Object.keys(apart).length > 0 ? [apart] : undefined].filter(
    (group) => group !== undefined,
  );
  const [first, ...rest] = groups;
  // (p or q) and (r or s) is written out, since a condition has one `any`.
  if (first) merged.any = rest.reduce((left, right) => left.flatMap((p) => right.map((q) => both(p, q))), first);
  return merged;
}
