import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diff } from '../../contract/patch.ts';
import { BEAT, type Frame, type JoinReply, type JoinRequest } from '../../contract/protocol.ts';
import { topicKey, type Topic } from '../../contract/topic.ts';
import type { Json } from '../../contract/text.ts';
import {
  begin,
  cityClock,
  cutSince,
  SILENCE,
  step,
  type LiveEffect,
  type LiveEvent,
  type LiveState,
} from './reduce.ts';

const TOPICS: Topic[] = [
  { view: 'latest', params: { size: 1 } },
  { view: 'latest', params: { size: 2 } },
  { view: 'feeds', params: {} },
  { view: 'alerts', params: { size: 3 } },
];
const CITY_CLOCK = 1_795_000_000_000;

/** A hub as the protocol describes it: every value it ever had is remembered, to be compared with. */
class Hub {
  epoch = 'e1';
  log = 0;
  /** epoch → topic → value by seq. */
  readonly past = new Map<string, Map<string, Json[]>>();
  readonly rooms = new Map<string, { keys: string[]; frame: number }>();
  constructor() {
    this.restart('e1');
  }
  restart(epoch: string): void {
    this.epoch = epoch;
    this.rooms.clear();
    this.past.set(epoch, new Map(TOPICS.map((topic, i) => [topicKey(topic), [{ n: i, epoch }]])));
  }
  values(key: string): Json[] {
    return this.past.get(this.epoch)!.get(key)!;
  }
  /** A change of some topics, and the frame of each room that it makes. */
  change(indices: readonly number[], n: number): Frame[] {
    this.log++;
    const patches = new Map<string, [number, Json]>();
    for (const index of new Set(indices)) {
      const key = topicKey(TOPICS[index % TOPICS.length]!);
      const values = this.values(key);
      const after: Json = { n, log: this.log, [`k${n % 3}`]: { deep: n } };
      const patch = diff(values.at(-1)!, after);
      if (patch === undefined) continue;
      values.push(after);
      patches.set(key, [values.length - 1, patch]);
    }
    const frames: Frame[] = [];
    for (const [room, state] of this.rooms) {
      const topics: Frame['topics'] = {};
      state.keys.forEach((key, i) => {
        const patch = patches.get(key);
        if (patch) topics[i] = patch;
      });
      if (Object.keys(topics).length > 0) frames.push({ ...this.beat(room, ++state.frame), topics });
    }
    return frames;
  }
  beat(room: string, frame = this.rooms.get(room)!.frame): Frame {
    return { room, epoch: this.epoch, frame, clock: CITY_CLOCK + this.log, log: this.log };
  }
  beats(): Frame[] {
    return [...this.rooms.keys()].map((room) => this.beat(room));
  }
  join(request: JoinRequest): JoinReply {
    const keys = request.topics.map(topicKey);
    const room = keys.join('+');
    if (!this.rooms.has(room)) this.rooms.set(room, { keys, frame: 0 });
    const { have } = request;
    const topics = keys.map((key, i) => {
      const values = this.values(key);
      const seq = values.length - 1;
      const held = have?.epoch === this.epoch ? have.seqs[i]! : -1;
      if (held < 0 || held > seq) return { seq, value: values[seq]! };
      return { seq, deltas: values.slice(held, seq).map((value, j) => diff(value, values[held + j + 1]!)!) };
    });
    return { ...this.beat(room), topics };
  }
}

/** A screen whose effects are collected. */
class Screen {
  state = begin('wuxi');
  effects: LiveEffect[] = [];
  send(event: LiveEvent): LiveEffect[] {
    const [state, effects] = step(this.state, event);
    this.state = state;
    this.effects.push(...effects);
    return effects;
  }
}

/** Every value shown is one that the hub really had at the position claimed for it. */
function expectTrue(state: LiveState, hub: Hub): void {
  for (const [key, held] of state.held) {
    expect(held.value).toEqual(hub.past.get(state.epoch!)!.get(key)![held.seq]);
  }
}

function joined(hub: Hub, topics = TOPICS): Screen {
  const screen = new Screen();
  screen.send({ type: 'want', topics, at: 0 });
  const [join] = screen.send({ type: 'connected', at: 0 });
  if (join?.do !== 'join') throw new Error('no join');
  screen.send({ type: 'reply', id: join.id, reply: hub.join(join.request), at: 0 });
  screen.effects = [];
  return screen;
}
const value = (screen: Screen, topic: Topic): Json | undefined => screen.state.held.get(topicKey(topic))?.value;

describe('the room of a screen', () => {
  it('[T1] joins once it is connected, and asks for deltas since what it holds after a break', () => {
    const hub = new Hub();
    const screen = joined(hub);
    hub.change([0, 1], 7);
    screen.send({ type: 'disconnected', at: 50 });
    const [join] = screen.send({ type: 'connected', at: 100 });
    expect(join).toMatchObject({ do: 'join', after: 0, request: { have: { epoch: 'e1', seqs: [0, 0, 0, 0] } } });
    if (join?.do !== 'join') return;
    const reply = hub.join(join.request);
    expect('topics' in reply && reply.topics.every((topic) => 'deltas' in topic)).toBe(true);
    screen.send({ type: 'reply', id: join.id, reply, at: 110 });
    expect(value(screen, TOPICS[0]!)).toMatchObject({ n: 7 });
    expectTrue(screen.state, hub);
  });

  it('[T2] shows nothing of a frame that does not follow and joins again, and what came meanwhile is not lost', () => {
    const hub = new Hub();
    const screen = joined(hub);
    hub.change([0], 1);
    const late = hub.change([0, 2], 2)[0]!;
    const before = screen.state.held;
    const [join] = screen.send({ type: 'frame', frame: late, at: 10 });
    expect(screen.state.held).toBe(before);
    expect(join).toMatchObject({ do: 'join' });
    if (join?.do !== 'join') return;
    const reply = hub.join(join.request);
    const after = hub.change([2], 3)[0]!;
    screen.send({ type: 'frame', frame: after, at: 11 });
    screen.send({ type: 'reply', id: join.id, reply, at: 12 });
    expect(value(screen, TOPICS[2]!)).toMatchObject({ n: 3 });
    expect(screen.state.log).toBe(3);
    expectTrue(screen.state, hub);
  });

  it('knows of a replay by the answer to its join; its clock moves by what is heard only', () => {
    const hub = new Hub();
    const screen = joined(hub);
    expect([screen.state.replay, cityClock(screen.state, 900)]).toEqual([null, CITY_CLOCK + 900]);
    const moved = (): LiveEffect =>
      screen.send({ type: 'frame', frame: { ...hub.beats()[0]!, epoch: 'moved' }, at: 10 })[0]!;
    const answer = (replay?: string): void => {
      const join = moved();
      if (join.do !== 'join') throw new Error('no join');
      screen.send({ type: 'reply', id: join.id, reply: { ...hub.join(join.request), ...(replay && { replay }) } as JoinReply, at: 20 }); // prettier-ignore
    };
    answer('wuxi~k3v9');
    expect([screen.state.replay, cityClock(screen.state, 900)]).toEqual(['wuxi~k3v9', CITY_CLOCK]);
    // It begins anew each time it is moved, which is no reason to wait longer and longer.
    for (let i = 0; i < 6; i++) answer('wuxi~k3v9');
    expect(moved()).toMatchObject({ do: 'join', after: 250 });
    hub.restart('e2');
    screen.send({
      type: 'reply',
      id: screen.state.asked!.id,
      reply: hub.join({ city: 'wuxi', topics: TOPICS }),
      at: 30,
    });
    expect(screen.state.replay).toBeNull();
    // A screen that was told to show one never passes for the present.
    expect(begin('wuxi~k3v9').replay).toBe('wuxi~k3v9');
  });

  it.each([
    ['another epoch', (frame: Frame): Frame => ({ ...frame, epoch: 'e9' })],
    ['a frame number again', (frame: Frame): Frame => ({ ...frame, frame: frame.frame - 1 })],
    ['a sign of life that is ahead', (frame: Frame): Frame => ({ ...frame, topics: undefined })],
    ['a topic that is not in the room', (frame: Frame): Frame => ({ ...frame, topics: { 99: [1, {}] } })],
    ['a seq that does not follow', (frame: Frame): Frame => ({ ...frame, topics: { 0: [5, { n: 5 }] } })],
  ])('[T2] %s is a gap', (_name, spoil) => {
    const hub = new Hub();
    const screen = joined(hub);
    const before = screen.state.held;
    const effects = screen.send({ type: 'frame', frame: spoil(hub.change([0], 4)[0]!), at: 10 });
    expect(effects).toMatchObject([{ do: 'join' }]);
    expect(screen.state.held).toBe(before);
    expect(screen.state.heard).toBe(0);
  });

  it('[T1] goes on with the old room until the answer about the new one is there, then leaves it', () => {
    const hub = new Hub();
    const screen = joined(hub, TOPICS.slice(0, 2));
    const [join] = screen.send({ type: 'want', topics: TOPICS.slice(1), at: 5 });
    if (join?.do !== 'join') throw new Error('no join');
    expect(screen.send({ type: 'want', topics: TOPICS.slice(1), at: 6 })).toEqual([]);
    for (const frame of hub.change([1], 8)) screen.send({ type: 'frame', frame, at: 7 });
    expect(value(screen, TOPICS[1]!)).toMatchObject({ n: 8 });
    const old = screen.state.room!.id;
    const effects = screen.send({ type: 'reply', id: join.id, reply: hub.join(join.request), at: 8 });
    expect(effects).toEqual([{ do: 'leave', room: old }]);
    expect(screen.state.held.has(topicKey(TOPICS[0]!))).toBe(false);
    expectTrue(screen.state, hub);
  });

  it('[T1] asks for the same room whatever the order in which the widgets came', () => {
    const hub = new Hub();
    expect(joined(hub, [...TOPICS].reverse()).state.room!.id).toBe(joined(hub).state.room!.id);
  });

  it('leaves out the topic that was refused, so that the others live on', () => {
    const screen = new Screen();
    screen.send({ type: 'want', topics: TOPICS, at: 0 });
    const [join] = screen.send({ type: 'connected', at: 0 });
    if (join?.do !== 'join') throw new Error('no join');
    const error = { path: '/topics/1/params/size', rule: 'too large' };
    const [again] = screen.send({ type: 'reply', id: join.id, reply: { error }, at: 1 });
    expect(again).toMatchObject({ do: 'join', after: 0 });
    if (again?.do !== 'join') return;
    expect(again.request.topics).toHaveLength(TOPICS.length - 1);
    expect([...screen.state.refused]).toEqual([[topicKey(join.request.topics[1]!), '/topics/1/params/size too large']]);
  });

  it('waits longer after each join that leads to nothing, and doubts the connection when silence is not even answered', () => {
    const hub = new Hub();
    const screen = joined(hub);
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      const effects = screen.send({ type: 'frame', frame: { ...hub.beats()[0]!, epoch: 'other' }, at: i });
      const join = effects.find((effect) => effect.do === 'join');
      if (join?.do !== 'join') break;
      waits.push(join.after);
      screen.send({ type: 'reply', id: join.id, reply: hub.join(join.request), at: i });
    }
    expect(waits).toEqual([0, 250, 500, 1000, 2000, 4000, 8000, 8000]);
    screen.send({ type: 'frame', frame: hub.beats()[0]!, at: 50 });
    const seen: LiveEffect['do'][] = [];
    seen.push(...screen.send({ type: 'tick', at: 50 + SILENCE }).map((effect) => effect.do));
    const unanswered = screen.send({ type: 'unanswered', id: screen.state.asked!.id, at: 9000 });
    seen.push(...unanswered.map((effect) => effect.do));
    expect(seen).toEqual(['join', 'reconnect']);
  });

  it('[W1] is cut off at once when the connection goes, and after three signs of life that did not come', () => {
    const hub = new Hub();
    const screen = joined(hub);
    expect(cutSince(screen.state, SILENCE - 1)).toBeNull();
    expect(cutSince(screen.state, 3 * BEAT)).toBe(CITY_CLOCK);
    screen.send({ type: 'frame', frame: hub.beats()[0]!, at: 2500 });
    expect(cutSince(screen.state, 3 * BEAT)).toBeNull();
    expect(cityClock(screen.state, 2600)).toBe(CITY_CLOCK + 100);
    screen.send({ type: 'disconnected', at: 2700 });
    expect(cutSince(screen.state, 2700)).toBe(CITY_CLOCK);
  });
});

describe('[T1][T2] a lossy link', () => {
  const action = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('change' as const),
        which: fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }),
      }),
    },
    { weight: 8, arbitrary: fc.record({ do: fc.constant('deliver' as const), at: fc.nat(5) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('drop' as const), at: fc.nat(5) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('twice' as const), at: fc.nat(5) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('beat' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('unanswered' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('want' as const), which: fc.subarray([0, 1, 2, 3], { minLength: 1 }) }),
    },
  );

  it('never shows what the hub did not have at that position, and ends with what it has last', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 120 }), (actions) => {
        const hub = new Hub();
        const screen = new Screen();
        let at = 0;
        let epochs = 1;
        /** Messages on their way to the screen; joins are answered by the hub when they are sent. */
        let link: LiveEvent[] = [];
        const send = (event: LiveEvent): void => {
          for (const effect of screen.send(event)) {
            if (effect.do === 'join') link.push({ type: 'reply', id: effect.id, reply: hub.join(effect.request), at });
            if (effect.do === 'reconnect') reconnect();
          }
          expectTrue(screen.state, hub);
        };
        const reconnect = (): void => {
          link = [];
          send({ type: 'disconnected', at });
          send({ type: 'connected', at });
        };
        const hear = (frames: Frame[]): void =>
          void link.push(...frames.map((frame) => ({ type: 'frame', frame, at }) as const));
        send({ type: 'want', topics: TOPICS.slice(0, 2), at });
        send({ type: 'connected', at });
        for (const one of actions) {
          at += 100;
          if (one.do === 'change') hear(hub.change(one.which, at));
          else if (one.do === 'beat') hear(hub.beats());
          else if (one.do === 'cut') reconnect();
          else if (one.do === 'restart') hub.restart(`e${++epochs}`);
          else if (one.do === 'want') send({ type: 'want', topics: one.which.map((i) => TOPICS[i]!), at });
          else if (one.do === 'unanswered') {
            if (screen.state.asked) send({ type: 'unanswered', id: screen.state.asked.id, at });
          } else {
            const message = link[one.at];
            if (!message) continue;
            if (one.do !== 'twice') link.splice(one.at, 1);
            if (one.do !== 'drop') send({ ...message, at });
          }
        }
        // The link becomes whole: all that is on its way arrives in order, then signs of life and silence do the rest.
        for (let i = 0; i < 12; i++) {
          at += 4 * BEAT;
          while (link.length > 0) send({ ...link.shift()!, at });
          if (screen.state.asked) send({ type: 'unanswered', id: screen.state.asked.id, at });
          hear(hub.beats());
          while (link.length > 0) send({ ...link.shift()!, at });
          send({ type: 'tick', at });
        }
        expect(screen.state.epoch).toBe(hub.epoch);
        expect([...screen.state.held.keys()].sort()).toEqual([...screen.state.wanted.keys()].sort());
        for (const [key, held] of screen.state.held) expect(held.value).toEqual(hub.values(key).at(-1));
      }),
      { numRuns: 400, seed: 12345 },
    );
  });
});
