/** A server in this process whose city has no live sources yet, so that a test can start them at its own pace. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Step } from '../../contract/fact.ts';
import type { Source } from '../../contract/source.ts';
import { startApp, type App } from '../../server/app.ts';
import { checkCity } from '../../server/city/load.ts';
import type { RunningCity } from '../../server/city/run.ts';
import type { Clock } from '../../server/clock.ts';
import { readConfig } from '../../server/config.ts';
import { checkSources } from '../../server/sources/profile.ts';
import { findSources, type SourceKind } from '../../server/sources/source.ts';
import { startSources, type RunningSources } from '../../server/sources/start.ts';

/** A folder of profiles with one city, made of Baltimore's and of these sources. */
export function profilesWith(id: string, sources: readonly unknown[]): { dir: string; remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), 'hotline-wall-cities-'));
  const folder = join(dir, id);
  mkdirSync(folder);
  cpSync('cities/baltimore', folder, { recursive: true });
  const file = join(folder, 'city.json');
  const profile = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...profile, id, feeds: [], sources }));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export interface SourceCity {
  app: App;
  city: RunningCity;
  kinds: ReadonlyMap<string, SourceKind>;
  /** Starts live sources that are polled every `every` ms. `wrap` may stand between. */
  follow(
    sources: readonly Source[],
    options?: { every?: number; env?: NodeJS.ProcessEnv; wrap?: (kind: SourceKind) => SourceKind; errors?: unknown[] },
  ): RunningSources;
  /** Types of the steps of every ticket, by its id. */
  lives(ids: readonly string[]): Promise<Map<string, Step[]>>;
  stop(): Promise<void>;
}

/** Starts one, in a folder of its own. */
export async function sourceCity(clock: Clock): Promise<SourceCity> {
  const profiles = profilesWith('polled', []);
  const data = mkdtempSync(join(tmpdir(), 'hotline-wall-test-'));
  const config = readConfig(['--city', 'polled', '--data', data, '--port', '0'], {
    CITIES_DIR: profiles.dir,
    LOG_LEVEL: 'silent',
    // What is followed here is what sources tell, not what the wall reads in it.
    READ_TEXTS: 'off',
  });
  const app = await startApp(config, clock);
  const city = app.cities.get('polled')!;
  const kinds = await findSources();
  return {
    app,
    city,
    kinds,
    follow(sources, { every = 1, env = {}, wrap = (kind: SourceKind) => kind, errors = [] } = {}) {
      const profile = checkCity('polled', { ...city.loaded.city, sources });
      checkSources(profile.sources, kinds, env);
      return startSources({
        city: profile,
        log: city.log,
        state: app.state,
        running: city,
        kinds: new Map([...kinds].map(([name, kind]) => [name, wrap(kind)])),
        secret: 'of the test',
        env,
        heard: () => undefined,
        every,
        pause: 1,
        onError: (error) => void errors.push(error),
      });
    },
    async lives(ids) {
      await city.folded();
      const records = await city.records('ticket', ids);
      return new Map(records.map(({ row, steps }) => [row.id, steps]));
    },
    async stop() {
      await app.stop();
      profiles.remove();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
