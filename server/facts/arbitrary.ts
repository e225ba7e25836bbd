/** Random lives of tickets, calls, mentions and gauges for property tests: any steps, any order, repeated and contradictory. */
import fc from 'fast-check';
import {
  CHANNELS,
  MEDIA,
  NATURES,
  SATISFACTIONS,
  SENTIMENTS,
  URGENCIES,
  type EntryType,
} from '../../contract/event.ts';
import { DAY, MINUTE } from '../../contract/time.ts';
import type { LogEvent } from '../log/log.ts';

/** The moment around which random lives happen: a Saturday afternoon in Shanghai. */
export const AROUND = Date.parse('2026-11-21T14:32:07+08:00');

const maybe = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: undefined });
const record = (members: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(members).map((data) => Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)));
const unit = fc.constantFrom('u1', 'u2', 'u3');
const texts = fc.constantFrom('家里暖气不热', '小区停水', '门口违章停车，暖气不热', '建议增设路灯', '');

const content = {
  channel: fc.constantFrom(...CHANNELS),
  nature: fc.constantFrom(...NATURES),
  category: maybe(fc.constantFrom('01.01', '01.02', '02', '02.01.03')),
  urgency: maybe(fc.constantFrom(...URGENCIES)),
  title: texts,
  text: maybe(texts),
  requester: maybe(fc.constantFrom('r1', 'r2')),
  repeatOf: maybe(fc.constantFrom('T0', 'T9')),
  place: maybe(
    record({
      district: maybe(fc.constantFrom('d1', 'd2', 'elsewhere')),
      street: maybe(fc.constantFrom('s1', 's2')),
      community: maybe(fc.constantFrom('甲小区', '乙小区')),
      lng: fc.constantFrom(120.3, 120.31),
      lat: fc.constantFrom(31.5, 31.52),
    }),
  ),
};
const instant = fc.integer({ min: AROUND - 6 * DAY, max: AROUND + 6 * DAY }).map((ms) => new Date(ms).toISOString());
const none = fc.constant({});
const partial = Object.fromEntries(
  Object.entries(content).map(([name, arb]) => [name, maybe(arb as fc.Arbitrary<unknown>)]),
);

/** Data of each type that folds to a fact. Creation comes often, so that most lives are born. */
const KINDS: [type: EntryType, weight: number, data: fc.Arbitrary<Record<string, unknown>>][] = [
  ['hotline.ticket.created', 8, record(content)],
  ['hotline.ticket.corrected', 2, record(partial)],
  ['hotline.ticket.dispatched', 6, record({ unit, due: maybe(instant) })],
  ['hotline.ticket.accepted', 3, record({ unit: maybe(unit) })],
  ['hotline.ticket.returned', 1, none],
  ['hotline.ticket.transferred', 1, record({ unit })],
  ['hotline.ticket.extended', 1, record({ until: instant })],
  ['hotline.ticket.urged', 2, none],
  ['hotline.ticket.supervised', 1, record({ level: fc.constantFrom('urge', 'yellow', 'red') })],
  ['hotline.ticket.contacted', 1, none],
  ['hotline.ticket.replied', 3, none],
  ['hotline.ticket.closed', 4, none],
  ['hotline.ticket.reopened', 1, none],
  ['hotline.ticket.redone', 1, none],
  ['hotline.ticket.merged', 1, record({ into: fc.constant('T0') })],
  ['hotline.ticket.cancelled', 1, none],
  ['hotline.ticket.revisited', 1, none],
  ['hotline.ticket.rated', 3, record({ satisfaction: maybe(fc.constantFrom(...SATISFACTIONS)), solved: maybe(fc.boolean()) })],
  ['hotline.call.queued', 5, record({ line: maybe(fc.constant('main')) })],
  ['hotline.call.answered', 4, record({ seat: maybe(fc.constant('A1')), zone: maybe(fc.constant('1')) })],
  ['hotline.call.abandoned', 2, none],
  ['hotline.call.ended', 2, none],
  ['hotline.mention.published', 3, record({ medium: fc.constantFrom(...MEDIA), title: texts, sentiment: maybe(fc.constantFrom(...SENTIMENTS)), district: maybe(fc.constantFrom('d1', 'd2')) })],
  ['hotline.mention.removed', 1, none],
  ['hotline.ticket.read', 3, record({ issue: maybe(fc.constantFrom('', 'i1', 'i2')), category: maybe(fc.constantFrom('01.01.01', '02')), unit: maybe(fc.constant('u1')), confidence: maybe(fc.constant(0.8)) })],
  ['hotline.mention.read', 1, record({ issue: maybe(fc.constantFrom('', 'i1')) })],
  ['hotline.issue.founded', 3, record({ title: fc.constantFrom('甲', '乙'), district: maybe(fc.constant('d1')), began: fc.constant(AROUND) })],
  ['hotline.issue.described', 1, record({ title: fc.constantFrom('丙', '丁'), category: maybe(fc.constant('02')) })],
  ['hotline.issue.renamed', 1, record({ title: fc.constant('戊'), by: fc.constant('desk') })],
  ['hotline.issue.merged', 1, record({ into: fc.constant('I9') })],
  ['hotline.issue.dismissed', 1, record({ by: fc.constant('desk') })],
  ['hotline.issue.restored', 1, record({ by: fc.constant('desk') })],
  ['hotline.issue.cooled', 1, none],
  ['hotline.gauge.reported', 4, record({ value: fc.constantFrom(-2.5, 0, 0.1, 0.2, 31, 48_000), unit: maybe(fc.constantFrom('℃', '')), district: maybe(fc.constantFrom('d1', 'd2')) })],
]; // prettier-ignore

/** Times cluster near the present and reach back weeks; some are equal, some lie ahead. */
const at = fc.oneof(
  fc.integer({ min: -90, max: 10 }).map((minutes) => AROUND + minutes * MINUTE),
  fc.integer({ min: -40 * DAY, max: 0 }).map((ms) => AROUND + ms),
);

/** One event about one of a few subjects. Its id is a function of what it says, so equal ids are equal events. */
export const anyEvent: fc.Arbitrary<LogEvent> = fc
  .oneof(...KINDS.map(([type, weight, data]) => ({ weight, arbitrary: fc.record({ type: fc.constant(type), data }) })))
  .chain(({ type, data }) =>
    fc
      .record({ at, subject: fc.integer({ min: 1, max: 6 }), source: fc.constantFrom('/example/desk', '/example/app') })
      .map(({ at, subject, source }): LogEvent => ({
        source,
        type,
        at,
        data,
        subject: `${type.split('.')[1]![0]!.toUpperCase()}${subject}`,
        id: `${type}/${subject}/${at}/${JSON.stringify(data)}`,
      })),
  );

/** A stream of events with repetitions, in any order. */
export const anyStream = (maxLength = 60): fc.Arbitrary<LogEvent[]> =>
  fc.array(anyEvent, { minLength: 1, maxLength }).chain((events) =>
    fc
      .array(fc.nat(events.length - 1), { maxLength: 10 })
      .chain((again) => fc.shuffledSubarray([...events.keys(), ...again], { minLength: events.length + again.length }))
      .map((order) => order.map((i) => events[i]!)),
  );
