/**
 * Conditions over a row: the one filter language of measures, topic scopes and queries.
 *
 * A condition is an object of field tests that must all hold; `any` adds alternatives of which one must hold.
 * It is data, so that a live view (compiled to a closure, in holds.ts) and the history (compiled to SQL, in
 * `server/history/`) cannot disagree about what it means.
 */
import Type, { type Static } from 'typebox';

export * from './holds.ts';

const Scalar = Type.Union([Type.String({ maxLength: 200 }), Type.Number(), Type.Boolean()]);

/** Tests of one field. All given tests must hold. A comparison with an absent (null) value is false. */
export const FieldTest = Type.Object(
  {
    in: Type.Optional(Type.Array(Scalar, { maxItems: 500, description: 'Equal to one of them.' })),
    not: Type.Optional(Type.Array(Scalar, { maxItems: 500, description: 'Known and equal to none of them.' })),
    set: Type.Optional(Type.Boolean({ description: 'true: has a value, false: has none.' })),
    lt: Type.Optional(
      Type.Union([Type.Number(), Type.String()], {
        description: 'Less than this number, or than the field of this name.',
      }),
    ),
    le: Type.Optional(Type.Union([Type.Number(), Type.String()])),
    gt: Type.Optional(Type.Union([Type.Number(), Type.String()])),
    ge: Type.Optional(Type.Union([Type.Number(), Type.String()])),
    under: Type.Optional(Type.String({ maxLength: 64, description: 'Code path equal to this one or in its branch.' })),
    has: Type.Optional(Type.String({ maxLength: 64, description: 'A list field that holds this string.' })),
    contains: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'A text that contains this string.' }),
    ),
  },
  { additionalProperties: false },
);
export type FieldTest = Static<typeof FieldTest>;

const Tests = Type.Record(Type.String({ pattern: '^(?!any$)[a-zA-Z]+$' }), Type.Union([Scalar, FieldTest]));

/** See the head of this file. Example: `{ district: '320213', created: { ge: 0 }, words: { has: '供暖不热' } }`. */
export const Condition = Type.Object(
  { any: Type.Optional(Type.Array(Tests, { minItems: 1, maxItems: 20 })) },
  { additionalProperties: Type.Union([Scalar, FieldTest]) },
);
export type Scalar = string | number | boolean;
export type Condition = { any?: Condition[] } & { [field: string]: Scalar | FieldTest | Condition[] | undefined };
