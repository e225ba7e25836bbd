/**
 * Rules of alerts, as data of a profile (`cities/<id>/alerting.json`) or as edited in the console: what is watched, by
 * what it is grouped, when it is abnormal, how grave that is, and who owns it (rule A1).
 */
import Type, { type Static } from 'typebox';
import { Condition } from './condition.ts';
import { MEASURE_IDS } from './measure.ts';
import { Text } from './text.ts';

const closed = { additionalProperties: false } as const;
const Id = Type.String({ pattern: '^[a-z0-9-]{1,40}$' });
const Code = Type.String({ minLength: 1, maxLength: 64 });
/** 1 red, 2 orange, 3 yellow, 4 blue: the colours of the Emergency Response Law. */
export const Level = Type.Enum([1, 2, 3, 4], { description: '1 red, 2 orange, 3 yellow, 4 blue.' });
export type Level = Static<typeof Level>;

/**
 * How a rule looks at its city; a folder of `server/alerts/signals/` each.
 * `threshold`: a measure crosses a number. `surge`: a count is improbable by the normal of this hour, weekday and season.
 * `silence`: an upstream source is not heard.
 */
export const SIGNALS = ['threshold', 'surge', 'silence'] as const;
/** What an alert is about: one matter, time limits, the hotline's own service, what media say, the feeds. */
export const FAMILIES = ['matter', 'limits', 'service', 'media', 'feed'] as const;
/**
 * Fields by which alerts can be grouped; `words` is each lexicon word, `source` each upstream source, `issue` each hot issue
 * that stands (a dismissed one raises nothing).
 */
export const KEY_FIELDS = [
  'district',
  'street',
  'community',
  'category',
  'nature',
  'channel',
  'unit',
  'words',
  'medium',
  'source',
  'issue',
] as const;
export type KeyField = (typeof KEY_FIELDS)[number];

export const Rule = Type.Object(
  {
    id: Id,
    names: Text,
    signal: Type.Enum([...SIGNALS]),
    family: Type.Enum([...FAMILIES]),
    enabled: Type.Optional(Type.Boolean()),
    /** What is counted; not for `silence`. A surge takes counts only. */
    measure: Type.Optional(Type.Enum([...MEASURE_IDS])),
    filter: Type.Optional(Condition),
    /** One alert for each combination of these; absent: one for the city. */
    by: Type.Optional(Type.Array(Type.Enum([...KEY_FIELDS]), { minItems: 1, maxItems: 3 })),
    /** Depth at which category codes are cut. */
    depth: Type.Optional(Type.Integer({ minimum: 1, maximum: 3 })),
    /** Minutes that are looked at, up to now. Measures of a state have none. */
    window: Type.Optional(Type.Integer({ minimum: 5, maximum: 10_080 })),
    /** Facts of the same requester count once. */
    distinct: Type.Optional(Type.Literal('requester')),
    /** At least so many facts: the denominator of a ratio, or the count of a surge. */
    least: Type.Optional(Type.Integer({ minimum: 1 })),
    /** Threshold: raised at or above it (with `below`: at or below it), in the measure's unit. */
    raise: Type.Optional(Type.Number()),
    /** Threshold: normal again below it (with `below`: above it). Default: `raise`. */
    clear: Type.Optional(Type.Number()),
    below: Type.Optional(Type.Boolean()),
    /** Surge: how many alerts a week chance alone may raise, over all groups of the rule together. */
    falsePerWeek: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1000 })),
    /** Surge: at least so many times the usual. */
    times: Type.Optional(Type.Number({ minimum: 1 })),
    /** Seconds for which the condition must hold before it is raised. */
    for: Type.Integer({ minimum: 0, maximum: 86_400 }),
    /** Seconds for which it must be normal again before it is resolved. */
    keep: Type.Integer({ minimum: 0, maximum: 86_400 }),
    level: Level,
    /** Graver from these values on: a number of the measure, or for a surge of its count. */
    graver: Type.Optional(Type.Array(Type.Object({ level: Level, at: Type.Number() }, closed), { maxItems: 3 })),
    /** Unit that owns it; absent: the unit it is grouped by, or nobody yet. */
    owner: Type.Optional(Code),
    /** Sources without which the rule sees too little: while one is silent it is neither raised nor resolved. */
    feeds: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 128 }), { maxItems: 20 })),
    /** What to do about it, shown on the card. */
    advice: Type.Optional(Text),
  },
  closed,
);
export type Rule = Omit<Static<typeof Rule>, 'filter'> & { filter?: Condition };

/** Which alerts: all given members must hold. */
export const Matcher = Type.Object(
  {
    rule: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 50 })),
    family: Type.Optional(Type.Array(Type.Enum([...FAMILIES]), { minItems: 1 })),
    /** At least as grave. */
    level: Type.Optional(Level),
    keys: Type.Optional(
      Type.Object(
        Object.fromEntries(KEY_FIELDS.map((field) => [field, Type.Optional(Type.Array(Code, { minItems: 1 }))])),
        closed,
      ),
    ),
  },
  closed,
);
export type Matcher = Omit<Static<typeof Matcher>, 'keys'> & { keys?: { [K in KeyField]?: string[] } };

/** While an alert that fits `by` is open, alerts that fit `of` and have the same `equal` keys are held back. */
export const Inhibit = Type.Object(
  { by: Matcher, of: Matcher, equal: Type.Optional(Type.Array(Type.Enum([...KEY_FIELDS]))), reason: Text },
  closed,
);
export type Inhibit = Omit<Static<typeof Inhibit>, 'by' | 'of'> & { by: Matcher; of: Matcher };

/** Who is told of alerts that fit; every route that fits counts. */
export const Route = Type.Object(
  {
    match: Type.Optional(Matcher),
    /** Recipients when it is raised; each escalation takes in one more of `above`. */
    to: Type.Array(Id, { maxItems: 20 }),
    above: Type.Optional(Type.Array(Id, { maxItems: 5 })),
  },
  closed,
);
export type Route = Omit<Static<typeof Route>, 'match'> & { match?: Matcher };

export const Alerting = Type.Object(
  {
    rules: Type.Array(Rule, { maxItems: 200 }),
    inhibits: Type.Optional(Type.Array(Inhibit, { maxItems: 100 })),
    routes: Type.Optional(Type.Array(Route, { maxItems: 100 })),
    /** Minutes after which an alert that nobody claimed becomes one level graver, by its level now (2, 3, 4). */
    unclaimed: Type.Optional(
      Type.Object(
        {
          2: Type.Optional(Type.Integer({ minimum: 1 })),
          3: Type.Optional(Type.Integer({ minimum: 1 })),
          4: Type.Optional(Type.Integer({ minimum: 1 })),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type Alerting = Omit<Static<typeof Alerting>, 'rules' | 'inhibits' | 'routes'> & {
  rules: Rule[];
  inhibits?: Inhibit[];
  routes?: Route[];
};

/** A silence: alerts that fit are held back from `from` to `to` (Unix ms), for a reason that somebody gave. */
export const Silence = Type.Object(
  {
    match: Matcher,
    from: Type.Integer(),
    to: Type.Integer(),
    by: Type.String({ minLength: 1, maxLength: 64 }),
    reason: Type.String({ minLength: 1, maxLength: 500 }),
  },
  closed,
);
export type Silence = Omit<Static<typeof Silence>, 'match'> & { match: Matcher };
