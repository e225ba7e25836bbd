/** Options of a widget with their defaults, read off the schema. Pure, and without any compiled validator (CSP). */
import type { TObject } from 'typebox';

interface Node {
  default?: unknown;
  properties?: Record<string, Node>;
}

const isMembers = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function fill(schema: Node, given: unknown): unknown {
  if (given === undefined) {
    if (schema.default !== undefined) return structuredClone(schema.default);
    if (!schema.properties) return undefined;
    const filled = fill(schema, {});
    // An optional object without a single default stays absent.
    return isMembers(filled) && Object.keys(filled).length > 0 ? filled : undefined;
  }
  if (!schema.properties || !isMembers(given)) return given;
  const result: Record<string, unknown> = { ...given };
  for (const [name, member] of Object.entries(schema.properties)) {
    const value = fill(member, given[name]);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

/** What was given, completed by the defaults of the schema; what the schema does not know is left as it is. */
export function withDefaults(schema: TObject, given: Record<string, unknown> = {}): Record<string, unknown> {
  return fill(schema as unknown as Node, given) as Record<string, unknown>;
}
