/**
 * Mappings: how the rows of another system become tickets. A mapping is data, a few lines of JSON: which column is what,
 * how times are written, in which time zone, and what the other system's words mean here. Files that are imported and
 * tables that are polled use the same mappings.
 */
import Type, { type Static } from 'typebox';

const closed = { additionalProperties: false } as const;
const Column = Type.String({ minLength: 1, maxLength: 200, description: 'Name of a column, as in the header.' });
const Words = Type.String({ maxLength: 4000 });

/** Moments in the life of a ticket: each that a row has becomes an event. */
export const TIME_TARGETS = [
  'created',
  'dispatched',
  'accepted',
  'contacted',
  'replied',
  'closed',
  'revisited',
  'rated',
  'due',
  'updated',
] as const;
/** What a ticket is about, who asks, who handles it, and how it ended. */
export const WORD_TARGETS = [
  'id',
  'channel',
  'nature',
  'category',
  'urgency',
  'title',
  'text',
  'district',
  'street',
  'community',
  'address',
  'requester',
  'repeatOf',
  'call',
  'unit',
  'status',
  'comment',
  'satisfaction',
  'solved',
] as const;
/** Where it is: degrees, or both in one column (`point`). */
export const PLACE_TARGETS = ['lng', 'lat', 'point'] as const;
export const TARGETS = [...TIME_TARGETS, ...WORD_TARGETS, ...PLACE_TARGETS] as const;
export type TimeTarget = (typeof TIME_TARGETS)[number];
export type WordTarget = (typeof WORD_TARGETS)[number];
export type Target = (typeof TARGETS)[number];

/** What a row's status may mean. `open`: not over, whatever times it has. */
export const OUTCOMES = ['open', 'closed', 'cancelled'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** How day and month stand in a date of numbers. */
export const DATE_ORDERS = ['mdy', 'dmy'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** Named forms of times, beside patterns such as `MM/DD/YYYY hh:mm:ss A`. */
export const NAMED_FORMATS = ['iso', 'chinese', 'epoch', 'epoch-ms', 'excel'] as const;

/** Where a value comes from. */
export const TakeFrom = Type.Object(
  {
    column: Type.Optional(
      Type.Union([Column, Type.Array(Column, { minItems: 1, maxItems: 8 })], {
        description: 'A column, or several: the first that is filled, or all of them with `join`.',
      }),
    ),
    join: Type.Optional(
      Type.String({ maxLength: 10, description: 'Puts the filled ones of several columns together.' }),
    ),
    /** What this value is instead, where nothing else is said. */
    constant: Type.Optional(Words),
    values: Type.Optional(
      Type.Record(Type.String({ maxLength: 200 }), Words, {
        description: 'What the words of the column mean here; upper and lower case are the same. Empty: as if blank.',
      }),
    ),
    default: Type.Optional(
      Type.String({ maxLength: 4000, description: 'For blank cells, and for words that are not known.' }),
    ),
    case: Type.Optional(Type.Enum(['upper', 'lower'], { description: 'Spells names in one way.' })),
    formats: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 60 }), {
        minItems: 1,
        maxItems: 10,
        description: 'Of times: tried in order. Absent: those of the mapping.',
      }),
    ),
  },
  closed,
);
export type TakeFrom = Static<typeof TakeFrom>;

/** A column's name alone, or the whole of it. */
const Take = Type.Union([Column, TakeFrom]);

export const Mapping = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$', description: 'What the mapping is called.' }),
    about: Type.Optional(Type.String({ maxLength: 1000, description: 'For whoever reads it.' })),
    source: Type.String({
      minLength: 1,
      maxLength: 128,
      description:
        'Source of the events. Files use /import/<name>: such a source is not expected to send, and is never silent.',
    }),
    timeZone: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'IANA name: the zone of times that have no offset.',
    }),
    columns: Type.Object(
      Object.fromEntries(TARGETS.map((target) => [target, Type.Optional(Take)])) as {
        [K in Target]: ReturnType<typeof Type.Optional<typeof Take>>;
      },
      closed,
    ),
    times: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 60 }), {
        minItems: 1,
        maxItems: 10,
        description:
          'Forms of times, tried in order: patterns of YYYY YY MM MMM DD HH hh mm ss SSS A Z, or iso, chinese, epoch, epoch-ms, excel. Absent: recognised.',
      }),
    ),
    dateOrder: Type.Optional(
      Type.Enum([...DATE_ORDERS], { description: 'Of recognised dates such as 3/5/2024: month or day first.' }),
    ),
    coordinates: Type.Optional(
      Type.Enum(['wgs84', 'gcj02', 'bd09'], { description: 'What the degrees are of. Absent: wgs84.' }),
    ),
    /** Coordinates of which neither has so many decimals are rounded, and no place. Absent: 2, which is about a kilometre. */
    leastDecimals: Type.Optional(Type.Integer({ minimum: 0, maximum: 6 })),
    blanks: Type.Optional(
      Type.Array(Type.String({ maxLength: 60 }), {
        maxItems: 50,
        description: 'Words that mean blank, beside the usual ones (N/A, NULL, 无, …).',
      }),
    ),
    required: Type.Optional(
      Type.Array(Type.Enum([...TARGETS]), {
        description: 'A row without one of these is refused. id, if mapped, and created always are.',
      }),
    ),
    onBeforeCreated: Type.Optional(
      Type.Enum(['refuse', 'omit'], {
        description:
          'What becomes of a row that was closed (dispatched, rated …) before it was created. Absent: refuse.',
      }),
    ),
    idPrefix: Type.Optional(
      Type.String({ maxLength: 32, description: 'Before each ticket id, where other systems may use the same ids.' }),
    ),
    revision: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 9999,
        description: 'Raise it to have rows that were taken before read anew by a changed mapping.',
      }),
    ),
  },
  closed,
);

type Columns = Partial<Record<Target, string | TakeFrom>>;
export type Mapping = Omit<Static<typeof Mapping>, 'columns'> & { columns: Columns };

/** The sources of imported files begin with this; nobody waits for them. */
export const IMPORT_SOURCES = '/import/';
