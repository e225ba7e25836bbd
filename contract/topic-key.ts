/** The key of a topic. Apart from topic.ts, so that a screen that names topics need not load the schemas of them all. */
import type { Json } from './text.ts';
import type { Topic } from './topic.ts';

/** Stable text of a topic: equal topics have equal keys, whatever the order of their members. */
export function topicKey(topic: Topic): string {
  return canonical(topic as unknown as Json);
}

/** JSON with members in order of their names. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.keys(value)
      .sort()
      .filter((k) => value[k] !== undefined);
    return `{${members.map((k) => `${JSON.stringify(k)}:${canonical(value[k]!)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}
