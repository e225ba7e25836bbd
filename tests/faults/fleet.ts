/** Several servers on one Redis, each behind a cable of its own, and the balancer before them. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { balancer, type Balancer } from '../support/balancer.ts';
import { cableTo, type Cable } from '../support/cable.ts';
import { freePort } from '../support/redis.ts';
import type { TestHome, TestServer } from '../support/server.ts';

const READY_LIMIT = 120_000;

export interface Member {
  id: string;
  port: number;
  dir: string;
  /** Between it and Redis. */
  cable: Cable;
  server: TestServer | null;
  /** Stopped by SIGSTOP, or cut from Redis. */
  impaired: boolean;
}

export interface Fleet {
  members: Member[];
  balancer: Balancer;
  start(member: Member): Promise<void>;
  /** Addresses of the servers that run. */
  addresses(): string[];
  close(): Promise<void>;
}

/** Starts `size` servers. `env` is given to each. */
export async function fleet(
  home: TestHome,
  redisUrl: string,
  size: number,
  random: () => number,
  env: NodeJS.ProcessEnv = {},
): Promise<Fleet> {
  const members: Member[] = [];
  for (let i = 0; i < size; i++) {
    const dir = join(home.dir, `server-${i}`);
    mkdirSync(dir);
    const cable = await cableTo(redisUrl);
    members.push({ id: `s${i}`, port: await freePort(), dir, cable, server: null, impaired: false });
  }
  const start = async (member: Member): Promise<void> => {
    const server = await home.start({
      port: member.port,
      limit: READY_LIMIT,
      args: ['--data', member.dir],
      env: { ...env, REDIS_URL: member.cable.address.replace('http', 'redis'), SERVER_ID: member.id },
    });
    // As a balancer does: nothing is sent to a server that is not ready.
    const end = Date.now() + READY_LIMIT;
    while (!(await fetch(`${server.address}/readyz`)).ok) {
      if (Date.now() > end) throw new Error(`${member.id} never became ready\n${server.errors()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    member.server = server;
  };
  await Promise.all(members.map(start));
  const addresses = (): string[] => members.flatMap(({ server }) => (server ? [server.address] : []));
  const before = await balancer(addresses, random);
  return {
    members,
    balancer: before,
    start,
    addresses,
    async close() {
      await before.close();
      for (const { server, cable } of members) {
        server?.process.kill('SIGCONT');
        await server?.kill();
        await cable.close();
      }
    },
  };
}
