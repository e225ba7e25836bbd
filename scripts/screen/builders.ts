/**
 * The builders of typebox that declarations use, as far as the screen needs them: they make the same JSON Schema and know
 * nothing more (`builders.test.ts` holds them to the library). The library's own bring an engine of forty kilobytes along,
 * which no screen needs to know the defaults of its options. Only the build of the screen puts these in its place.
 */
type Schema = Record<string, unknown>;

/** Marks a member that may be absent; not part of the schema. */
const OPTIONAL = '~optional';
const hidden = (schema: Schema, name: string): Schema =>
  Object.defineProperty(schema, name, { value: true, enumerable: false });
const isOptional = (schema: Schema): boolean => schema[OPTIONAL] === true;

const plain =
  (type: string) =>
  (options: Schema = {}): Schema => ({ type, ...options });
const text = plain('string');
const number = plain('number');
const flag = plain('boolean');
// By other names here: these are names of the language.
export { text as String, number as Number, flag as Boolean };
export const Integer = plain('integer');
export const Null = plain('null');

export const Unknown = (options: Schema = {}): Schema => ({ ...options });
export const Unsafe = (schema: Schema): Schema => ({ ...schema });
export const Literal = (value: string | number | boolean, options: Schema = {}): Schema => ({
  type: typeof value,
  const: value,
  ...options,
});
export const Enum = (values: readonly unknown[], options: Schema = {}): Schema => ({ enum: values, ...options });
export const Union = (anyOf: Schema[], options: Schema = {}): Schema => ({ anyOf, ...options });
export const Optional = (schema: Schema): Schema => hidden({ ...schema }, OPTIONAL);

function ArrayOf(items: Schema, options: Schema = {}): Schema {
  return { type: 'array', items, ...options };
}
function ObjectOf(properties: Record<string, Schema>, options: Schema = {}): Schema {
  const required = Object.keys(properties).filter((name) => !isOptional(properties[name]!));
  return { type: 'object', ...(required.length > 0 && { required }), properties, ...options };
}

export const Tuple = (items: Schema[], options: Schema = {}): Schema => ({
  type: 'array',
  additionalItems: false,
  items,
  minItems: items.length,
  ...options,
});
/** Keys are strings, by a pattern where there is one. */
const RecordOf = (key: Schema, value: Schema, options: Schema = {}): Schema => ({
  type: 'object',
  patternProperties: { [(key['pattern'] as string | undefined) ?? '^.*$']: value },
  ...options,
});

const members = (of: Schema): [string, Schema][] => Object.entries(of['properties'] as Record<string, Schema>);
/** As in the library, what else was said of the whole is not said of its parts. */
const PartialOf = (of: Schema): Schema =>
  ObjectOf(Object.fromEntries(members(of).map(([name, one]) => [name, Optional(one)])));
const PickOf = (of: Schema, names: readonly string[]): Schema =>
  ObjectOf(Object.fromEntries(members(of).filter(([name]) => names.includes(name))));
export { ArrayOf as Array, ObjectOf as Object, PartialOf as Partial, PickOf as Pick, RecordOf as Record };
