/** The thread that reads for all cities of a server, a call at a time. What it makes of what it reads is in clerk.ts. */
import { parentPort } from 'node:worker_threads';
import { Clerk } from './clerk.ts';
import type { Calls, Reply, Request } from './messages.ts';
import { segmenterOf } from './segmenter.ts';

/** Nodes looked at again at a drain: a full round of a large city in some minutes. */
const LOOKED = 100;
/** How long it measures suggestions at a drain, ms. */
const MEASURING = 100;

const port = parentPort!;
const clerks = new Map<string, Clerk>();

function clerkOf(city: string): Clerk {
  const clerk = clerks.get(city);
  if (!clerk) throw new Error(`nothing is known of ${city} yet`);
  return clerk;
}

const calls: { [C in keyof Calls]: (city: string, given: Parameters<Calls[C]>[0]) => ReturnType<Calls[C]> } = {
  open(city, profile) {
    clerks.set(city, new Clerk(profile, segmenterOf(profile)));
    return null;
  },
  restore(city, rows) {
    const clerk = clerkOf(city);
    for (const row of rows) clerk.restore(row);
    return null;
  },
  known(city, issues) {
    const clerk = clerkOf(city);
    for (const issue of issues) clerk.knows(issue);
    clerk.labels.calibrate();
    return null;
  },
  learn(city, changes) {
    const { labels } = clerkOf(city);
    for (const [before, after] of changes) labels.change(before, after);
    return null;
  },
  read(city, rows) {
    const clerk = clerkOf(city);
    for (const row of rows) clerk.read(row);
    return null;
  },
  drain(city, { now, idle, cool, calibrate }) {
    const clerk = clerkOf(city);
    const until = performance.now() + MEASURING;
    if (idle && !clerk.labels.measure(() => performance.now() < until)) clerk.look(LOOKED);
    if (calibrate) clerk.labels.calibrate();
    if (cool) clerk.cool(cool.before, cool.since);
    return { events: clerk.drain(now), figures: clerk.figures() };
  },
  close(city) {
    clerks.delete(city);
    return null;
  },
};

port.on('message', ({ id, city, call, given }: Request) => {
  let reply: Reply;
  try {
    reply = { id, value: (calls[call] as (city: string, given: unknown) => unknown)(city, given) };
  } catch (error) {
    reply = { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  port.postMessage(reply);
});
