/**
 * The replays of this server: each runs in a thread of its own beside the live city. They are few, and one that nobody
 * looks at ends by itself.
 */
import { randomBytes } from 'node:crypto';
import type { Worker } from 'node:worker_threads';
import type { Frame, JoinReply, JoinRequest } from '../../contract/protocol.ts';
import {
  isReplay,
  LONGEST_REPLAY,
  replayId,
  type ReplayAsk,
  type ReplayChange,
  type ReplayState,
  type ReplayTimeline,
} from '../../contract/replay.ts';
import type { CountQuery, ListQuery } from '../../contract/query.ts';
import { HttpProblem } from '../api/problem.ts';
import { PendingCalls } from '../calls.ts';
import type { RunningCity } from '../city/run.ts';
import type { TopicRooms } from '../hub/rooms.ts';
import { startWorker } from '../worker.ts';
import type { CallName, Calls, Request, Standing, Told } from './messages.ts';

/** Replays at once: each holds the facts of weeks. */
const MOST = 3;
/** A replay that nobody looks at or asks of for so long ends, ms. */
const IDLE = 10 * 60_000;
const TELL_EVERY = 1000;
const PATIENCE = 10_000;
/** What was asked before it was ended is waited for so long, ms. */
const GRACE = 2000;

export interface ReplayParts {
  cities: ReadonlyMap<string, Pick<RunningCity, 'loaded' | 'history' | 'rooms' | 'now' | 'settle' | 'alerts'>>;
  send(frame: Frame): void;
  onError(error: unknown): void;
}

/** One replay as the main thread knows it: its rooms are those of its thread. */
class Replay implements TopicRooms {
  everyone = false;
  used = performance.now();
  readonly ended: Promise<void>;
  #standing: Standing;
  readonly #viewers = new Map<string, number>();
  readonly #pending = new PendingCalls();
  /** Asked and not answered yet, but for its opening. */
  readonly #asked = new Set<Promise<unknown>>();
  readonly #telling: NodeJS.Timeout;
  #moves = 0;
  #gone = false;

  constructor(
    readonly id: string,
    readonly city: string,
    private readonly range: { from: number; to: number },
    private readonly thread: Worker,
    private readonly parts: Pick<ReplayParts, 'send' | 'onError'>,
  ) {
    this.#standing = { at: range.from, speed: 1, playing: false, loading: 0 };
    thread.on('message', (told: Told) => this.#hear(told));
    thread.on('error', (error) => parts.onError(new Error(`${id} failed`, { cause: error })));
    this.ended = new Promise((resolve) => {
      thread.on('exit', () => {
        this.#gone = true;
        this.#pending.refuseAll(new HttpProblem(404, '/city', 'this replay has ended'));
        resolve();
      });
    });
    this.#telling = setInterval(() => this.#tellViewers(), TELL_EVERY);
  }

  get looked(): boolean {
    return this.#viewers.size > 0;
  }
  get state(): ReplayState {
    return { id: this.id, city: this.city, ...this.range, ...this.#standing, everyone: this.everyone };
  }

  #hear(told: Told): void {
    if ('frame' in told) return this.parts.send(told.frame);
    if ('standing' in told) return void (this.#standing = told.standing);
    if ('moved' in told) return this.rejoin();
    if ('error' in told) return this.parts.onError(new Error(`${this.id}: ${told.error}`));
    if ('value' in told) return this.#pending.answer(told.id, told.value);
    const { message, path, rule } = told.failure;
    this.#pending.refuse(
      told.id,
      path === undefined ? new Error(message) : new HttpProblem(400, path, rule ?? message),
    );
  }

  /** Rejects with HttpProblem 503 when the thread does not answer in time; opening takes what it takes. */
  call<C extends CallName>(call: C, ...args: Parameters<Calls[C]>): Promise<ReturnType<Calls[C]>> {
    this.used = performance.now();
    if (this.#gone) return Promise.reject(new HttpProblem(404, '/city', 'this replay has ended'));
    const opening = call === 'open';
    const transfer = opening ? [(args[0] as Parameters<Calls['open']>[0]).history] : [];
    const answer = this.#pending.send<ReturnType<Calls[C]>>(
      (id) => this.thread.postMessage({ id, call, args } as Request, transfer),
      opening ? undefined : PATIENCE,
      () => new HttpProblem(503, '', 'the replay does not answer; ask again in a moment'),
    );
    if (!opening) {
      const over = (): void => void this.#asked.delete(answer);
      this.#asked.add(answer);
      answer.then(over, over);
    }
    return answer;
  }

  /** What was asked for is known at once, and not only when the thread says it next. */
  async change(change: ReplayChange): Promise<void> {
    const { everyone: _everyone, ...rest } = change;
    if (Object.keys(rest).length > 0) this.#standing = await this.call('change', rest);
  }

  /** Has all viewers join again: an epoch that nobody has can be no continuation. */
  rejoin(): void {
    const epoch = `${this.id}.moved-${++this.#moves}`;
    for (const room of this.#viewers.keys()) this.parts.send({ room, epoch, frame: 0, clock: this.#standing.at, log: -1 }); // prettier-ignore
  }

  #tellViewers(): void {
    if (!this.#gone) this.thread.postMessage({ looking: Object.fromEntries(this.#viewers) } satisfies Request, []);
  }

  async join(request: JoinRequest): Promise<JoinReply> {
    try {
      return await this.call('join', request);
    } catch (error) {
      const rule = error instanceof HttpProblem ? error.rule : 'the replay does not answer';
      return { error: { path: '', rule } };
    }
  }
  enter(name: string): void {
    this.used = performance.now();
    this.#viewers.set(name, (this.#viewers.get(name) ?? 0) + 1);
    this.#tellViewers();
  }
  leave(name: string): void {
    const count = (this.#viewers.get(name) ?? 1) - 1;
    if (count > 0) this.#viewers.set(name, count);
    else this.#viewers.delete(name);
    this.used = performance.now();
  }
  channel(name: string): string {
    return name;
  }

  async close(): Promise<void> {
    clearInterval(this.#telling);
    this.rejoin();
    // Whoever asked something a moment ago still gets the answer.
    await Promise.race([Promise.allSettled(this.#asked), new Promise((resolve) => setTimeout(resolve, GRACE).unref())]);
    await this.thread.terminate();
    await this.ended;
  }
}

export interface Replays {
  /** Opens one. Throws HttpProblem. */
  open(city: string, ask: ReplayAsk): ReplayState;
  /** Throws HttpProblem 404. */
  state(id: string): ReplayState;
  list(city: string): ReplayState[];
  change(id: string, change: ReplayChange): Promise<ReplayState>;
  timeline(id: string): Promise<ReplayTimeline>;
  end(id: string): Promise<void>;
  /** The rooms that stand for an id of a city or a replay; undefined where the live city's own do. */
  rooms(id: string): TopicRooms | undefined;
  /** Answers queries of a replay, as another server would those of its city; undefined for a city. */
  get(id: string): { forward(method: string, url: string, body: unknown): Promise<unknown> } | undefined;
  close(): Promise<void>;
}

/** Keeps the replays. */
export function openReplays(parts: ReplayParts): Replays {
  const { cities, onError } = parts;
  const replays = new Map<string, Replay>();
  const of = (id: string): Replay => {
    const replay = replays.get(id);
    if (!replay) throw new HttpProblem(404, '/city', 'there is no such replay; it may have ended');
    replay.used = performance.now();
    return replay;
  };
  const forAll = (city: string): Replay | undefined =>
    [...replays.values()].find((replay) => replay.everyone && replay.city === city);

  const setEveryone = (replay: Replay, everyone: boolean): void => {
    if (replay.everyone === everyone) return;
    const other = forAll(replay.city);
    if (other) other.everyone = false;
    replay.everyone = everyone;
    other?.rejoin();
    replay.rejoin();
    cities.get(replay.city)?.rooms.rejoin();
  };
  const end = async (id: string): Promise<void> => {
    const replay = replays.get(id);
    if (!replay) return;
    replays.delete(id);
    replay.everyone = false;
    await replay.close();
  };
  const start = async (replay: Replay, city: string, ask: ReplayAsk): Promise<void> => {
    const { loaded, history, settle, alerts } = cities.get(city)!;
    try {
      await settle();
      const rules = alerts.engine.watches.map(({ rule }) => rule);
      const { from, to } = ask;
      await replay.call('open', { city: loaded.city, id: replay.id, from, to, rules, history: history.share!() });
      await replay.change({ at: ask.at ?? from, speed: ask.speed ?? 1, playing: ask.playing ?? false });
      replay.rejoin();
    } catch (error) {
      onError(new Error(`${replay.id} could not be opened`, { cause: error }));
    }
  };
  const watching = setInterval(() => {
    for (const [id, replay] of replays)
      if (!replay.looked && performance.now() - replay.used > IDLE) void end(id).catch(onError);
  }, 10_000);

  return {
    open(city, ask) {
      const live = cities.get(city);
      if (!live) throw new HttpProblem(404, '/city', `there is no city ${city} here`);
      if (!live.history.share) throw new HttpProblem(503, '', 'a replay needs the history of this machine');
      if (ask.to <= ask.from) throw new HttpProblem(400, '/to', 'must be after from');
      if (ask.to - ask.from > LONGEST_REPLAY) throw new HttpProblem(400, '/to', 'must be at most 8 days after from');
      if (ask.to > live.now()) throw new HttpProblem(400, '/to', 'must not be in the future');
      if (replays.size >= MOST) throw new HttpProblem(503, '', `${MOST} replays run already; end one of them`);
      const id = replayId(city, randomBytes(5).toString('base64url').replaceAll('-', 'a').replaceAll('_', 'b'));
      const thread = startWorker(new URL('./thread.ts', import.meta.url));
      const replay = new Replay(id, city, { from: ask.from, to: ask.to }, thread, parts);
      replays.set(id, replay);
      void replay.ended.then(() => replays.delete(id));
      void start(replay, city, ask);
      if (ask.everyone) setEveryone(replay, true);
      return replay.state;
    },
    state: (id) => of(id).state,
    list: (city) => [...replays.values()].filter((replay) => replay.city === city).map(({ state }) => state),
    async change(id, change) {
      const replay = of(id);
      await replay.change(change);
      if (change.everyone !== undefined) setEveryone(replay, change.everyone);
      return replay.state;
    },
    timeline: (id) => of(id).call('timeline'),
    end,
    rooms: (id) => (isReplay(id) ? replays.get(id) : forAll(id)),
    get(id) {
      if (!isReplay(id)) return undefined;
      return {
        async forward(_method, url, body) {
          const replay = of(id);
          if (url === '/api/v1/query/count') return replay.call('count', body as CountQuery);
          if (url === '/api/v1/query/list') return replay.call('list', body as ListQuery);
          const ticket = /\/tickets\/([^/?]+)$/.exec(url)?.[1];
          if (ticket === undefined) throw new HttpProblem(400, '/city', 'this cannot be asked of a replay');
          const answer = await replay.call('ticket', decodeURIComponent(ticket));
          if (!answer) throw new HttpProblem(404, '/ticket', 'there was no such ticket at that moment');
          return answer;
        },
      };
    },
    async close() {
      clearInterval(watching);
      await Promise.all([...replays.keys()].map(end));
    },
  };
}
