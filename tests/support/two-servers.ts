/** Two servers on one Redis, each with data of its own, which show one city. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, testRedis } from './redis.ts';
import { testHome, type TestHome, type TestServer } from './server.ts';

export interface TwoServers {
  home: TestHome;
  /** Those that run; a test may end them or put others in their places. */
  servers: TestServer[];
  /** Ends them and their Redis, and takes their folder away. */
  close(): Promise<void>;
}

/** Starts them one after the other. Throws when a part does not come up, after it has ended those that did. */
export async function twoServers(): Promise<TwoServers> {
  const redis = await testRedis();
  let home: TestHome | undefined;
  const servers: TestServer[] = [];
  const close = async (): Promise<void> => {
    for (const server of servers) await server.kill();
    home?.remove();
    await redis.remove();
  };
  try {
    home = await testHome('wuxi', redis.url);
    for (const name of ['a', 'b']) {
      mkdirSync(join(home.dir, name));
      const args = ['--data', join(home.dir, name)];
      servers.push(await home.start({ port: await freePort(), args, env: { SERVER_ID: name } }));
    }
    return { home, servers, close };
  } catch (error) {
    await close();
    throw error;
  }
}
