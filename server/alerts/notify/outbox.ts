/**
 * The outbox of a city: notices wait in it until their recipients have them. It survives a restart and changes hands with
 * the lease. A notice goes out at least once: one whose answer was lost is sent again.
 */
import { MINUTE } from '../../../contract/time.ts';
import type { Clock } from '../../clock.ts';
import type { Lease } from '../../lease/lease.ts';
import type { State } from '../../state/state.ts';
import type { Channel, Verdict } from './channel.ts';
import type { SendHttp } from './http.ts';
import type { Notice, Place } from './notice.ts';
import { allowanceOf, lotsOf, MAX_AGE, MAX_TRIES, pauseAfter, sift, type Try, type Waiting } from './plan.ts';
import { PER_MINUTE, recipientOf, withoutSecrets, type Recipient } from './recipients.ts';
import { Records } from './records.ts';
import { errorOf } from './unreached.ts';

export interface OutboxParts {
  place: Place;
  state: State;
  lease: Pick<Lease, 'token'>;
  /** The machine's time: receivers count and check by it, whatever the city's clock shows. */
  machine: Clock;
  channels: ReadonlyMap<string, Channel>;
  http: SendHttp;
  /** 0 to 1, for the jitter of pauses. */
  random(): number;
  onError(error: unknown): void;
  /** Notices that may wait, and that are kept when they are done. */
  bounds?: { waiting: number; kept: number };
}

/** A notice to be put in. The same `id` again changes nothing. */
export interface Letter {
  /** Begins with the time, so that ids are in the order of the steps. */
  id: string;
  recipient: string;
  notice: Notice;
  opens: boolean;
}

export interface Outbox {
  /** Takes it over: reads what waits. Needed once each time the lease is gained, before anything else. */
  load(): Promise<void>;
  /** Resolves when the letters are kept. Rejects with StateUnavailable. */
  enqueue(letters: readonly Letter[]): Promise<void>;
  /** Sends what is due, each recipient by itself; resolves when that is through. Nothing without the lease. */
  work(): Promise<void>;
  /** Figures for whoever watches over it: what waits, and what became of the others since the start. */
  figures(): Record<'waiting' | 'sent' | 'failed' | 'dropped', number>;
  /** Resolves when nothing is being sent any more. */
  close(): Promise<void>;
}

const BOUNDS = { waiting: 10_000, kept: 2_000 };
/** A receiver that goes on refusing for its rate is left alone for so long at most, ms. */
const LONGEST_SHUT = 10 * MINUTE;

export function openOutbox(parts: OutboxParts): Outbox {
  const { place, state, lease, machine, channels, http, random, onError, bounds = BOUNDS } = parts;
  const records = new Records({ state, city: place.id, kept: bounds.kept, onError });
  const counts = { sent: 0, failed: 0, dropped: 0 };
  const serving = new Map<string, Promise<void>>();
  const inFlight = new Set<string>();
  /** When each recipient was sent something, and until when it is left alone because it refused for its rate. */
  let sent = new Map<string, number[]>();
  const shut = new Map<string, { until: number; times: number }>();
  let loaded: number | null = null;
  let closed = false;
  const holding = (): boolean => !closed && loaded !== null && lease.token === loaded;

  const finish = async (item: Waiting, outcome: keyof typeof counts, why?: string): Promise<void> => {
    counts[outcome]++;
    await records.finish(item, { outcome, ...(why !== undefined && { why }), ended: machine.now() });
  };

  /** Lets the oldest of the lowest level go where too many wait. */
  async function bound(): Promise<void> {
    const excess = records.waiting.size - bounds.waiting;
    if (excess <= 0) return;
    const free = [...records.waiting.values()].filter(({ id }) => !inFlight.has(id));
    free.sort((a, b) => b.notice.level - a.notice.level || (a.id < b.id ? -1 : 1));
    const going = free.slice(0, excess);
    for (const item of going) await finish(item, 'dropped', 'too many notices wait');
    onError(new Error(`${place.id}: ${going.length} notices were dropped, since more than ${bounds.waiting} wait`));
  }

  /** What goes out next to this recipient, after what is outdated or too old is out of the way. */
  async function next(recipient: string): Promise<{ to: Recipient; channel: Channel; lot: Waiting[] } | null> {
    const now = machine.now();
    const mine = [...records.waiting.values()].filter((item) => item.recipient === recipient);
    const { keep, drop } = sift(mine.sort((a, b) => (a.id < b.id ? -1 : 1)));
    for (const { item, why } of drop) await finish(item, 'dropped', why);
    const fresh: Waiting[] = [];
    for (const item of keep) {
      if (now - item.queued >= MAX_AGE) await finish(item, 'failed', 'it could not be sent within 24 hours');
      else fresh.push(item);
      if (records.waiting.has(item.id) && records.waiting.get(item.id) !== item) await records.keep(item);
    }
    const due = fresh.filter((item) => item.due <= now);
    if (due.length === 0 || (shut.get(recipient)?.until ?? 0) > now) return null;
    const to = await recipientOf(state, place.id, recipient);
    const channel = to && channels.get(to.channel);
    if (!to || !channel) {
      const why = to ? `there is no channel ${to.channel}` : 'there is no such recipient any more';
      for (const item of fresh) await finish(item, 'dropped', why);
      return null;
    }
    const [lot] = lotsOf(due, allowanceOf(sent.get(recipient) ?? [], to.perMinute ?? PER_MINUTE, now));
    return lot ? { to, channel, lot } : null;
  }

  async function ask(to: Recipient, channel: Channel, lot: readonly Waiting[], now: number): Promise<Verdict> {
    const telling = { receiver: to.id, locale: to.locale, place, notices: lot.map(({ notice }) => notice) };
    try {
      return await channel.send(telling, to.settings, { http, now });
    } catch (error) {
      onError(error);
      return { ok: false, status: null, said: errorOf(error).said };
    }
  }

  /** Sends one message and notes what became of it. Returns whether it was taken. */
  async function send(to: Recipient, channel: Channel, lot: readonly Waiting[]): Promise<boolean> {
    const at = machine.now();
    const recent = (sent.get(to.id) ?? []).filter((time) => time > at - MINUTE);
    sent.set(to.id, [...recent, at]);
    for (const { id } of lot) inFlight.add(id);
    const { ok, status, said, perhaps, wait } = await ask(to, channel, lot, at);
    const now = machine.now();
    const one: Try = {
      at,
      ms: now - at,
      ok,
      status,
      said: withoutSecrets(said, to, channel),
      together: lot.length,
      ...(perhaps && { perhaps }),
    };
    if (wait === undefined) shut.delete(to.id);
    else {
      const times = (shut.get(to.id)?.times ?? 0) + 1;
      shut.set(to.id, { until: now + Math.max(wait, Math.min(LONGEST_SHUT, wait * 2 ** (times - 1))), times });
    }
    for (const item of lot) {
      const tried = { ...item, tries: [...item.tries, one] };
      if (ok) await finish(tried, 'sent');
      else if (tried.tries.length >= MAX_TRIES) await finish(tried, 'failed', `${MAX_TRIES} tries failed`);
      else await records.keep({ ...tried, due: now + Math.max(pauseAfter(tried.tries.length, random), wait ?? 0) });
      inFlight.delete(item.id);
    }
    return ok;
  }

  async function serve(recipient: string): Promise<void> {
    try {
      // Planned anew after each message: what comes meanwhile may change what is to be said.
      while (holding()) {
        const todo = await next(recipient);
        if (!todo || !holding() || !(await send(todo.to, todo.channel, todo.lot))) return;
      }
    } catch (error) {
      onError(error);
    } finally {
      serving.delete(recipient);
    }
  }

  return {
    async load() {
      const { token } = lease;
      sent = await records.load(machine.now());
      loaded = token;
    },
    async enqueue(letters) {
      const now = machine.now();
      await records.add(letters.map((letter) => ({ ...letter, queued: now, due: now, tries: [] })));
      await bound();
    },
    async work() {
      if (!holding()) return;
      await records.flush();
      for (const recipient of new Set(Array.from(records.waiting.values(), (item) => item.recipient)))
        if (!serving.has(recipient)) serving.set(recipient, serve(recipient));
      await Promise.all(serving.values());
    },
    figures: () => ({ waiting: records.waiting.size, ...counts }),
    async close() {
      closed = true;
      await Promise.all(serving.values());
      await records.flush().catch(onError);
    },
  };
}
