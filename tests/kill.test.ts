import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CountAnswer } from '../contract/query.ts';
import { ask, post, settled, testHome, type TestHome, type TestServer } from './support/server.ts';
import { lifeEvent } from './support/events.ts';

/** `KILLS=50` is the long run; this one is for every day. */
const KILLS = Number(process.env.KILLS ?? 25);
/** Fifty starts take minutes on a busy machine. */
const LIMIT = 20 * 60_000;
const LIVES = 7;

describe('kill -9 under load', () => {
  let home: TestHome;
  let server: TestServer | undefined;
  beforeAll(async () => void (home = await testHome()));
  afterAll(async () => {
    await server?.stop();
    home.remove();
  });

  it(
    `[E2] [E3] loses nothing acknowledged and counts nothing twice over ${KILLS} kills at random moments`,
    async () => {
      const now = Date.now();
      /** Next event never sent yet; batches that were not acknowledged are sent again after the restart. */
      let next = 0;
      const acknowledged = new Set<number>();
      const unsure: number[][] = [];
      for (let kill = 0; kill < KILLS; kill++) {
        server = await home.start();
        const { address } = server;
        let dead = false;
        const feeder = async (): Promise<void> => {
          while (!dead) {
            const batch = unsure.pop() ?? Array.from({ length: 70 }, () => next++);
            try {
              const { status, body } = await post(
                address,
                home.token,
                batch.map((n) => lifeEvent(n, now)),
              );
              if (status !== 200) throw new Error(`answered ${status}`);
              expect(body.taken + body.known).toBe(batch.length);
              for (const n of batch) acknowledged.add(n);
            } catch (error) {
              unsure.push(batch);
              if (!dead && !(error instanceof TypeError)) throw error;
            }
          }
        };
        const feeders = [feeder(), feeder(), feeder()];
        await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 400));
        dead = true;
        await server.kill();
        await Promise.all(feeders);
      }
      server = await home.start();
      for (const batch of unsure) {
        await post(
          server.address,
          home.token,
          batch.map((n) => lifeEvent(n, now)),
        );
        for (const n of batch) acknowledged.add(n);
      }
      expect(acknowledged.size).toBe(next);
      const tickets = Math.ceil(next / LIVES);
      const rated = [...acknowledged].filter((n) => n % LIVES === LIVES - 1).length;
      const live = await settled(server.address);
      // The wall writes of its own what it reads in the texts.
      expect(live['log_head']).toBeGreaterThanOrEqual(next);
      const count = async (measure: string) =>
        (await ask<CountAnswer>(server!.address, '/api/v1/query/count', { city: 'wuxi', measure })).total;
      expect((await count('accepted'))[0]).toBe(tickets);
      expect((await count('satisfaction'))[1]).toBe(rated);
      // What was sent before every kill is known, whatever server took it.
      const again = await post(
        server.address,
        home.token,
        Array.from({ length: 700 }, (_, n) => lifeEvent(n, now)),
      );
      expect(again.body).toMatchObject({ taken: 0, known: 700 });
      console.log(`${KILLS} kills, ${next} events acknowledged, 0 lost, 0 twice`);
    },
    LIMIT,
  );
});
