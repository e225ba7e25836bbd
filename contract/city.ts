/**
 * A city profile: everything that differs from city to city, as data (folder `cities/<id>/`).
 * Each file of the folder holds one part, named like the member here: `city.json` the plain members,
 * `places.json`, `units.json`, `categories.json`, `policies.json`, `lexicon.json`, `alerting.json`, `scenes/*.json` in the order of their names, `shapes.geojson`.
 */
import Type, { type Static } from 'typebox';
import { Condition } from './condition.ts';
import { Alerting } from './rule.ts';
import { Scene } from './scene.ts';
import { AnySource, type Source } from './source.ts';
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

/** Units of time limits: working days and hours by the profile's calendar, or hours by the clock on the wall. */
const UNITS = ['working_days', 'working_hours', 'hours'] as const;
const TimeUnit = Type.Enum([...UNITS]);

/** Steps of a ticket that may start its deadline clock or begin it anew. Names are event types without `hotline.ticket.`. */
export const CLOCK_STARTS = [
  'created',
  'dispatched',
  'accepted',
  'returned',
  'transferred',
  'redone',
  'reopened',
] as const;
/** Steps that may stop it. */
export const CLOCK_STOPS = ['accepted', 'returned', 'contacted', 'replied', 'closed'] as const;

const steps = <const T extends string[]>(names: T, least: number) =>
  Type.Optional(Type.Array(Type.Enum(names), { minItems: least, uniqueItems: true }));

/**
 * Which steps of a ticket turn its deadline clock; what is absent is as in DEFAULT_CLOCK, and no step may stand in two lists.
 * A clock that begins anew has its whole limit before it, whatever was left: a stop is a pause only in so far as the time
 * until the next start does not count.
 */
export const PolicyClock = Type.Object(
  {
    /** Begin the clock, whether it ran or not; a dispatch may bring a deadline of its own. */
    starts: steps([...CLOCK_STARTS], 1),
    /** Begin it anew where it was started before, and do nothing where it was not. */
    restarts: steps([...CLOCK_STARTS], 0),
    /** Stop it; a close stops every clock, also one that does not say so. */
    stops: steps([...CLOCK_STOPS], 0),
    /** Move the deadline to the one that was granted. Empty: extensions are counted and change nothing. */
    moves: steps(['extended'], 0),
  },
  closed,
);
export type PolicyClock = Static<typeof PolicyClock>;

/** The clock of a policy that says nothing of it. */
export const DEFAULT_CLOCK = {
  starts: ['dispatched'],
  restarts: ['redone', 'reopened'],
  stops: ['replied', 'closed'],
  moves: ['extended'],
} as const satisfies PolicyClock;

/** Deadline policy; the first whose condition matches a ticket wins. */
export const Policy = Type.Object(
  {
    id: Code,
    names: Text,
    when: Condition,
    /** Working time from the start of the clock, in working days or hours; or calendar hours. */
    limit: Type.Object({ amount: Type.Number({ exclusiveMinimum: 0 }), unit: TimeUnit }, closed),
    /** Turns due-soon when this much of the same kind of time is left. */
    warn: Type.Object({ amount: Type.Number({ minimum: 0 }), unit: TimeUnit }, closed),
    clock: Type.Optional(PolicyClock),
  },
  closed,
);

/** Steps of the supervision ladder 催办 → 黄牌 → 红牌, from the lowest. */
export const LEVELS = ['urge', 'yellow', 'red'] as const;
export type LadderLevel = (typeof LEVELS)[number];

/**
 * A step of the ladder: an open ticket whose clock still runs this long after it turned due-soon (`warn`) or after its
 * deadline passed (`due`) is supervised at this level.
 */
export const LadderStep = Type.Object(
  {
    level: Type.Enum([...LEVELS]),
    after: Type.Enum(['warn', 'due']),
    amount: Type.Number({ minimum: 0 }),
    unit: TimeUnit,
  },
  closed,
);
export type LadderStep = Static<typeof LadderStep>;

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
    /**
     * Of a `cn` calendar: years for which `holidays` and `workdays` here are complete, so that the official calendar that
     * the server has with it is not asked. For years after the last that it knows.
     */
    years: Type.Optional(Type.Array(Type.Integer({ minimum: 2000, maximum: 2199 }))),
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

/** A gauge that upstream systems read: what its readings (`hotline.gauge.reported`) are called, counted in and expected to be. */
export const GaugeFace = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 128, description: 'Subject of its events.' }),
    names: Text,
    /** Behind the value, such as ℃; may be empty. */
    unit: Type.String({ maxLength: 20 }),
    decimals: Type.Integer({ minimum: 0, maximum: 4 }),
    /** Between which two values it usually is. */
    usual: Type.Optional(Type.Tuple([Type.Number(), Type.Number()])),
    /** What it is to reach, or not to pass, by `direction`. */
    aim: Type.Optional(Type.Number()),
    /** Which way is better; absent: neither. */
    direction: Type.Optional(Type.Enum(['up', 'down'])),
  },
  closed,
);
export type GaugeFace = Static<typeof GaugeFace>;

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
    /** What citizens write in, BCP 47; absent: zh-CN. */
    language: Type.Optional(Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' })),
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
    gauges: Type.Optional(Type.Array(GaugeFace, { maxItems: 500 })),
    /** Upstream systems that are asked for news (contract/source.ts). */
    sources: Type.Optional(Type.Array(AnySource, { maxItems: 50 })),
    places: Type.Array(District),
    units: Type.Array(Unit),
    categories: Type.Array(Category),
    policies: Type.Array(Policy),
    /** Levels in their order, each at most once; absent: the wall supervises nobody by itself. */
    ladder: Type.Optional(Type.Array(LadderStep, { maxItems: LEVELS.length })),
    lexicon: Lexicon,
    /**
     * What is masked in free text at intake, before anything is stored. Numbers always are; names of persons unless a city
     * says `names: false`. What is refused goes to the quarantine with names masked in any case.
     */
    masking: Type.Optional(Type.Object({ names: Type.Boolean() }, closed)),
    /**
     * How often a suggestion of a category must have been right for a ticket that came without one to be given it; below it
     * stays without. Absent: 0.8.
     */
    suggestions: Type.Optional(Type.Object({ least: Type.Number({ minimum: 0.5, maximum: 1 }) }, closed)),
    scenes: Type.Array(Scene),
    alerting: Alerting,
  },
  closed,
);

export type City = Omit<Static<typeof City>, 'alerting' | 'sources'> & { alerting: Alerting; sources?: Source[] };
export type District = Static<typeof District>;
export type Unit = Static<typeof Unit>;
export type Policy = Omit<Static<typeof Policy>, 'when'> & { when: Condition };
export type WorkCalendar = Static<typeof WorkCalendar>;

/** What a screen is told of the city: all of it that names things, without policies, lexicon, rules and live sources. */
export type CityFace = Omit<City, 'policies' | 'lexicon' | 'alerting' | 'sources'> & {
  shapes: boolean;
  /** Which version of each scene this is (contract/scene.ts). */
  versions: Record<string, number>;
};
