/** What every log must do, whatever it is made of. Implementations run it with `logSuite(name, make)`. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { LogTrimmed, LogUnavailable, type Entry, type Log, type LogEvent } from './log.ts';

/** A place where a log is kept: open it, close what was opened, open it again and find the same log. */
export interface Site {
  open(): Promise<Log>;
  /** Removes everything. All logs opened here are closed by then. */
  remove(): Promise<void>;
}

const TAKEN = 1_790_000_000_000;

/** An event for tests; equal numbers make equal (source, id). */
export function sampleEvent(n: number, source = '/hotline/test'): LogEvent {
  return {
    source,
    id: `e-${n}`,
    type: 'hotline.ticket.created',
    subject: `T${n}`,
    at: TAKEN - 1_000 + n,
    data: { channel: 'phone', nature: 'help', title: `第${n}件\n"引号" \u0000`, place: { district: '01', lng: 120.3 } },
  };
}
const some = (from: number, to: number): LogEvent[] =>
  Array.from({ length: to - from + 1 }, (_, i) => sampleEvent(from + i));
const seqsOf = (entries: readonly Entry[]): number[] => entries.map((entry) => entry.seq);

async function readAll(log: Log, after = log.first() - 1): Promise<Entry[]> {
  const all: Entry[] = [];
  for (;;) {
    const more = await log.read(all.at(-1)?.seq ?? after, 700);
    if (more.length === 0) return all;
    all.push(...more);
  }
}

export function logSuite(name: string, make: () => Promise<Site>): void {
  describe(`log: ${name}`, () => {
    let site: Site;
    let log: Log;
    beforeEach(async () => {
      site = await make();
      log = await site.open();
    });
    afterEach(async () => {
      await log.close();
      await site.remove();
    });
    const reopen = async (): Promise<void> => {
      await log.close();
      log = await site.open();
    };

    it('is empty at first', async () => {
      expect(log.head()).toBe(0);
      expect(log.first()).toBe(1);
      expect(await log.read(0, 10)).toEqual([]);
      expect(await log.append([], TAKEN)).toEqual([]);
    });

    it('keeps entries in order with dense seqs from 1, and gives back what went in', async () => {
      expect(await log.append(some(1, 3), TAKEN)).toEqual([1, 2, 3].map((seq) => ({ seq, known: false })));
      expect(await log.append(some(4, 5), TAKEN + 7)).toEqual([4, 5].map((seq) => ({ seq, known: false })));
      expect(log.head()).toBe(5);
      const wanted = some(1, 5).map((event, i) => ({ ...event, seq: i + 1, taken: i < 3 ? TAKEN : TAKEN + 7 }));
      expect(await log.read(0, 100)).toEqual(wanted);
      await reopen();
      expect(await log.read(0, 100)).toEqual(wanted);
    });

    it('[E3] the same (source, id) changes nothing: within a batch, between batches, after reopening', async () => {
      const twin = { ...sampleEvent(2), subject: 'other', data: { title: 'other' } };
      expect(await log.append([sampleEvent(1), sampleEvent(2), twin, sampleEvent(3)], TAKEN)).toEqual([
        { seq: 1, known: false },
        { seq: 2, known: false },
        { seq: 2, known: true },
        { seq: 3, known: false },
      ]);
      const again = [sampleEvent(4), twin, sampleEvent(1), sampleEvent(4)];
      expect(await log.append(again, TAKEN)).toEqual([
        { seq: 4, known: false },
        { seq: 2, known: true },
        { seq: 1, known: true },
        { seq: 4, known: true },
      ]);
      await reopen();
      expect(await log.append([...again, sampleEvent(5)], TAKEN)).toEqual([
        { seq: 4, known: true },
        { seq: 2, known: true },
        { seq: 1, known: true },
        { seq: 4, known: true },
        { seq: 5, known: false },
      ]);
      expect((await log.read(0, 100)).map((entry) => entry.subject)).toEqual(['T1', 'T2', 'T3', 'T4', 'T5']);
    });

    it('[E3] an id belongs to its source, whatever characters both hold', async () => {
      const pairs = [
        ['/a', 'x'],
        ['/b', 'x'],
        ['/a', 'x:y'],
        ['/a:x', 'y'],
        ['/a', '长'.repeat(128)],
        ['/a', `${'长'.repeat(127)}短`],
        ['/a', 'i'.repeat(64)],
        ['/a', 'i'.repeat(65)],
        ['/a', 'line\nbreak'],
        ['/a', 'nul\u0000'],
        ['/a', 'nul'],
        ['/a', '\ud800'],
        ['/a', '\udfff'],
        ['/a', '\ufffd'],
      ] as const;
      const events = pairs.map(([source, id]) => ({ ...sampleEvent(1), source, id }));
      expect((await log.append(events, TAKEN)).map((one) => one.seq)).toEqual(pairs.map((_, i) => i + 1));
      expect((await log.append(events, TAKEN)).every((one, i) => one.known && one.seq === i + 1)).toBe(true);
      await reopen();
      expect((await log.read(0, 100)).map((entry) => [entry.source, entry.id])).toEqual(pairs.map((pair) => [...pair]));
    });

    it('[E2] what was acknowledged is there after reopening, under the same epoch', async () => {
      const epoch = log.epoch;
      expect(epoch).not.toBe('');
      await log.append(some(1, 2_500), TAKEN);
      await log.append(some(2_501, 2_600), TAKEN);
      await reopen();
      expect(log.epoch).toBe(epoch);
      expect(log.head()).toBe(2_600);
      expect((await readAll(log)).map((entry) => entry.id)).toEqual(some(1, 2_600).map((event) => event.id));
    });

    it('another log has another epoch', async () => {
      const other = await make();
      const second = await other.open();
      expect(second.epoch).not.toBe(log.epoch);
      await second.close();
      await other.remove();
    });

    it('reads any range', async () => {
      for (let n = 1; n <= 30; n += 3) await log.append(some(n, n + 2), TAKEN);
      const check = async (): Promise<void> => {
        expect(seqsOf(await log.read(0, 4))).toEqual([1, 2, 3, 4]);
        expect(seqsOf(await log.read(7, 5))).toEqual([8, 9, 10, 11, 12]);
        expect(seqsOf(await log.read(28, 5))).toEqual([29, 30]);
        expect(await log.read(30, 5)).toEqual([]);
        expect(await log.read(99, 5)).toEqual([]);
        expect(await log.read(3, 0)).toEqual([]);
      };
      await check();
      await reopen();
      await check();
    });

    it('[E2] concurrent appends get dense seqs, each batch in its order', async () => {
      const batches = Array.from({ length: 60 }, (_, b) => some(b * 50 + 1, b * 50 + (b % 7) + 1));
      const answers = await Promise.all(batches.map((batch) => log.append(batch, TAKEN)));
      const total = batches.reduce((sum, batch) => sum + batch.length, 0);
      expect(
        answers
          .flat()
          .map((one) => one.seq)
          .sort((a, b) => a - b),
      ).toEqual(Array.from({ length: total }, (_, i) => i + 1));
      const entries = await log.read(0, total);
      answers.forEach((answer, b) => {
        answer.forEach((one, i) => expect(entries[one.seq - 1]!.id).toBe(batches[b]![i]!.id));
        expect(answer.map((one) => one.seq)).toEqual(answer.map((_, i) => answer[0]!.seq + i));
      });
    });

    it('wakes watchers after what they wait for can be read, and not after they stopped', async () => {
      const seen: number[] = [];
      const stop = log.watch(() => seen.push(log.head()));
      const woken = new Promise<Entry[]>((resolve) => {
        const stopOnce = log.watch(() => {
          stopOnce();
          resolve(log.read(0, 10));
        });
      });
      await log.append(some(1, 3), TAKEN);
      expect(seqsOf(await woken)).toEqual([1, 2, 3]);
      stop();
      const before = seen.length;
      expect(before).toBeGreaterThan(0);
      await log.append(some(4, 4), TAKEN);
      await log.read(0, 10);
      expect(seen.length).toBe(before);
    });

    it('[E3] trims: trimmed entries cannot be read and are still known', async () => {
      for (let n = 1; n <= 20; n += 4) await log.append(some(n, n + 3), TAKEN);
      await log.trim(10);
      const check = async (): Promise<void> => {
        expect(log.first()).toBe(11);
        await expect(log.read(9, 5)).rejects.toBeInstanceOf(LogTrimmed);
        await expect(log.read(0, 5)).rejects.toBeInstanceOf(LogTrimmed);
        expect(seqsOf(await log.read(10, 5))).toEqual([11, 12, 13, 14, 15]);
        expect(await log.append(some(3, 3), TAKEN)).toEqual([{ seq: 3, known: true }]);
      };
      await check();
      await reopen();
      await check();
      await log.trim(5);
      expect(log.first()).toBe(11);
    });

    it('may be trimmed to nothing and goes on counting', async () => {
      await log.append(some(1, 12), TAKEN);
      await log.trim(1_000);
      expect(log.first()).toBe(13);
      expect(await log.read(12, 5)).toEqual([]);
      await reopen();
      expect([log.head(), log.first()]).toEqual([12, 13]);
      expect(await log.append(some(12, 13), TAKEN)).toEqual([
        { seq: 12, known: true },
        { seq: 13, known: false },
      ]);
      expect(seqsOf(await log.read(12, 5))).toEqual([13]);
    });

    it('takes nothing when it is closed', async () => {
      await log.close();
      await expect(log.append(some(1, 1), TAKEN)).rejects.toBeInstanceOf(LogUnavailable);
      log = await site.open();
      expect(log.head()).toBe(0);
    });

    it('[E2][E3] behaves like a list of first occurrences, whatever is done to it', async () => {
      const step = fc.oneof(
        {
          weight: 6,
          arbitrary: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 12 }).map((ids) => ({ ids })),
        },
        { weight: 2, arbitrary: fc.record({ after: fc.nat(80), limit: fc.integer({ min: 1, max: 20 }) }) },
        { weight: 1, arbitrary: fc.record({ trim: fc.nat(80) }) },
        { weight: 1, arbitrary: fc.constant({ reopen: true }) },
      );
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
          const place = await make();
          let real = await place.open();
          const model: number[] = [];
          let first = 1;
          for (const one of steps) {
            let got: unknown;
            let wanted: unknown;
            if ('ids' in one) {
              wanted = one.ids.map((id) => {
                const at = model.indexOf(id);
                return at < 0 ? { seq: model.push(id), known: false } : { seq: at + 1, known: true };
              });
              got = await real.append(
                one.ids.map((id) => sampleEvent(id)),
                TAKEN,
              );
            } else if ('after' in one) {
              const seen = (entries: Entry[]): string[] => entries.map((entry) => entry.id);
              got = await real.read(one.after, one.limit).then(seen, (error: unknown) => error instanceof LogTrimmed);
              wanted = one.after < first - 1 || model.slice(one.after, one.after + one.limit).map((id) => `e-${id}`);
            } else if ('trim' in one) {
              await real.trim(one.trim);
              first = Math.max(first, Math.min(one.trim, model.length) + 1);
            } else {
              await real.close();
              real = await place.open();
            }
            expect([got, real.head(), real.first()]).toEqual([wanted, model.length, first]);
          }
          await real.close();
          await place.remove();
        }),
        { numRuns: 8 },
      );
    });
  });
}
