/** A form from the schema of a widget's options: which field each of them is edited with. Pure. */
import type { TObject, TSchema } from 'typebox';
import { Errors } from 'typebox/value';
import { withDefaults } from '../../contract/options.ts';

type Choice = string | number;
export type Shape =
  | { kind: 'choice'; values: readonly Choice[] }
  | { kind: 'choices'; values: readonly Choice[]; least: number; most: number }
  | { kind: 'number'; whole: boolean; least?: number; most?: number }
  | { kind: 'text'; most?: number }
  | { kind: 'flag' }
  /** A text in both languages. */
  | { kind: 'both' }
  | { kind: 'group'; fields: readonly Field[] }
  /** What no field can say is written as JSON. */
  | { kind: 'json' };

export interface Field {
  name: string;
  shape: Shape;
  /** It may be absent. */
  optional: boolean;
  schema: TSchema;
}

interface Node {
  type?: string;
  enum?: readonly unknown[];
  items?: Node;
  properties?: Record<string, Node>;
  required?: readonly string[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  maxLength?: number;
}

const choices = (values: readonly unknown[] | undefined): readonly Choice[] | null =>
  values && values.length > 0 && values.every((one) => typeof one === 'string' || typeof one === 'number')
    ? (values as Choice[])
    : null;

function shapeOf(node: Node): Shape {
  const values = choices(node.enum);
  if (values) return { kind: 'choice', values };
  if (node.type === 'boolean') return { kind: 'flag' };
  if (node.type === 'integer' || node.type === 'number')
    return {
      kind: 'number',
      whole: node.type === 'integer',
      ...(node.minimum !== undefined && { least: node.minimum }),
      ...(node.maximum !== undefined && { most: node.maximum }),
    };
  if (node.type === 'string') return { kind: 'text', ...(node.maxLength !== undefined && { most: node.maxLength }) };
  const members = node.type === 'array' ? choices(node.items?.enum) : null;
  if (members)
    return { kind: 'choices', values: members, least: node.minItems ?? 0, most: node.maxItems ?? members.length };
  if (node.type === 'object' && node.properties) {
    const names = Object.keys(node.properties);
    const texts = Object.values(node.properties).every(({ type }) => type === 'string');
    if (texts && names.length === 2 && names.includes('zh') && names.includes('en')) return { kind: 'both' };
    return { kind: 'group', fields: fieldsOf(node as unknown as TSchema) };
  }
  return { kind: 'json' };
}

/** The fields of an object's schema, in its order. */
export function fieldsOf(schema: TSchema): Field[] {
  const { properties = {}, required = [] } = schema as unknown as Node;
  return Object.entries(properties).map(([name, node]) => ({
    name,
    shape: shapeOf(node),
    optional: !required.includes(name),
    schema: node as unknown as TSchema,
  }));
}

/** The first thing that is wrong with a value, as path and rule; null: it fits. */
export function faultOf(schema: TSchema, value: unknown): { path: string; rule: string } | null {
  const [first] = Errors(schema, value);
  return first ? { path: first.instancePath, rule: first.message } : null;
}

/** Options with one of them changed; `undefined` and what the default says are left out. */
export function withOption(
  schema: TObject,
  options: Readonly<Record<string, unknown>>,
  name: string,
  value: unknown,
): Record<string, unknown> {
  const { [name]: _before, ...rest } = options;
  const usual = withDefaults(schema, {})[name];
  return value === undefined || JSON.stringify(value) === JSON.stringify(usual) ? rest : { ...rest, [name]: value };
}
