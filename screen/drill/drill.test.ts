// @vitest-environment happy-dom
import fc from 'fast-check';
import { effectScope, nextTick, ref } from 'vue';
import { describe, expect, it } from 'vitest';
import { measureOf } from '../../contract/measure.ts';
import { buckets, DAY, HOUR, MINUTE, nextBucket, zone } from '../../contract/time.ts';
import type { TicketRow } from '../../contract/fact.ts';
import type { ListAnswer, ListQuery } from '../../contract/query.ts';
import { useAsk } from './ask.ts';
import { foldBars, ranked, scaleOf } from './bars.ts';
import { shortId } from './cells.ts';
import { deadlineOf } from './life.ts';
import { PAGE, useList } from './list.ts';
import {
  backTo,
  chipsOf,
  crossed,
  dimensionsOf,
  grainFor,
  into,
  listedIn,
  timed,
  pack,
  ticketOf,
  unpack,
  weekBefore,
  within,
  without,
  type DrillState,
} from './state.ts';

const tz = zone('Asia/Shanghai');
const FROM = tz.moment('2026-11-21', 0);
const whole: DrillState = { measure: 'accepted', range: { from: FROM, to: FROM + DAY } };
const path = into(
  into(into(whole, { field: 'district' }, '320213'), { field: 'street' }, '320213001'),
  { field: 'category', level: 1 },
  '05',
);

describe('the address of a drawer', () => {
  it('brings back the same drawer, the order of its path included', () => {
    for (const state of [
      whole,
      path,
      { ...path, part: true },
      within(path, { from: FROM, to: FROM + HOUR }),
      { measure: 'open' as const },
    ]) {
      expect(JSON.stringify(chipsOf(unpack(pack(state))!))).toBe(JSON.stringify(chipsOf(state)));
      expect(unpack(pack(state))).toEqual(state);
    }
  });
  it('is refused when it is none of ours', () => {
    fc.assert(
      fc.property(fc.anything(), (given) => {
        expect(unpack(typeof given === 'string' ? given : JSON.stringify(given))).toBeUndefined();
      }),
    );
    for (const text of ['{"m":"constructor"}', '{"m":"accepted","f":[]}', 'null', '[', '{"m":5}'])
      expect(unpack(text)).toBeUndefined();
    expect(unpack('{"m":"accepted","r":[9,3]}')).toEqual({ measure: 'accepted' });
  });
});

describe('the path', () => {
  it('steps back to a chip, and takes a place away with the places in it', () => {
    const chips = chipsOf(path);
    expect(chips.map((chip) => (chip.kind === 'field' ? chip.field : chip.kind))).toEqual([
      'city',
      'measure',
      'district',
      'street',
      'category',
      'window',
    ]);
    expect(backTo(path, chips[2]!).filter).toEqual({ district: '320213' });
    expect(backTo(path, chips[0]!)).toEqual({ ...whole, filter: {} });
    expect(without(path, chips[2]!).filter).toEqual({ category: { under: '05' } });
  });
  it('returns from a narrower window to the one it came from', () => {
    const narrow = within(within(path, { from: FROM, to: FROM + HOUR }), { from: FROM, to: FROM + MINUTE });
    expect(chipsOf(narrow).at(-1)).toEqual({ kind: 'bucket', range: { from: FROM, to: FROM + MINUTE } });
    expect(without(narrow, chipsOf(narrow).at(-1)!)).toEqual(path);
  });
  it('goes on with the next dimension: place by place, category level by level', () => {
    expect(dimensionsOf(whole).slice(0, 2)).toEqual([{ field: 'district' }, { field: 'category', level: 1 }]);
    expect(dimensionsOf(path).slice(0, 2)).toEqual([{ field: 'community' }, { field: 'category', level: 2 }]);
    const end = into(into(path, { field: 'community' }, null), { field: 'category', level: 3 }, '05.03.12');
    expect(end.filter!.community).toEqual({ set: false });
    expect(dimensionsOf(end).map((one) => one.field)).not.toContain('category');
    expect(dimensionsOf({ measure: 'answer_rate' }).map((one) => one.field)).toEqual(['line', 'zone', 'seat']);
  });
  it('asks for the facts without a value by that', () => {
    expect(into(whole, { field: 'unit' }, null).filter).toEqual({ unit: { set: false } });
  });
});

describe('a second mark', () => {
  it('narrows what the first one opened, and stands at the end of the path', () => {
    const hour = { from: FROM + 9 * HOUR, to: FROM + 10 * HOUR };
    const one = crossed({ ...whole, filter: { channel: 'phone', district: '1' } }, { measure: 'accepted', filter: { district: '2' }, range: whole.range! });
    expect(JSON.stringify(one)).toBe(JSON.stringify({ ...whole, filter: { channel: 'phone', district: '2' } }));
    const two = crossed(one, { measure: 'accepted', filter: {}, range: hour });
    expect(two).toEqual({ ...one, range: hour, outer: whole.range });
    expect(without(two, chipsOf(two).at(-1)!)).toEqual(one);
    expect(crossed(two, { measure: 'accepted', filter: { nature: 'help' }, range: whole.range! })).toEqual({ ...two, filter: { ...two.filter, nature: 'help' } });
  }); // prettier-ignore
  it('of another measure, or about all of them, is a new question', () => {
    const other = { measure: 'satisfaction' as const, filter: { district: '2' }, range: whole.range! };
    expect(crossed(whole, other)).toBe(other);
    const all = { measure: 'accepted' as const, filter: {}, range: whole.range! };
    expect(crossed({ ...whole, filter: { district: '1' } }, all)).toBe(all);
    const before = { from: FROM - DAY, to: FROM };
    expect(crossed(whole, { measure: 'accepted', filter: { district: '1' }, range: before })).toEqual({ measure: 'accepted', filter: { district: '1' }, range: before });
  }); // prettier-ignore
});

describe('one ticket', () => {
  it('is known in a list by the tail of its id, where that tells it apart', () => {
    expect(shortId('WX20261121-004618')).toBe('004618');
    expect(['a-1', 'urn:x:12345678901'].map(shortId)).toEqual(['a-1', 'urn:x:12345678901']);
  });
  it('is what a drawer about its number is about', () => {
    expect(ticketOf({ measure: 'open', filter: { id: 'WX1' } })).toBe('WX1');
    expect(ticketOf({ measure: 'open', filter: { district: '320213' } })).toBeUndefined();
    expect(ticketOf({ measure: 'call_offered', filter: { id: 'c1' } })).toBeUndefined();
  });
});

describe('what the bars count', () => {
  it('[M2] is the facts that the list lists: the population, or the part', () => {
    expect(listedIn(measureOf('accepted'), undefined, [7, 0])).toBe(7);
    expect(listedIn(measureOf('satisfaction'), undefined, [5, 9])).toBe(9);
    expect(listedIn(measureOf('satisfaction'), true, [5, 9])).toBe(5);
    expect(listedIn(measureOf('wait_mean'), undefined, [90_000, 3])).toBe(3);
    expect(listedIn(measureOf('per_10k'), undefined, [4, 70_000])).toBe(4);
    // Hours of four Tuesdays have no week before: their times stand in the filter.
    expect(timed({ measure: 'accepted', filter: { any: [{ created: { ge: 1, lt: 2 } }] } })).toBe(true);
    expect(timed({ measure: 'accepted', filter: { district: 'd1' } })).toBe(false);
  });
  it('[M2] adds up to the same, folded over time or ranked with the rest in one line', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { minLength: 1, maxLength: 70 }),
        fc.integer({ min: 1, max: 7 }),
        (counts, fold) => {
          const sum = counts.reduce((a, b) => a + b, 0);
          const starts = buckets(tz, 'minute', FROM, FROM + counts.length * MINUTE);
          const rows = counts.map((n, i) => ({ key: [`k${i}`], bucket: starts[i]!, cell: [n, 0] as [number, number] }));
          const bars = foldBars(
            starts,
            starts.map((at) => nextBucket(tz, 'minute', at)),
            fold,
            rows,
            measureOf('accepted'),
            undefined,
          );
          expect(bars.reduce((a, bar) => a + bar.count, 0)).toBe(sum);
          expect([bars[0]!.from, bars.at(-1)!.to]).toEqual([FROM, FROM + counts.length * MINUTE]);
          const { lines, others } = ranked(rows, measureOf('accepted'), undefined, 5);
          expect(lines.reduce((a, line) => a + line.count, others?.count ?? 0)).toBe(sum);
          expect(lines.length + (others ? 1 : 0)).toBeLessThanOrEqual(5);
        },
      ),
      { seed: 12345 },
    );
  });
  it('stands on an axis of whole numbers', () => {
    expect(scaleOf(0)).toEqual({ top: 1, ticks: [0, 1] });
    expect(scaleOf(7)).toEqual({ top: 9, ticks: [0, 3, 6, 9] });
    fc.assert(
      fc.property(fc.nat(1e7), (most) => {
        const { top, ticks } = scaleOf(most);
        expect(top).toBeGreaterThanOrEqual(most);
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect(ticks.every(Number.isInteger) && ticks.at(-1) === top).toBe(true);
      }),
    );
  });
  it('has a grain of at most 48 bars up to two days', () => {
    for (const span of [5 * MINUTE, HOUR, 3 * HOUR, DAY, 2 * DAY]) {
      const { step, fold } = grainFor({ from: FROM, to: FROM + span });
      expect(Math.ceil(buckets(tz, step, FROM, FROM + span).length / fold)).toBeLessThanOrEqual(48);
    }
  });
  it('[F2] sets a day that is not over beside as much of the day a week before', () => {
    const now = FROM + 14 * HOUR;
    expect(weekBefore(tz, whole.range!, now)).toEqual({ from: FROM - 7 * DAY, to: now - 7 * DAY });
    expect(weekBefore(tz, { from: FROM - DAY, to: FROM }, now)).toEqual({ from: FROM - 8 * DAY, to: FROM - 7 * DAY });
    expect(weekBefore(tz, { from: now + HOUR, to: now + DAY }, now)).toBeUndefined();
  });
});

describe('the deadline of a ticket', () => {
  const ticket = (over: Partial<TicketRow>): TicketRow =>
    ({ clock: 'running', due: 1000, warn: 800, ...over }) as TicketRow;
  it('[F2] follows the clock it is given', () => {
    expect(deadlineOf(ticket({}), 500)).toEqual({ state: 'left', ms: 500, soon: false });
    expect(deadlineOf(ticket({}), 900)).toEqual({ state: 'left', ms: 100, soon: true });
    expect(deadlineOf(ticket({ clock: 'overdue' }), 1700)).toEqual({ state: 'over', ms: 700, soon: true });
    expect(deadlineOf(ticket({ clock: 'met' }), 1700)).toEqual({ state: 'met' });
    expect(deadlineOf(ticket({ clock: 'none', due: null }), 0)).toEqual({ state: 'none' });
  });
});

const settle = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await Promise.resolve();
  await nextTick();
};

describe('a question', () => {
  it('drops the answer that comes after a newer question, and can be asked again when it failed', async () => {
    const scope = effectScope();
    const terms = ref('slow');
    const answers = new Map<string, (value: string) => void>();
    let fails = true;
    await scope.run(async () => {
      const asking = useAsk(
        () => terms.value,
        (given) =>
          given === 'bad' && fails
            ? Promise.reject(new Error('no'))
            : new Promise<string>((resolve) => answers.set(given, resolve)),
      );
      terms.value = 'new';
      await settle();
      answers.get('new')!('second');
      await settle();
      answers.get('slow')!('first');
      await settle();
      expect(asking.answer.value).toBe('second');
      terms.value = 'bad';
      await settle();
      expect([asking.state.value, asking.error.value, asking.answer.value]).toEqual(['failed', 'no', undefined]);
      fails = false;
      asking.retry();
      answers.get('bad')!('well');
      await settle();
      expect(asking.answer.value).toBe('well');
    });
    scope.stop();
  });

  it('[M2] lists page after page exactly what was asked, and no fact twice', async () => {
    const scope = effectScope();
    const asked: ListQuery[] = [];
    const all = Array.from({ length: 100 }, (_, i) => ({ id: `t${i}` }));
    const ask = async (query: ListQuery): Promise<ListAnswer> => {
      asked.push(query);
      // One row moved over the edge of a page between two answers.
      const from = query.after ? Number(query.after) - 1 : 0;
      const rows = all.slice(from, from + query.size);
      const end = from + query.size;
      return {
        rows,
        total: all.length,
        position: { epoch: 'e', seq: 1 },
        ...(end < all.length ? { next: String(end) } : {}),
      };
    };
    await scope.run(async () => {
      const terms = { city: 'wuxi', measure: 'accepted' as const, filter: { district: '1' }, range: whole.range };
      const list = useList(() => terms, ask);
      await settle();
      while (list.more.value) await list.loadMore();
      expect(list.rows.value.map((row) => row.id)).toEqual(all.map((row) => row.id));
      expect(asked[0]).toEqual({ ...terms, size: PAGE });
      for (const { after: _after, ...query } of asked) expect(query).toEqual({ ...terms, size: PAGE });
    });
    scope.stop();
  });
});
