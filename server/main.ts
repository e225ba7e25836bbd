/** Reads the configuration, starts the server, and ends it gracefully. */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startApp, type App } from './app.ts';
import { scaledClock, systemClock } from './clock.ts';
import { ConfigError, HELP, readConfig, type Config, type Simulation } from './config.ts';
import { ProfileError } from './city/load.ts';
import { MODULE } from './worker.ts';

/** A stop that takes longer than this is cut off, ms. */
const STOP_LIMIT = 15_000;

/** Runs the simulated upstream systems of a city as a program of their own, with a key like any other's. */
async function simulate(
  app: App,
  city: string,
  simulation: Simulation,
  origin: string,
  speed: number,
): Promise<ChildProcess> {
  const name = 'simulated feeds';
  for (const key of await app.state.keys.list())
    if (key.name === name && key.city === city && key.revoked === null) await app.keys.revoke(key.id);
  const { token } = await app.keys.create({ name, city, sources: null, role: 'intake' });
  const args = [
    ...(MODULE === '.ts' ? ['--import', 'tsx'] : []), fileURLToPath(new URL(`../mock-feeds/main${MODULE}`, import.meta.url)),
    '--city', city, '--url', app.address, '--seed', String(simulation.seed), '--scenario', simulation.scenario,
    '--backfill-days', String(simulation.backfillDays), '--clock-origin', origin, '--speed', String(speed),
  ]; // prettier-ignore
  return spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, HOTLINE_KEY: token } });
}

async function main(config: Config): Promise<void> {
  const real = Date.now();
  const start = config.startAt ?? real;
  const clock = config.speed === 1 && start === real ? systemClock : scaledClock(real, start, config.speed);
  const app = await startApp(config, clock);
  console.log(`hotline-wall is at ${app.address}`);
  const children: ChildProcess[] = [];
  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_LIMIT).unref();
    for (const child of children) child.kill('SIGTERM');
    await app.stop();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));
  if (!config.simulate) return;
  for (const city of config.cities) {
    const child = await simulate(app, city, config.simulate, `${real}:${start}`, config.speed);
    child.on('exit', (code) => {
      if (!stopping)
        console.error(
          `the simulated feeds of ${city} ended (${code}); the wall goes on and will say that they are silent`,
        );
    });
    children.push(child);
  }
}

process.on('unhandledRejection', (error) => {
  console.error(error);
  process.exit(1);
});

if (process.argv.includes('--help')) console.log(HELP);
else {
  try {
    await main(readConfig(process.argv.slice(2), process.env));
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof ProfileError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}
