/** The builders of the screen's build make what the library makes, and the plugin puts them where it should. */
import Library from 'typebox';
import { describe, expect, it } from 'vitest';
import * as builders from './builders.ts';
import { lean, PURE_BUILDERS } from './lean.ts';

/** The builders as declarations call them. */
type Builders = typeof builders;
const closed = { additionalProperties: false };

const DECLARED: Record<string, (Type: Builders) => unknown> = {
  plain: (Type) => [Type.String(), Type.Number(), Type.Integer(), Type.Boolean(), Type.Null(), Type.Unknown()],
  'with options': (Type) => [
    Type.String({ minLength: 1, pattern: '^a$', description: 'A.' }),
    Type.Number({ exclusiveMinimum: 0 }),
    Type.Integer({ default: 3, maximum: 9 }),
    Type.Boolean({ default: true }),
    Type.Unknown({ description: 'Any.' }),
  ],
  'values given': (Type) => [
    Type.Enum(['a', 'b'], { default: 'a' }),
    Type.Literal('a'),
    Type.Literal(3),
    Type.Literal(true),
    Type.Unsafe({ type: 'string', format: 'date' }),
  ],
  'an object whose members may be absent': (Type) =>
    Type.Object({ a: Type.String(), b: Type.Optional(Type.Array(Type.Number(), { maxItems: 2 })) }, closed),
  'an object of which nothing is required': (Type) => Type.Object({ a: Type.Optional(Type.String()) }),
  'an empty object': (Type) => Type.Object({}, closed),
  'lists, tuples and unions': (Type) =>
    Type.Union(
      [Type.Array(Type.String()), Type.Tuple([Type.Integer(), Type.Number()]), Type.Tuple([], { maxItems: 0 })],
      {
        description: 'One of them.',
      },
    ),
  records: (Type) => [
    Type.Record(Type.String(), Type.Number()),
    Type.Record(Type.String({ maxLength: 20 }), Type.Boolean(), { maxProperties: 5 }),
    Type.Record(Type.String({ pattern: '^x' }), Type.Unknown()),
  ],
  'parts of an object': (Type) => {
    const whole = Type.Object({ a: Type.String(), b: Type.Optional(Type.Number()), c: Type.Boolean() }, closed);
    return [Type.Partial(whole), Type.Pick(whole, ['a', 'b']), Type.Object({ in: Type.Optional(whole) })];
  },
};

describe('the builders of the screen', () => {
  it.each(Object.entries(DECLARED))('make of %s what the library makes', (_name, make) => {
    expect(JSON.parse(JSON.stringify(make(builders)))).toEqual(
      JSON.parse(JSON.stringify(make(Library as unknown as Builders))),
    );
  });

  it('are those that may be left out', () => {
    expect(Object.keys(builders).map((name) => `Type.${name}`).sort()).toEqual([...PURE_BUILDERS].sort()); // prettier-ignore
  });

  it('come in place of the import, and types stay types', () => {
    expect(lean("import Type from 'typebox';\nconst a = Type.String();", 'b.ts')).toBe(
      'import * as Type from "b.ts";\nconst a = Type.String();',
    );
    expect(lean("import Type, { type Static, type TObject } from 'typebox';", 'b.ts')).toBe(
      `import * as Type from "b.ts"; import type { Static, TObject } from 'typebox';`,
    );
    expect(lean("import type { Static } from 'typebox';", 'b.ts')).toBe("import type { Static } from 'typebox';");
  });
});
