/** A simulated city of its own for pictures: temporary data, a free port, a clock that says a Saturday afternoon. */
import { figures, testHome } from '../../tests/support/server.ts';
import { tellStory } from './story.ts';

const NOW = '2026-11-21T14:32:07+08:00';
/** The past of the city is written and folded within this, or never. */
const LIMIT = 12 * 60_000;
/** What comes in now and then goes on; the past comes by thousands. */
const LIVE_AT_MOST = 60;
const STABLE = 3000;

export interface City {
  address: string;
  /** Key of a desk. */
  desk: string;
  /** Lets something happen that the wall warns of. Resolves when it does. */
  story(): Promise<void>;
  end(): Promise<void>;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves when all of the log is folded, all texts are read, and only live facts have come for three seconds. */
async function filled(address: string, city: string): Promise<void> {
  const end = Date.now() + LIMIT;
  let taken = 0;
  let since = Date.now();
  for (;;) {
    const now = await figures(address, city);
    // What is made of texts goes on for minutes after the last of them came.
    const facts = now['tickets']! + now['calls']! + now['mentions']!;
    const done = facts > 0 && now['log_head']! - now['folded']! < LIVE_AT_MOST && now['to_read'] === 0;
    if (!done || facts - taken > LIVE_AT_MOST) [taken, since] = [facts, Date.now()];
    else if (Date.now() - since >= STABLE) return;
    if (Date.now() > end) throw new Error(`the city's past was not ready in time: ${JSON.stringify(now)}`);
    await wait(500);
  }
}

/**
 * Starts the server with a simulated city and waits for its past; `empty`: without any. A story can only be told in Wuxi.
 */
export async function startCity(id = 'wuxi', empty = false): Promise<City> {
  const home = await testHome(id);
  const begun = Date.now();
  const server = await home
    .start({ args: [...(empty ? [] : ['--simulate']), '--now', NOW] })
    .catch((error: unknown) => {
      home.remove();
      throw error;
    });
  const end = async (): Promise<void> => {
    await server.stop();
    home.remove();
  };
  try {
    if (!empty) await filled(server.address, id);
  } catch (error) {
    // What the server itself says of it, if anything.
    console.error(server.errors());
    await end();
    throw error;
  }
  /** The city's clock at the latest: it started a little after this program did. */
  const now = (): number => Date.parse(NOW) + (Date.now() - begun);
  const story = (): Promise<void> => tellStory({ address: server.address, token: home.token, admin: home.admin, now });
  return { address: server.address, desk: home.admin, story, end };
}
