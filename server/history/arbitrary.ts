/**
 * Random facts and conditions for property tests (fast-check). Values are drawn from small sets, so that filters and
 * groups meet them, and hold what breaks careless code: quotes, wildcards, NUL, other scripts, emoji.
 */
import fc from 'fast-check';
import type { Condition, FieldTest } from '../../contract/condition.ts';
import {
  CLOCK_STATES,
  FACT_FIELDS,
  STATUSES,
  type CallRow,
  type FactKind,
  type FieldRole,
  type MentionRow,
  type RowsByKind,
  type Step,
  type TicketRow,
} from '../../contract/fact.ts';
import { DAY, HOUR, SECOND } from '../../contract/time.ts';
import type { FactRecord } from './history.ts';

/** Random times are within two days before and after this moment, the hour in which New York's clocks go back. */
export const MIDDLE = Date.UTC(2026, 10, 1, 5, 30);

/** Texts that are only data. */
export const HOSTILE = [
  '',
  "'",
  `' OR 1=1 --`,
  '"; DROP TABLE ticket; --',
  '%',
  '_',
  'a\\b',
  'a\u0000b',
  '$1',
  '😀🏙️',
  'é',
  'e\u0301',
  '\uFEFFx',
  '供暖不热',
  '-',
  '|',
  '长'.repeat(200),
];

const DIMS: Record<string, readonly string[]> = {
  status: STATUSES,
  clock: CLOCK_STATES,
  sentiment: ['positive', 'neutral', 'negative'],
  category: ['01', '01.02', '01.02.03', '01.02.04', '01.03', '010', '02.01', '02.01.001', 'x..y', ''],
  district: ['320211', '320213', '320214', '锡山区'],
};
const strings = (field: string): readonly string[] => DIMS[field] ?? ['a', 'b', 'a.b', ...HOSTILE];
const WORDS = ['供暖不热', '停水', '噪音', "it's", '%', '😀'];
/** Durations around the bounds that measures have, ms. */
const NUMBERS = [0, 1, 2, 5, 999, 1000, 14_999, 15_000, 15_001, 60_000, 119_999, HOUR, 7 * HOUR + 1];

/** Unix ms: often on a bound of a bucket, always a whole number. */
export const timeArb: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: MIDDLE - 2 * DAY, max: MIDDLE + 2 * DAY }),
  fc.integer({ min: -48, max: 48 }).map((hours) => MIDDLE - 30 * 60 * SECOND + hours * HOUR),
  fc.integer({ min: -288, max: 288 }).map((tens) => MIDDLE + tens * 600 * SECOND - 1),
);

const maybe = <T>(arb: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arb, { nil: null, freq: 3 });

function valueArb(field: string, role: FieldRole): fc.Arbitrary<unknown> {
  switch (role) {
    case 'key':
      return fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 0, max: 400 }).map((n) => `T${n}`) },
        { weight: 1, arbitrary: fc.constantFrom(...HOSTILE) },
        { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 128 }) },
      );
    case 'dim':
      return maybe(fc.constantFrom(...strings(field)));
    case 'text':
      return maybe(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme', maxLength: 30 })));
    case 'time':
      return maybe(timeArb);
    case 'num':
      return maybe(
        field === 'lng' || field === 'lat' ? fc.constantFrom(120.3, 31.57, -0.1, 1e-7) : fc.constantFrom(...NUMBERS),
      );
    case 'flag':
      return maybe(fc.boolean());
    case 'list':
      return fc.uniqueArray(fc.constantFrom(...WORDS), { maxLength: 3 });
  }
}

/** Any row of this kind; nearly every field may be null. */
export function rowArb<K extends FactKind>(kind: K): fc.Arbitrary<RowsByKind[K]> {
  const fields = Object.entries(FACT_FIELDS[kind] as Record<string, FieldRole>);
  const model = Object.fromEntries(fields.map(([field, role]) => [field, valueArb(field, role)]));
  return fc.record(model) as unknown as fc.Arbitrary<RowsByKind[K]>;
}
export const ticketRowArb: fc.Arbitrary<TicketRow> = rowArb('ticket');
export const callRowArb: fc.Arbitrary<CallRow> = rowArb('call');
export const mentionRowArb: fc.Arbitrary<MentionRow> = rowArb('mention');

const stepArb: fc.Arbitrary<Step> = fc.record({
  at: timeArb,
  type: fc.constantFrom('ticket.created', 'call.queued', 'ticket.closed'),
  source: fc.constantFrom('/a', '/b'),
  id: fc.constantFrom(...HOSTILE),
  data: fc.dictionary(fc.constantFrom('title', 'comment', 'unit'), fc.constantFrom(...HOSTILE)),
});

/** Any fact of any kind, or of this one. */
export function factArb(...kinds: FactKind[]): fc.Arbitrary<FactRecord> {
  const among = kinds.length > 0 ? kinds : (Object.keys(FACT_FIELDS) as FactKind[]);
  const one = (kind: FactKind) =>
    fc.record({ kind: fc.constant(kind), row: rowArb(kind), steps: fc.array(stepArb, { maxLength: 3 }) });
  return fc.oneof(...among.map(one)) as unknown as fc.Arbitrary<FactRecord>;
}

const subset = <T>(items: readonly T[], maxLength: number): fc.Arbitrary<T[]> =>
  fc.array(fc.constantFrom(...items), { maxLength });

/** Scalars that a field of this role may hold, and some that it never can. */
function scalarArb(field: string, role: FieldRole): fc.Arbitrary<string | number | boolean> {
  const strange = fc.constantFrom<(string | number | boolean)[]>('x', 0, 1.5, true, false, '', '1');
  if (role === 'flag') return fc.oneof({ weight: 6, arbitrary: fc.boolean() }, { weight: 1, arbitrary: strange });
  if (role === 'num') {
    return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...NUMBERS) }, { weight: 1, arbitrary: strange });
  }
  if (role === 'time') return fc.oneof({ weight: 6, arbitrary: timeArb }, { weight: 1, arbitrary: strange });
  const known = role === 'list' ? WORDS : role === 'key' ? ['T1', 'T2', 'T3', ...HOSTILE] : strings(field);
  return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: strange });
}

function boundArb(kind: FactKind, role: FieldRole): fc.Arbitrary<number | string> {
  const numbers = role === 'num' ? fc.constantFrom(...NUMBERS, 0.5, 14_999.5, -1) : timeArb.map((at) => at + 0.5);
  return fc.oneof(
    { weight: 4, arbitrary: role === 'num' ? numbers : fc.oneof(timeArb, numbers) },
    { weight: 2, arbitrary: fc.constantFrom(...Object.keys(FACT_FIELDS[kind])) },
    { weight: 1, arbitrary: fc.constantFrom(1e300, -1e300, 2 ** 53, -0) },
  );
}

function fieldTestArb(kind: FactKind, field: string, role: FieldRole): fc.Arbitrary<FieldTest> {
  const scalars = fc.array(scalarArb(field, role), { maxLength: 4 });
  const bound = boundArb(kind, role);
  const one: fc.Arbitrary<FieldTest>[] = [
    scalars.map((values) => ({ in: values })),
    scalars.map((values) => ({ not: values })),
    fc.boolean().map((set) => ({ set })),
    fc.constantFrom('01', '01.02', '02', 'a', '', "'", '%').map((under) => ({ under })),
    fc.constantFrom('a', "'", '%', '_', '\\', '\u0000', '😀', '热', 'T').map((contains) => ({ contains })),
  ];
  if (role === 'time' || role === 'num') {
    const numeric = fc.oneof(
      bound.map((lt) => ({ lt })),
      bound.map((le) => ({ le })),
      bound.map((gt) => ({ gt })),
      bound.map((ge) => ({ ge })),
    );
    one.push(numeric, numeric, numeric);
  } else one.push(bound.map((ge) => ({ ge })));
  if (role === 'list') one.push(...WORDS.map((has) => fc.constant({ has })));
  // Several tests of one field must all hold.
  return fc.oneof(
    { weight: 5, arbitrary: fc.oneof(...one) },
    { weight: 1, arbitrary: fc.tuple(fc.oneof(...one), fc.oneof(...one)).map(([a, b]) => ({ ...a, ...b })) },
  );
}

/** Any condition that is valid for facts of this kind, with up to `size` fields. */
export function conditionArb(kind: FactKind, size = 2): fc.Arbitrary<Condition> {
  const roles: Record<string, FieldRole> = FACT_FIELDS[kind];
  const tests = (max: number): fc.Arbitrary<Condition> =>
    subset(Object.keys(roles), max).chain((fields) =>
      fc.record(
        Object.fromEntries(
          fields.map((field) => [
            field,
            fc.oneof(
              { weight: 1, arbitrary: scalarArb(field, roles[field]!) },
              { weight: 3, arbitrary: fieldTestArb(kind, field, roles[field]!) },
            ),
          ]),
        ),
      ),
    ) as fc.Arbitrary<Condition>;
  const any = fc.array(tests(2), { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 3, arbitrary: tests(size) },
    { weight: 1, arbitrary: fc.tuple(tests(1), any).map(([one, several]) => ({ ...one, any: several }) as Condition) },
  );
}
