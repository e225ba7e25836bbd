/**
 * A city profile: everything that differs from city to city, as data (folder `cities/<id>/`).
 * Each file of the folder holds one part, named like the member here: `city.json` the plain members,
 * `places.json`, `units.json`, `categories.json`, `policies.json`, `lexicon.json`, `scenes/*.json` in the order of their names, `shapes.geojson`.
 */
import Type, { type Static } from 'typebox';
import { Condition } from './condition.ts';
import { Scene } from './scene.ts';
import { SATISFACTIONS } from './event.ts';
import { Text } from './text.ts';

const closed = { additionalProperties: false } as const;
const Code = Type.String({ minLength: 1, maxLength: 64 });

export const Street = Type.Object(
  { code: Code, names: Text, center: Type.Optional(Type.Tuple([Type.Number(), Type.Number()])) },
  closed,
);
export const District = Type.Object(
  {
    code: Code,
    names: Text,
    residents: Type.Optional(Type.Integer({ minimum: 1, description: 'Usual residents, for per-10,000 measures.' })),
    /** Where the label stands, WGS-84 [lng, lat]. */
    center: Type.Optional(Type.Tuple([Type.Number(), Type.Number()])),
    streets: Type.Array(Street),
  },
  closed,
);
export const Unit = Type.Object(
  {
    id: Code,
    names: Text,
    /** Peers that may be compared: districts, high-volume departments, others. */
    tier: Type.Enum(['district', 'department', 'utility', 'other']),
    district: Type.Optional(Code),
  },
  closed,
);
/** A node of the category tree as a flat entry: its code path tells its parent and its level. */
export const Category = Type.Object(
  { code: Type.String({ pattern: '^[0-9]{2}(\\.[0-9]{2,3}){0,2}$' }), names: Text },
  closed,
);

/** Deadline policy; the first whose condition matches a ticket wins. */
export const Policy = Type.Object(
  {
    id: Code,
    names: Text,
    when: Condition,
    /** Working time from dispatch, in working days or hours; or calendar hours. */
    limit: Type.Object(
      { amount: Type.Number({ exclusiveMinimum: 0 }), unit: Type.Enum(['working_days', 'working_hours', 'hours']) },
      closed,
    ),
    /** Turns due-soon when this much of the same kind of time is left. */
    warn: Type.Object(
      { amount: Type.Number({ minimum: 0 }), unit: Type.Enum(['working_days', 'working_hours', 'hours']) },
      closed,
    ),
  },
  closed,
);

const Minutes = Type.Integer({ minimum: 0, maximum: 1440, description: 'Minutes after local midnight.' });
export const WorkCalendar = Type.Object(
  {
    /** `cn`: the official calendar with make-up working days; `weekly`: the weekdays given, less `holidays`. */
    kind: Type.Enum(['cn', 'weekly']),
    /** Working weekdays of a weekly calendar, 0 is Sunday. */
    weekdays: Type.Optional(Type.Array(Type.Integer({ minimum: 0, maximum: 6 }))),
    /** Local dates YYYY-MM-DD that are off, or worked, whatever the rest says. */
    holidays: Type.Optional(Type.Array(Type.String({ format: 'date' }))),
    workdays: Type.Optional(Type.Array(Type.String({ format: 'date' }))),
    /** Working hours of a working day. */
    hours: Type.Array(Type.Tuple([Minutes, Minutes]), { minItems: 1, maxItems: 4 }),
  },
  closed,
);

export const Feed = Type.Object(
  {
    source: Type.String({ minLength: 1, maxLength: 128 }),
    names: Text,
    /** Silent, and said so, when nothing was heard for this many seconds. */
    silentAfter: Type.Integer({ minimum: 1 }),
  },
  closed,
);

export const Lexicon = Type.Object(
  {
    /** Words counted as hot words; `also` are spellings that count as the same word. */
    terms: Type.Array(
      Type.Object(
        {
          term: Type.String({ minLength: 1, maxLength: 32 }),
          also: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 32 }))),
        },
        closed,
      ),
    ),
  },
  closed,
);

export const City = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{1,30}$' }),
    names: Text,
    /** Name of the hotline, the title of the wall. */
    hotline: Text,
    timeZone: Type.String(),
    /** What the figures of this profile are and where they come from, shown on the about panel. */
    about: Text,
    map: Type.Optional(
      Type.Object(
        {
          /** Who made the shapes, under what terms. */
          attribution: Text,
          /** [west, south, east, north], WGS-84. */
          bounds: Type.Tuple([Type.Number(), Type.Number(), Type.Number(), Type.Number()]),
        },
        closed,
      ),
    ),
    /** Ratings that count as satisfied. */
    satisfied: Type.Array(Type.Enum([...SATISFACTIONS])),
    /** Targets by measure id, in the measure's unit. */
    targets: Type.Record(Type.String(), Type.Number()),
    calendar: WorkCalendar,
    feeds: Type.Array(Feed),
    places: Type.Array(District),
    units: Type.Array(Unit),
    categories: Type.Array(Category),
    policies: Type.Array(Policy),
    lexicon: Lexicon,
    scenes: Type.Array(Scene),
  },
  closed,
);

export type City = Static<typeof City>;
export type District = Static<typeof District>;
export type Unit = Static<typeof Unit>;
export type Policy = Omit<Static<typeof Policy>, 'when'> & { when: Condition };
export type WorkCalendar = Static<typeof WorkCalendar>;

/** What a screen is told of the city: all of it that names things, without policies and lexicon. */
export type CityFace = Omit<City, 'policies' | 'lexicon'> & { shapes: boolean };
