/**
 * A city whose past came in beside its log, and one whose history was lost: both answer as a city does that was told
 * everything through its log. In this process, on real stores; the clock is set by hand.
 */
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FactKind } from '../contract/fact.ts';
import { MEASURE_IDS, MEASURES } from '../contract/measure.ts';
import { DAY } from '../contract/time.ts';
import { openArchive } from '../server/archive/archive.ts';
import { exampleCity } from '../server/city/fixture.ts';
import { letGo } from '../server/city/let-go.ts';
import { HORIZON, runCity, type RunningCity } from '../server/city/run.ts';
import { findSignals } from '../server/alerts/signals/signal.ts';
import { anyStream, AROUND } from '../server/facts/arbitrary.ts';
import { openEmbeddedHistory } from '../server/history/embedded/open.ts';
import { soleLease } from '../server/lease/lease.ts';
import { openEmbeddedLog } from '../server/log/embedded/embedded.ts';
import type { LogEvent } from '../server/log/log.ts';
import { findViews } from '../server/views/view.ts';

const profile = exampleCity();
const NOW = AROUND + 12 * DAY;
let home: string;
let errors: string[];
let said: string[];
const running: RunningCity[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hotline-rebuild-'));
  errors = [];
  said = [];
});
afterEach(async () => {
  for (const city of running.splice(0)) await city.stop();
  await rm(home, { recursive: true, force: true });
});

async function start(name: string): Promise<RunningCity> {
  const dir = join(home, name);
  await mkdir(dir, { recursive: true });
  const onError = (error: unknown): void => void errors.push(String(error));
  const city = await runCity({
    loaded: { city: profile, shapesPath: null },
    log: await openEmbeddedLog({ path: join(dir, 'log.db') }),
    history: await openEmbeddedHistory({ path: join(dir, 'history.duckdb'), zone: profile.timeZone, memoryLimit: '256MB' }),
    archive: archiveOf(name),
    lease: soleLease(),
    alone: true,
    clock: { now: () => NOW },
    epoch: name,
    views: await findViews(),
    signals: await findSignals(),
    rules: () => Promise.resolve([]),
    silences: () => Promise.resolve([]),
    send: () => undefined,
    keepEntries: 1_000_000,
    desk: null,
    say: (text) => void said.push(text),
    onError,
  }); // prettier-ignore
  running.push(city);
  return city;
}
const archiveOf = (name: string) =>
  openArchive({ dir: join(home, name, 'archive'), onError: (error) => void errors.push(String(error)) });
async function stop(city: RunningCity): Promise<void> {
  running.splice(running.indexOf(city), 1);
  await city.stop();
}

/** Random lives; a third of them long past, a third across the horizon, a third of these days. */
function lives(seed: number): LogEvent[] {
  return fc.sample(anyStream(200), { numRuns: 60, seed }).flatMap((events, i) => {
    const shift = [-2 * HORIZON - 400 * DAY, -HORIZON + 20 * DAY, 0][i % 3]!;
    return events.map((event) => ({
      ...event,
      at: event.at + shift,
      subject: `${event.subject}-${i}`,
      id: `${i}-${event.id}`,
    }));
  });
}

/** Everything that can be asked: each measure by month and by its first dimension, and every fact with its life. */
async function answers(city: RunningCity, ids: readonly string[]): Promise<unknown> {
  await city.settle();
  const counts: unknown[] = [];
  for (const measure of MEASURE_IDS.filter((id) => MEASURES[id].fact !== 'alert' && MEASURES[id].kind !== 'rate')) {
    const { at, fact } = MEASURES[measure] as { at?: string; fact: FactKind };
    const { total, rows } = await city.history.count({
      measure,
      ...(at !== undefined && { step: 'day' as const, range: { from: NOW - 800 * DAY, to: NOW } }),
      by: [
        { ticket: 'district', call: 'line', mention: 'medium', alert: 'family', gauge: 'gauge', issue: 'district' }[
          fact
        ],
      ],
      limit: 5000,
    });
    const key = (row: (typeof rows)[number]): string => JSON.stringify([row.key, row.bucket]);
    counts.push([measure, total, rows.map((row) => [key(row), row.cell]).sort((a, b) => (a[0]! < b[0]! ? -1 : 1))]);
  }
  const facts = [];
  for (const kind of ['ticket', 'call', 'mention'] as const)
    for (const { row, steps } of await city.history.load(kind, ids)) facts.push([kind, row.id, row, steps]);
  facts.sort((a, b) => (String(a[0]) + String(a[1]) < String(b[0]) + String(b[1]) ? -1 : 1));
  return { counts, facts };
}
const idsOf = (events: readonly LogEvent[]): string[] => [...new Set(events.map(({ subject }) => subject))];
/** What the wall itself wrote (the ladder) has times of its own; the facts compared are those of the events. */
const plain = (events: readonly LogEvent[]): LogEvent[] => events.filter(({ type }) => !type.includes('supervised'));

describe('the long past of a city', () => {
  it('[E3] [E4] [F1] taken in beside the log answers as if it had come through the log', async () => {
    for (const seed of [1, 2, 3]) {
      const events = plain(lives(seed));
      const ids = idsOf(events);
      const through = await start(`log-${seed}`);
      await through.log.append(events, NOW);
      const expected = await answers(through, ids);

      const beside = await start(`import-${seed}`);
      const third = Math.ceil(events.length / 3);
      const parts = [events.slice(0, third), events.slice(third, 2 * third), events.slice(2 * third)];
      // While others come through the log, about the same facts too.
      const [taken] = await Promise.all([
        beside.importer.take(parts[0]!),
        beside.log.append(parts[1]!, NOW),
        beside.importer.take(parts[2]!),
        beside.importer.take(parts[1]!),
      ]);
      expect(taken.taken).toBe(parts[0]!.length);
      expect(await answers(beside, ids)).toEqual(expected);
      // Something did go beside the log.
      expect(beside.log.head()).toBeLessThan(through.log.head());
      expect(await archiveOf(`import-${seed}`).empty()).toBe(false);

      const head = beside.log.head();
      expect(await beside.importer.take(events)).toEqual({ taken: events.length, known: events.length });
      expect(beside.log.head()).toBe(head);
      expect(await answers(beside, ids)).toEqual(expected);
      await stop(through);
      await stop(beside);
    }
    expect(errors).toEqual([]);
  });

  it('[E2] a history that is lost is built anew from the archive and the log', async () => {
    const events = plain(lives(4));
    const ids = idsOf(events);
    const before = await start('city');
    const half = events.length / 2;
    await before.importer.take(events.slice(0, half));
    await before.log.append(events.slice(half), NOW);
    const expected = await answers(before, ids);
    const upTo = before.log.head() - 40;
    const archive = archiveOf('city');
    await letGo(before.log, archive, upTo);
    await archive.close();
    expect(before.log.first()).toBe(upTo + 1);
    await stop(before);

    for (const name of await readdir(join(home, 'city')))
      if (name.startsWith('history')) await rm(join(home, 'city', name), { recursive: true });
    const after = await start('city');
    expect(await answers(after, ids)).toEqual(expected);
    expect(errors).toEqual([]);
    expect(said.join()).toContain('built anew');
    await stop(after);
    // Once it is there it is not built again.
    said = [];
    const again = await start('city');
    expect(await answers(again, ids)).toEqual(expected);
    expect(said).toEqual([]);
  });

  it('says what is lost when the log let go of it before there was an archive', async () => {
    const events = plain(lives(5));
    const before = await start('city');
    await before.log.append(events, NOW);
    await before.settle();
    await before.log.trim(40);
    await stop(before);
    await rm(join(home, 'city', 'history.duckdb'));
    await rm(join(home, 'city', 'history.duckdb.wal'), { force: true });
    await start('city');
    expect(errors.join()).toContain('without 40 entries');
  });
});
