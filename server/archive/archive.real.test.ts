import { mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogEvent } from '../log/log.ts';
import { openArchive, type Archive } from './archive.ts';

let dir: string;
let errors: string[];
const open = (fileBytes?: number): Archive =>
  openArchive({
    dir: join(dir, 'archive'),
    ...(fileBytes && { fileBytes }),
    onError: (error) => errors.push(String(error)),
  });
const event = (n: number): LogEvent => ({
  source: '/s', id: `e${n}`, type: 'hotline.ticket.created', subject: `T${n}`, at: n, data: { title: `第 ${n} 件\n“停水”` },
}); // prettier-ignore
const some = (from: number, count: number): LogEvent[] => Array.from({ length: count }, (_, i) => event(from + i));
const all = async (archive: Archive, size = 7): Promise<LogEvent[]> => {
  const events: LogEvent[] = [];
  for await (const batch of archive.read(size)) {
    expect(batch.length).toBeLessThanOrEqual(size);
    events.push(...batch);
  }
  return events;
};
const lastFile = async (): Promise<string> =>
  join(dir, 'archive', (await readdir(join(dir, 'archive'))).sort().at(-1)!);

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hotline-archive-'));
  errors = [];
});
afterEach(() => rm(dir, { recursive: true }));

describe('archive', () => {
  it('is empty until something is put in', async () => {
    const archive = open();
    expect(await archive.empty()).toBe(true);
    expect(await archive.covered()).toBeNull();
    expect(await all(archive)).toEqual([]);
    await archive.put([]);
    expect(await archive.empty()).toBe(true);
    await archive.close();
  });

  it('gives back what was put in, over many files, puts at once and openings', async () => {
    const first = open(300);
    await Promise.all([first.put(some(0, 10)), first.put(some(10, 10)), first.put(some(20, 10))]);
    await first.close();
    const second = open(300);
    await second.put(some(30, 5));
    await second.cover({ epoch: 'e', seq: 35 });
    await second.close();
    const third = open();
    expect(await all(third)).toEqual(some(0, 35));
    expect(await third.covered()).toEqual({ epoch: 'e', seq: 35 });
    expect(await third.empty()).toBe(false);
    expect((await readdir(join(dir, 'archive'))).length).toBeGreaterThan(3);
    expect(errors).toEqual([]);
  });

  it('passes over a tail that was torn, says so, and goes on in another file', async () => {
    const first = open();
    await first.put(some(0, 10));
    const { size } = await stat(await lastFile());
    await first.put(some(10, 10));
    await first.close();
    await truncate(await lastFile(), size + 30);
    const second = open();
    await second.put(some(20, 10));
    await second.close();
    const events = await all(open());
    expect(events.slice(0, 10)).toEqual(some(0, 10));
    expect(events.slice(-10)).toEqual(some(20, 10));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('ends in the middle');
  });

  it('says which file is spoilt, and gives all others', async () => {
    for (const from of [0, 3, 6]) {
      const archive = open();
      await archive.put(some(from, 3));
      await archive.close();
      if (from === 3) await writeFile(await lastFile(), 'nonsense');
    }
    expect(await all(open())).toEqual([...some(0, 3), ...some(6, 3)]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('000002.ndjson.gz');
  });
});
