/**
 * The live room of one screen as a pure state machine (rules T1, T2, W1; contract/SPEC.md, "Topics").
 *
 * A screen joins all its topics as one room and follows the room's frames. What does not follow (a frame number,
 * a topic's seq, another epoch) is never shown: the screen joins again with what it holds. All times called `at`
 * are of one monotonic local clock, ms; `clock` is the city's, Unix ms.
 */
import { apply } from '../../contract/patch.ts';
import { BEAT } from '../../contract/beat.ts';
import type { Frame, JoinReply, JoinRequest } from '../../contract/protocol.ts';
import { isReplay } from '../../contract/replay-id.ts';
import { topicKey } from '../../contract/topic-key.ts';
import type { Topic } from '../../contract/topic.ts';
import type { Json } from '../../contract/text.ts';

/** A value and the seq at which the hub had exactly this value (in the epoch of the state). */
export interface Held {
  seq: number;
  value: Json;
}

/** The room that is followed. `keys` are the topics by the index under which frames name them. */
interface Room {
  id: string;
  frame: number;
  keys: readonly string[];
}

/** A join on its way. `base` is what was held when it was asked: deltas of the answer are over that. */
interface Asked {
  id: number;
  keys: readonly string[];
  epoch: string | null;
  base: ReadonlyMap<string, Held>;
  /** Frames heard meanwhile; those of the room joined that follow the answer are taken after it. */
  early: readonly Frame[];
}

export interface LiveState {
  city: string;
  connected: boolean;
  wanted: ReadonlyMap<string, Topic>;
  /** Topics that the hub refused, with its rule; they are left out so that the others live on. */
  refused: ReadonlyMap<string, string>;
  /** null: no room, or one that could not be followed. */
  room: Room | null;
  epoch: string | null;
  held: ReadonlyMap<string, Held>;
  asked: Asked | null;
  /** Joins asked so far: the id of the latest. */
  asks: number;
  /** Joins in a row that were not followed by a good frame. */
  misses: number;
  /** Log position that the values held include. */
  log: number;
  /** Local time of the last good answer or frame; null before the first. */
  heard: number | null;
  /** The city's clock in it. */
  clock: number;
  /** The replay that the values held are of; null: they are of the present. */
  replay: string | null;
}

export type LiveEvent =
  | { type: 'connected'; at: number }
  | { type: 'disconnected'; at: number }
  | { type: 'want'; topics: readonly Topic[]; at: number }
  | { type: 'reply'; id: number; reply: JoinReply; at: number }
  /** No answer to a join in time. */
  | { type: 'unanswered'; id: number; at: number }
  | { type: 'frame'; frame: Frame; at: number }
  /** Time passes. */
  | { type: 'tick'; at: number };

/** What the shell does. `after`: wait about so many ms first (the shell adds jitter). */
export type LiveEffect =
  { do: 'join'; id: number; request: JoinRequest; after: number } | { do: 'leave'; room: string } | { do: 'reconnect' };

type Next = [LiveState, LiveEffect[]];

/** Silence after which a screen is cut off, ms: three signs of life, less what a busy screen takes to say so (W1). */
export const SILENCE = 3 * BEAT - 400;
const EARLY_LIMIT = 500;
const MAX_TOPICS = 64;
const NO_HELD: ReadonlyMap<string, Held> = new Map();

/** The state before anything was heard. */
export function begin(city: string): LiveState {
  return {
    city,
    connected: false,
    wanted: new Map(),
    refused: new Map(),
    room: null,
    epoch: null,
    held: NO_HELD,
    asked: null,
    asks: 0,
    misses: 0,
    log: -1,
    heard: null,
    clock: 0,
    replay: isReplay(city) ? city : null,
  };
}

/** One event: the next state and what is to be done. Never throws on what a hub may send. */
export function step(state: LiveState, event: LiveEvent): Next {
  switch (event.type) {
    case 'connected':
      return ask({ ...state, connected: true, room: null, asked: null, misses: 0 });
    case 'disconnected':
      return [{ ...state, connected: false, room: null, asked: null }, []];
    case 'want':
      return want(state, event.topics);
    case 'reply':
      return reply(state, event.id, event.reply, event.at);
    case 'unanswered':
      if (state.asked?.id !== event.id) return [state, []];
      // The frames of the room went on or came back: there was only an answer lost.
      if (state.room && !silent(state, event.at)) return ask({ ...state, asked: null });
      // Silence, and then a join without an answer: the connection itself is in doubt.
      if (state.misses >= 1) return [{ ...state, room: null, asked: null }, [{ do: 'reconnect' }]];
      return again({ ...state, asked: null });
    case 'frame':
      return frame(state, event.frame, event.at);
    case 'tick': {
      if (!silent(state, event.at) || !state.connected || state.asked || state.wanted.size === 0) return [state, []];
      // The room is kept beside the join: if its frames come back and follow, they are as good as an answer.
      const [next, effects] = again(state);
      return [{ ...next, room: state.room }, effects];
    }
  }
}

/** City clock of the last good data when the screen is cut off at this local time, else null (W1). */
export function cutSince(state: LiveState, at: number): number | null {
  if (state.heard === null) return null;
  return !state.connected || silent(state, at) ? state.clock : null;
}

/** The city's clock at this local time, Unix ms; null before anything was heard. The clock of a replay moves by what is heard only. */
export function cityClock(state: LiveState, at: number): number | null {
  if (state.replay !== null && state.heard !== null) return state.clock;
  return state.heard === null ? null : state.clock + (at - state.heard);
}

const silent = (state: LiveState, at: number): boolean => state.heard !== null && at - state.heard >= SILENCE;

function want(state: LiveState, topics: readonly Topic[]): Next {
  // Sorted, so that screens that show the same share one room.
  const wanted = new Map(topics.map((topic) => [topicKey(topic), topic] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
  const kept = [...state.held].filter(([key]) => wanted.has(key));
  const next: LiveState = { ...state, wanted, held: kept.length === state.held.size ? state.held : new Map(kept) };
  // A join on its way is waited for: its answer is followed by the join for what is wanted by then.
  return next.asked ? [next, []] : ask(next);
}

const joinable = (state: LiveState): string[] =>
  [...state.wanted.keys()].filter((key) => !state.refused.has(key)).slice(0, MAX_TOPICS);

const sameKeys = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((key, i) => key === b[i]);

/** Joins what is wanted, if that is not what is followed already. `fresh`: asks for snapshots only. */
function ask(state: LiveState, fresh = false): Next {
  const keys = joinable(state);
  if (!state.connected) return [state, []];
  if (state.room && sameKeys(state.room.keys, keys)) return [state, []];
  if (keys.length === 0) {
    return [{ ...state, room: null }, state.room ? [{ do: 'leave', room: state.room.id }] : []];
  }
  const base = fresh ? NO_HELD : state.held;
  const epoch = fresh ? null : state.epoch;
  const request: JoinRequest = { city: state.city, topics: keys.map((key) => state.wanted.get(key)!) };
  if (epoch !== null && keys.some((key) => base.has(key))) {
    request.have = { epoch, seqs: keys.map((key) => base.get(key)?.seq ?? -1) };
  }
  const id = state.asks + 1;
  const after = state.misses === 0 ? 0 : Math.min(8000, 125 * 2 ** state.misses);
  return [{ ...state, asks: id, asked: { id, keys, epoch, base, early: [] } }, [{ do: 'join', id, request, after }]];
}

/** Joins again after something that could not be followed. */
function again(state: LiveState, fresh = false): Next {
  const left: LiveState = { ...state, room: null };
  if (left.asked) return [left, []];
  const [next, effects] = ask(left, fresh);
  return [{ ...next, misses: state.misses + 1 }, effects];
}

function reply(state: LiveState, id: number, answer: JoinReply, at: number): Next {
  const { asked } = state;
  if (asked?.id !== id) return [state, []];
  const open: LiveState = { ...state, asked: null };
  if ('error' in answer) {
    const index = /^\/topics\/(\d+)/.exec(answer.error.path)?.[1];
    const key = index === undefined ? undefined : asked.keys[Number(index)];
    if (key === undefined) return again(open, true);
    return ask({ ...open, refused: new Map(state.refused).set(key, `${answer.error.path} ${answer.error.rule}`) });
  }
  const joined = joinedValues(asked, answer);
  if (!joined) return again(open, true);
  const left: LiveEffect[] = state.room && state.room.id !== answer.room ? [{ do: 'leave', room: state.room.id }] : [];
  let next: LiveState = {
    ...open,
    room: { id: answer.room, frame: answer.frame, keys: asked.keys },
    epoch: answer.epoch,
    held: joined,
    log: answer.log,
    clock: answer.clock,
    heard: at,
    replay: answer.replay ?? null,
    // Rooms of a replay begin anew whenever it is moved: to join them again, many times in a row, is no miss.
    misses: answer.replay === undefined ? open.misses : Math.min(1, open.misses),
  };
  const effects: LiveEffect[] = left;
  for (const early of asked.early) {
    if (early.room !== answer.room || (early.epoch === answer.epoch && early.frame <= answer.frame)) continue;
    const [after, more] = frame(next, early, at);
    next = after;
    effects.push(...more);
  }
  if (next.room && !next.asked && !sameKeys(joinable(next), next.room.keys)) {
    const [after, more] = ask(next);
    next = after;
    effects.push(...more);
  }
  return [next, effects];
}

/** The values that an answer stands for, or undefined where it does not fit what was asked. */
function joinedValues(asked: Asked, answer: Exclude<JoinReply, { error: unknown }>): Map<string, Held> | undefined {
  if (answer.topics.length !== asked.keys.length) return undefined;
  const held = new Map<string, Held>();
  for (const [i, topic] of answer.topics.entries()) {
    const key = asked.keys[i]!;
    if ('value' in topic) {
      held.set(key, { seq: topic.seq, value: topic.value });
      continue;
    }
    const base = asked.base.get(key);
    if (!base || asked.epoch !== answer.epoch || base.seq + topic.deltas.length !== topic.seq) return undefined;
    held.set(key, { seq: topic.seq, value: topic.deltas.reduce((value, delta) => apply(value, delta), base.value) });
  }
  return held;
}

function frame(state: LiveState, heard: Frame, at: number): Next {
  if (state.asked) {
    const early = [...state.asked.early, heard].slice(-EARLY_LIMIT);
    state = { ...state, asked: { ...state.asked, early } };
  }
  const { room } = state;
  if (!room || heard.room !== room.id) return [state, []];
  const held = follow(state, room, heard);
  if (!held) return again(state);
  return [
    {
      ...state,
      room: { ...room, frame: heard.frame },
      held,
      log: heard.log,
      clock: heard.clock,
      heard: at,
      misses: 0,
    },
    [],
  ];
}

/** All values after this frame, or undefined where any part of it does not follow: then nothing of it is shown (T2). */
function follow(state: LiveState, room: Room, heard: Frame): ReadonlyMap<string, Held> | undefined {
  if (heard.epoch !== state.epoch) return undefined;
  if (!heard.topics) return heard.frame === room.frame ? state.held : undefined;
  if (heard.frame !== room.frame + 1) return undefined;
  const held = new Map(state.held);
  for (const [index, [seq, patch]] of Object.entries(heard.topics)) {
    const key = room.keys[Number(index)];
    if (key === undefined) return undefined;
    // No longer wanted: a join without it is on its way.
    if (!state.wanted.has(key)) continue;
    const before = held.get(key);
    if (before?.seq !== seq - 1) return undefined;
    held.set(key, { seq, value: apply(before.value, patch) });
  }
  return held;
}
