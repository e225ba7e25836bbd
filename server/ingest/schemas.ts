/** What the routes take and answer, for the API description. */
import { Type, type TSchema } from 'typebox';
import { EVENTS } from '../../contract/event.ts';
import { BODIES } from './parse.ts';

const closed = { additionalProperties: false } as const;
const Path = Type.String({ description: 'JSON pointer to what is wrong.' });
const Rule = Type.String({ description: 'The rule that it breaks, readable after the path.' });

export const ErrorAnswer = Type.Object({ error: Type.Object({ path: Path, rule: Rule }, closed) }, closed);
export const TakenAnswer = Type.Object(
  {
    taken: Type.Integer({ minimum: 0 }),
    known: Type.Integer({ minimum: 0, description: 'The same (source, id) was taken before.' }),
    refused: Type.Integer({ minimum: 0 }),
    results: Type.Array(
      Type.Union([
        Type.Object({ index: Type.Integer(), status: Type.Enum(['taken', 'known']) }, closed),
        Type.Object({ index: Type.Integer(), status: Type.Literal('refused'), path: Path, rule: Rule }, closed),
      ]),
      { description: 'One line an event of at most 100; else only those refused, at most 1,000.' },
    ),
  },
  closed,
);
export const QuarantinedItem = Type.Object(
  {
    id: Type.Integer(),
    city: Type.String(),
    at: Type.Integer({ description: 'When it was refused last, Unix ms.' }),
    key: Type.String({ description: 'Id of the key it came with.' }),
    index: Type.Integer({ description: 'Place in its batch.' }),
    path: Path,
    rule: Rule,
    raw: Type.String({ description: 'What came, personal numbers masked, at most 16 KiB.' }),
    whole: Type.Boolean({ description: 'raw is all of it and can be tried again as it is.' }),
    times: Type.Integer({ minimum: 1 }),
    retried: Type.Union([Type.Integer(), Type.Null()], {
      description: 'When it was last tried again in vain, Unix ms.',
    }),
  },
  closed,
);
export const QuarantineList = Type.Object(
  {
    kept: Type.Integer({ description: 'In the quarantine of this city.' }),
    dropped: Type.Integer({ description: 'Let go of, oldest first, because the bound was reached.' }),
    items: Type.Array(QuarantinedItem),
  },
  closed,
);
export const QuarantineQuery = Type.Object(
  {
    city: Type.Optional(Type.String({ description: "The key's own city; no other is answered." })),
    after: Type.Integer({ minimum: 0, default: 0, description: 'Id of the last item seen.' }),
    limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  },
  closed,
);
export const QuarantineParams = Type.Object({ id: Type.Integer({ minimum: 1 }) }, closed);

/** The event schemas without their ids, which may occur only once in a description. */
const event: TSchema = {
  oneOf: Object.values(EVENTS).map(({ $id: _id, ...schema }: TSchema & { $id?: string }) => schema),
};
const events: TSchema = { type: 'array', items: event };
const bodies = {
  one: event,
  any: { anyOf: [event, events] },
  array: events,
  lines: { type: 'string', description: 'One event a line.' },
};

/** Bodies of the intake by content type. */
export const IntakeBody = {
  content: Object.fromEntries(
    Object.entries(BODIES).map(([type, kind]) => [type, { schema: bodies[kind] as TSchema }]),
  ),
};

const refusing = (status: readonly number[]): Record<number, TSchema> =>
  Object.fromEntries(status.map((one) => [one, ErrorAnswer]));
export const intakeAnswers = { 200: TakenAnswer, 422: TakenAnswer, ...refusing([400, 401, 403, 413, 415, 429, 503]) };
export const retryAnswers = {
  200: TakenAnswer,
  422: Type.Union([TakenAnswer, ErrorAnswer]),
  ...refusing([400, 401, 403, 404, 413, 415, 503]),
};
export const listAnswers = { 200: QuarantineList, ...refusing([400, 401, 403, 503]) };
export const dropAnswers = { 204: Type.Null(), ...refusing([400, 401, 403, 404, 503]) };
