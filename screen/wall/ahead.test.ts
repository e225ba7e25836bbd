import { describe, expect, it } from 'vitest';
import { fetchAllAhead } from './ahead.ts';

/** Fetches these names, those in `broken` in vain; gives what happened, in order. */
async function run(names: string[], broken: string[] = [], wanted = (_done: string[]): boolean => true) {
  const done: string[] = [];
  await fetchAllAhead({
    painted: Promise.resolve().then(() => void done.push('painted')),
    parts: () =>
      names.map((name) => () => {
        done.push(name);
        return broken.includes(name) ? Promise.reject(new Error('the server is away')) : Promise.resolve();
      }),
    attempt: (part) =>
      part().then(
        () => undefined,
        () => undefined,
      ),
    sleep: (ms) => Promise.resolve(void done.push(`${ms}`)),
    wanted: () => wanted(done),
  });
  return done;
}

describe('what is fetched before it is needed', () => {
  it('comes after the first numbers, one after another, with pauses', async () => {
    expect(await run(['en', 'kpi'])).toEqual(['painted', '5000', 'en', '500', 'kpi', '500']);
  });
  it('goes on after what cannot be had', async () => {
    expect(await run(['en', 'kpi'], ['en'])).toEqual(['painted', '5000', 'en', '500', 'kpi', '500']);
  });
  it('ends when nobody needs it any more, and does not begin then', async () => {
    expect(await run(['en', 'kpi'], [], (done) => !done.includes('en'))).toEqual(['painted', '5000', 'en', '500']);
    expect(await run(['en'], [], () => false)).toEqual(['painted', '5000']);
  });
});
