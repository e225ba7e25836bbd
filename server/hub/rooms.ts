/**
 * Rooms: the topics of a scene under one name. Many viewers join one room; what changed in it within a tick is
 * computed and encoded once. Topics are kept only while someone looks, and a while longer. Knows no Socket.IO.
 */
import { createHash } from 'node:crypto';
import type { Frame, JoinReply, JoinRequest } from '../../contract/protocol.ts';
import { BEAT } from '../../contract/protocol.ts';
import type { Json } from '../../contract/text.ts';
import { topicKey, type Topic } from '../../contract/topic.ts';
import { ConditionError } from '../../contract/condition.ts';
import type { Change } from '../facts/store.ts';
import { LiveTopic, type Rows } from '../views/live.ts';
import type { View, ViewContext } from '../views/view.ts';
import { wait } from './pace.ts';

/** Distinct topics that may be live at once in a city; a join beyond them is refused. */
const MAX_TOPICS = 2000;
/** A room nobody looks at is kept for so long, ms of machine time, so that a reload finds it warm. */
const LINGER = 60_000;
/** Another server that said nothing of its viewers for so long has none, ms of machine time. */
const FAR_SILENT = 4000;

/** What the hub asks of a city: of its own rooms, or of those of another server that follows the city. */
export interface TopicRooms {
  /** Opens (or finds) the room of these topics and answers with what the viewer needs. Call `enter` and `leave` around it. */
  join(request: JoinRequest): Promise<JoinReply>;
  enter(name: string): void;
  leave(name: string): void;
  /** The Socket.IO room in which this server's viewers of a room are. */
  channel(name: string): string;
}

/** Viewers of a room at servers that do not follow the city. */
export const farChannel = (name: string): string => `far:${name}`;

interface Room {
  name: string;
  topics: LiveTopic[];
  keys: string[];
  /** Viewers at this server, and at others that do not follow the city, by their ids. */
  near: number;
  far: Map<string, number>;
  /** Machine time at which the last viewer left. */
  emptySince: number;
  frame: number;
  lastSent: number;
}

export interface RoomsOptions {
  city: string;
  epoch: string;
  views: ReadonlyMap<string, View>;
  context: ViewContext;
  rows: Rows;
  /** The city's clock. */
  now(): number;
  /** Log position that the facts include. */
  log(): number;
  /** Machine time, ms, for pacing only. */
  machine?: () => number;
  /** Sends a frame to viewers at this server, and to those at others. */
  send(frame: Frame, to: { near: boolean; far: boolean }): void;
  onError?: (error: unknown) => void;
}

const viewersOf = ({ near, far }: Room): number => [...far.values()].reduce((sum, count) => sum + count, near);

export class Rooms implements TopicRooms {
  readonly #rooms = new Map<string, Room>();
  readonly #topics = new Map<string, { topic: LiveTopic; uses: number }>();
  readonly #options: RoomsOptions & { machine: () => number };
  /** When each other server last told of its viewers, machine time. */
  readonly #told = new Map<string, number>();
  #timer: NodeJS.Timeout | NodeJS.Immediate | null = null;
  #lastFlush = -Infinity;
  #moves = 0;
  #now: number;

  constructor(options: RoomsOptions) {
    this.#options = { machine: () => performance.now(), ...options };
    this.#now = options.now();
  }

  get viewers(): number {
    let all = 0;
    for (const room of this.#rooms.values()) all += viewersOf(room);
    return all;
  }
  get liveTopics(): number {
    return this.#topics.size;
  }

  async join(request: JoinRequest): Promise<JoinReply> {
    const { epoch, city } = this.#options;
    const keys = request.topics.map(topicKey);
    const name = `${city}:${createHash('sha256').update(keys.join('\n')).digest('base64url').slice(0, 22)}`;
    let room = this.#rooms.get(name);
    if (!room) {
      const fresh = new Set(keys.filter((key) => !this.#topics.has(key)));
      if (this.#topics.size + fresh.size > MAX_TOPICS) {
        return { error: { path: '/topics', rule: `at most ${MAX_TOPICS} different topics are live at once` } };
      }
      const topics = request.topics.map((topic, i) => this.#acquire(keys[i]!, topic));
      const machine = this.#options.machine();
      room = { name, topics, keys, near: 0, far: new Map(), emptySince: machine, frame: 0, lastSent: machine };
      this.#rooms.set(name, room);
    }
    const outcomes = await Promise.allSettled(room.topics.map((topic) => topic.ready));
    const failed = outcomes.findIndex((outcome) => outcome.status === 'rejected');
    if (failed >= 0) {
      if (viewersOf(room) === 0) this.#close(room);
      const { reason } = outcomes[failed] as PromiseRejectedResult;
      if (reason instanceof ConditionError)
        return { error: { path: `/topics/${failed}${reason.path}`, rule: reason.rule } };
      this.#options.onError?.(reason);
      return { error: { path: `/topics/${failed}`, rule: 'this topic could not be computed' } };
    }
    if (!this.#rooms.has(name)) return this.join(request);
    const have = request.have?.epoch === epoch ? request.have.seqs : [];
    const joined = room.topics.map((topic, i) => topic.join(have[i] ?? -1));
    return { room: name, epoch, frame: room.frame, clock: this.#now, log: this.#options.log(), topics: joined };
  }

  enter(name: string): void {
    const room = this.#rooms.get(name);
    if (room) room.near++;
  }

  leave(name: string): void {
    const room = this.#rooms.get(name);
    if (!room) return;
    room.near--;
    this.#emptied(room);
  }

  channel(name: string): string {
    return name;
  }

  /** Takes note of the viewers that another server has, by room; what it does not name it has none of. */
  lookedAt(server: string, counts: Readonly<Record<string, number>>): void {
    this.#told.set(server, this.#options.machine());
    for (const room of this.#rooms.values()) {
      const count = counts[room.name] ?? 0;
      if (count > 0) room.far.set(server, count);
      else if (room.far.delete(server)) this.#emptied(room);
    }
  }

  #emptied(room: Room): void {
    if (viewersOf(room) === 0) room.emptySince = this.#options.machine();
  }

  #acquire(key: string, topic: Topic): LiveTopic {
    let entry = this.#topics.get(key);
    if (!entry) {
      const { views, context, rows } = this.#options;
      const live = new LiveTopic(topic, views.get(topic.view)!, context, rows, this.#now, () => this.#schedule());
      this.#topics.set(key, (entry = { topic: live, uses: 0 }));
    }
    entry.uses++;
    return entry.topic;
  }

  #close(room: Room): void {
    if (!this.#rooms.delete(room.name)) return;
    for (const key of room.keys) {
      const entry = this.#topics.get(key)!;
      if (--entry.uses === 0) this.#topics.delete(key);
    }
  }

  /** Takes in changes of facts. */
  apply(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    for (const { topic } of this.#topics.values()) topic.apply(changes);
  }

  /** Has the topics of a view look anew now and not only at the next beat: what they show changed beside the facts. */
  stir(view: Topic['view']): void {
    for (const { topic } of this.#topics.values()) if (topic.topic.view === view) topic.advance(this.#now);
  }

  /** Moves windows on, sends signs of life, and lets go of rooms that nobody looks at. Call it once a second. */
  beat(): void {
    this.#now = Math.max(this.#now, this.#options.now());
    for (const { topic } of this.#topics.values()) topic.advance(this.#now);
    const machine = this.#options.machine();
    for (const [server, at] of this.#told) {
      if (machine - at <= FAR_SILENT) continue;
      this.lookedAt(server, {});
      this.#told.delete(server);
    }
    for (const room of this.#rooms.values()) {
      if (viewersOf(room) === 0) {
        if (machine - room.emptySince > LINGER) this.#close(room);
      } else if (machine - room.lastSent >= BEAT * 0.9) this.#send(room);
    }
  }

  #schedule(): void {
    if (this.#timer) return;
    const delay = wait(this.#options.machine(), this.#lastFlush, this.viewers);
    const flush = (): void => {
      this.#timer = null;
      this.flush();
    };
    this.#timer = delay === 0 ? setImmediate(flush) : setTimeout(flush, delay);
  }

  /** Sends what changed. Each dirty topic is computed once, each room's frame is made once. */
  flush(): void {
    this.#lastFlush = this.#options.machine();
    const deltas = new Map<LiveTopic, [seq: number, patch: Json]>();
    for (const { topic } of this.#topics.values()) {
      if (!topic.dirty) continue;
      const patch = topic.flush();
      if (patch !== undefined) deltas.set(topic, [topic.seq, patch]);
    }
    if (deltas.size === 0) return;
    for (const room of this.#rooms.values()) {
      const topics: Record<string, [number, Json]> = {};
      let any = false;
      room.topics.forEach((topic, i) => {
        const delta = deltas.get(topic);
        if (!delta) return;
        topics[i] = delta;
        any = true;
      });
      if (!any) continue;
      room.frame++;
      if (viewersOf(room) > 0) this.#send(room, topics);
    }
  }

  #send(room: Room, topics?: Frame['topics']): void {
    const { epoch, log, send } = this.#options;
    room.lastSent = this.#options.machine();
    const frame: Frame = {
      room: room.name,
      epoch,
      frame: room.frame,
      clock: Math.max(this.#now, this.#options.now()),
      log: log(),
      ...(topics && { topics }),
    };
    send(frame, { near: room.near > 0, far: room.far.size > 0 });
  }

  /** Has all viewers join again: an epoch that nobody has can be no continuation. */
  rejoin(): void {
    const epoch = `${this.#options.epoch}.moved-${++this.#moves}`;
    for (const room of this.#rooms.values())
      if (viewersOf(room) > 0)
        this.#options.send({ room: room.name, epoch, frame: 0, clock: this.#now, log: -1 }, { near: room.near > 0, far: room.far.size > 0 }); // prettier-ignore
  }

  close(): void {
    if (!this.#timer) return;
    clearTimeout(this.#timer as NodeJS.Timeout);
    clearImmediate(this.#timer as NodeJS.Immediate);
  }
}
