/** JSON merge patch (RFC 7396): the form of every delta (rule T2). Values hold no `null`. */
import type { Json } from './text.ts';

type Members = { [key: string]: Json };
const isObject = (value: Json | undefined): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function equal(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => equal(item, b[i]!));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((k) => b[k] !== undefined && equal(a[k]!, b[k]!));
}

/** The patch that turns `before` into `after`, or undefined where they are equal. */
export function diff(before: Json, after: Json): Json | undefined {
  if (!isObject(before) || !isObject(after)) return equal(before, after) ? undefined : after;
  let patch: Members | undefined;
  for (const key of Object.keys(after)) {
    const old = before[key];
    const change = old === undefined ? after[key] : diff(old, after[key]!);
    if (change !== undefined) (patch ??= {})[key] = change;
  }
  for (const key of Object.keys(before)) if (after[key] === undefined) (patch ??= {})[key] = null;
  return patch;
}

/** Applies a patch and returns the new value; `value` itself and what is unchanged in it are left as they are. */
export function apply(value: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const result: Members = isObject(value) ? { ...value } : {};
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) delete result[key];
    else result[key] = apply(result[key], change);
  }
  return result;
}
