/** What of the notices that wait for one recipient goes out now, and as what. Pure. */
import { HOUR, MINUTE, SECOND } from '../../../contract/time.ts';
import type { Notice } from './notice.ts';

/** One try to send a notice. */
export interface Try {
  /** When it began, Unix ms of the machine's clock, and how long it took, ms. */
  at: number;
  ms: number;
  ok: boolean;
  /** Status of the answer; null where none came. */
  status: number | null;
  said: string;
  /** It may have arrived although nobody said so. */
  perhaps?: true;
  /** How many notices were in the same message. */
  together: number;
}

/** A notice on its way to a recipient. */
export interface Item {
  recipient: string;
  notice: Notice;
  /** The recipient does not know yet that the alert is open: this notice would be the first to say so. */
  opens: boolean;
  /** When it was put in, and when it may be sent, Unix ms of the machine's clock. */
  queued: number;
  due: number;
  tries: Try[];
}

export type Waiting = { id: string } & Item;

/** Tries of a notice, and its age, at which it is given up. */
export const MAX_TRIES = 10;
export const MAX_AGE = 24 * HOUR;
/** The pause after the first failure, and the longest. */
const PAUSE = 10 * SECOND;
const LONGEST = HOUR;
/** Notices of one digest at most, so that a message has a bound. */
const DIGEST = 500;

/** The pause after so many failures, ms: twice as long each time, a random half of it left out. `random` gives 0 to 1. */
export const pauseAfter = (failures: number, random: () => number): number =>
  Math.round(Math.min(LONGEST, PAUSE * 2 ** (failures - 1)) * (0.5 + random() / 2));

/** What became outdated while it waited. */
export interface Sifted {
  /** What goes on waiting; where it stands for dropped ones, with `opens` as theirs. */
  keep: Waiting[];
  drop: { item: Waiting; why: string }[];
}

/**
 * Sifts what waits for one recipient, in the order of the steps. Of one alert only the last notice stays, since it says
 * how the alert stands. Where an alert began and ended before anything was sent of it, nothing stays.
 */
export function sift(waiting: readonly Waiting[]): Sifted {
  const byAlert = new Map<string, Waiting[]>();
  for (const item of waiting) {
    const known = byAlert.get(item.notice.alert);
    if (known) known.push(item);
    else byAlert.set(item.notice.alert, [item]);
  }
  const sifted: Sifted = { keep: [], drop: [] };
  for (const items of byAlert.values()) {
    const last = items.at(-1)!;
    const earlier = items.slice(0, -1);
    const opens = items[0]!.opens && !earlier.some(({ tries }) => tries.some(({ perhaps }) => perhaps));
    const over = last.notice.kind === 'resolved';
    const why = over ? 'it was resolved before this was sent' : 'a later step is told instead';
    sifted.drop.push(...earlier.map((item) => ({ item, why })));
    if (over && opens && earlier.length > 0)
      sifted.drop.push({ item: last, why: 'nothing was ever sent of this alert' });
    else sifted.keep.push(earlier.length > 0 && last.opens !== opens ? { ...last, opens } : last);
  }
  return sifted;
}

/** When messages went out to whom since `from`, by the tries of their notices: a digest is one message. */
export function sentSince(items: readonly Pick<Item, 'recipient' | 'tries'>[], from: number): Map<string, number[]> {
  const seen = new Map<string, number>();
  const sent = new Map<string, number[]>();
  for (const { recipient, tries } of items) {
    for (const { at, together } of tries) {
      if (at <= from) continue;
      const message = `${recipient} ${at} ${together}`;
      const count = seen.get(message) ?? 0;
      seen.set(message, count + 1);
      // The first notice of every message stands for it.
      if (count % together === 0) sent.set(recipient, [...(sent.get(recipient) ?? []), at]);
    }
  }
  return sent;
}

/** How many messages a recipient may still have at this moment: the minute that ends now counts. */
export const allowanceOf = (sent: readonly number[], perMinute: number, now: number): number =>
  Math.max(0, perMinute - sent.filter((at) => at > now - MINUTE).length);

/**
 * Makes messages of the notices that are due: one each while that is allowed, and else the gravest one by one and all
 * others as one digest. What is too much even for that waits.
 */
export function lotsOf(due: readonly Waiting[], allowance: number): Waiting[][] {
  if (allowance === 0) return [];
  if (due.length <= allowance) return due.map((item) => [item]);
  const gravest = [...due].sort((a, b) => a.notice.level - b.notice.level || (a.id < b.id ? -1 : 1));
  const inTime = (items: Waiting[]): Waiting[] => items.sort((a, b) => (a.id < b.id ? -1 : 1));
  const alone = inTime(gravest.slice(0, allowance - 1));
  const digest = inTime(gravest.slice(allowance - 1, allowance - 1 + DIGEST));
  return [...alone.map((item) => [item]), digest];
}
