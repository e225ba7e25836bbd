/** The whole life of a ticket, from its creation to its last rating, drawn when it is born. */
import type { EventData, EventType, HotlineEvent } from '../../contract/event.ts';
import { SATISFACTIONS } from '../../contract/event.ts';
import { DAY, HOUR, MINUTE } from '../../contract/time.ts';
import { contentOf, sourceOf, ticketId, unitFor, type Overrides } from './content.ts';
import type { Channel } from './model.ts';
import { cumulate, Rng } from './random.ts';
import type { Limit, World } from './world.ts';

/** An event and when it happens, Unix ms. */
export interface SimEvent {
  at: number;
  event: HotlineEvent;
}

/** How a ticket comes in. */
export interface Birth {
  date: string;
  number: number;
  at: number;
  channel: Channel;
  /** Id of its call, and when that ends. */
  call?: { id: string; end: number };
  over?: Overrides;
}

/** A moment in the waking hours of a day or two after `at`, when citizens are asked. */
function waking(world: World, rng: Rng, at: number): number {
  const then = at + rng.around(6 * HOUR, 0.9);
  const { hour } = world.tz.parts(then);
  if (hour >= 8 && hour < 20) return then;
  const start = hour < 8 ? world.tz.dayStart(then) : world.tz.addDays(then, 1);
  return start + rng.range(8.5, 19.5) * HOUR;
}

/** All events of a ticket, in order of time. The same birth gives the same events. */
export function lifeOf(world: World, seed: number, birth: Birth): SimEvent[] {
  const { model, work } = world;
  const { rates } = model;
  const id = ticketId(world, birth.date, birth.number);
  const rng = new Rng(seed, 'life', birth.date, birth.number);
  const content = contentOf(world, seed, birth.date, birth.number, birth.over);
  const events: SimEvent[] = [];
  const tell = <T extends EventType>(type: T, at: number, data: EventData<T>, source = model.sources.life): void => {
    const when = Math.round(at);
    const event = {
      specversion: '1.0',
      id: `${id}.${events.length}`,
      source,
      type,
      subject: id,
      time: world.iso(when),
      data,
    };
    events.push({ at: when, event: event as unknown as HotlineEvent });
  };

  const { channel, at } = birth;
  const data = { ...content.data, channel, ...(birth.call ? { call: birth.call.id } : {}) };
  const corrected = rng.chance(rates.corrected);
  if (corrected) {
    // Taken down in a hurry: a neighbouring category and no street, put right a little later.
    const { street: _street, ...place } = data.place ?? {};
    const wrong = world.matters[(world.matters.indexOf(content.matter) + 1) % world.matters.length]!;
    tell('hotline.ticket.created', at, { ...data, category: wrong.code, place }, sourceOf(world, channel));
    tell('hotline.ticket.corrected', at + rng.range(1, 10) * MINUTE, {
      category: content.matter.code,
      place: data.place,
    });
  } else tell('hotline.ticket.created', at, data, sourceOf(world, channel));

  if (content.repeats?.date === birth.date) {
    tell('hotline.ticket.merged', at + rng.range(2, 20) * MINUTE, { into: data.repeatOf! });
    return events;
  }

  const rate = (weights: readonly number[], closed: number): boolean => {
    const satisfaction = SATISFACTIONS[rng.weighted(cumulate(weights))]!;
    const happy = satisfaction === 'very' || satisfaction === 'satisfied';
    const when = waking(world, rng, closed);
    tell('hotline.ticket.rated', when, {
      satisfaction,
      ...(rng.chance(0.8) ? { solved: rng.chance(happy ? 0.97 : 0.35) } : {}),
    });
    return !happy && satisfaction !== 'basic';
  };

  const limitAt = (start: number): Limit | null => world.limit({ ...data, channel }, start);
  const urgent = data.urgency === 'critical';
  if (!urgent && rng.chance(model.natures[content.nature].direct)) {
    const open = birth.call
      ? birth.call.end + rng.range(5, 60) * 1000
      : Math.max(at + rng.around(20 * MINUTE, 0.8), at + MINUTE);
    tell('hotline.ticket.closed', Math.max(open, at + 5000), { comment: '坐席直接答复' });
    if (rng.chance(rates.ratedDirect)) rate(model.ratings.direct, open);
    return sorted(events);
  }

  // Dispatch.
  let unit = content.unit;
  const duty = urgent || limitAt(at)?.calendar === true;
  let start = at + rng.around(urgent ? 2 * MINUTE : duty ? 5 * MINUTE : 18 * MINUTE, 0.6) + (birth.call ? 60_000 : 0);
  tell('hotline.ticket.dispatched', start, { unit });
  if (rng.chance(rates.cancelled)) {
    tell('hotline.ticket.cancelled', start + rng.range(0.2, 3) * HOUR, { comment: '市民撤回诉求' });
    return sorted(events);
  }
  const limit = limitAt(start);
  const pass = (from: number, ms: number): number => (limit?.calendar ? from + ms : work.add(from, ms));
  let seen = pass(
    start,
    urgent ? rng.range(1, 8) * MINUTE : duty ? rng.range(3, 60) * MINUTE : rng.range(0.1, 3) * HOUR,
  );
  if (!urgent && rng.chance(rates.returned)) {
    tell('hotline.ticket.returned', seen, { comment: '非本单位职责范围' });
    start = seen + rng.range(10, 60) * MINUTE;
    unit = unitFor(world, rng, content.matter, data.place?.district ?? '');
    tell('hotline.ticket.dispatched', start, { unit });
    seen = pass(start, rng.range(0.1, 2) * HOUR);
  }
  tell('hotline.ticket.accepted', seen, { unit });
  const final = limitAt(start);
  const due = final?.due ?? start + 5 * DAY;
  const moment = (share: number): number => final?.at(share) ?? start + 5 * DAY * share;

  // Reply: usually within the limit, now and then late, seldom with a longer limit.
  const late = rng.chance(rates.late);
  let replied = moment(0.1 + 0.76 * rng.next() ** 0.9);
  if (late) replied = Math.max(due, final?.calendar ? due : work.next(due)) + 6 * MINUTE;
  if (late)
    replied = final?.calendar
      ? replied + Math.min(rng.exp(3), 20) * HOUR
      : work.add(replied, Math.min(rng.exp(rates.lateHours), 14) * HOUR);
  else if (!duty && rng.chance(rates.extended)) {
    const granted = moment(0.75);
    const until = work.add(due, 2 * work.dayLength);
    tell('hotline.ticket.extended', granted, { until: world.iso(Math.round(until)), comment: '情况复杂，申请延期' });
    replied = work.next(due + (until - due) * rng.range(0.05, 0.85));
  }
  replied = Math.max(replied, seen + 2 * MINUTE);
  const between = (share: number): number => {
    const then = seen + (replied - seen) * share;
    return final?.calendar ? then : Math.min(replied, work.next(then));
  };
  if (rng.chance(rates.contacted)) tell('hotline.ticket.contacted', between(rng.range(0.05, 0.6)), {});
  if (!duty && rng.chance(rates.transferred)) {
    unit = unitFor(world, rng, content.matter, data.place?.district ?? '');
    tell('hotline.ticket.transferred', between(0.2), { unit });
    tell('hotline.ticket.accepted', between(0.25), { unit });
  }
  // Citizens call at any time.
  if (rng.chance(late ? 0.6 : rates.urged))
    tell('hotline.ticket.urged', seen + (replied - seen) * rng.range(0.4, 0.95), { comment: '市民来电催办' });
  if (late) {
    tell('hotline.ticket.supervised', Math.min(due - 30 * MINUTE, replied), { level: 'urge' });
    if (replied > due + 10 * MINUTE) tell('hotline.ticket.supervised', due + 10 * MINUTE, { level: 'yellow' });
    const red = work.add(due, work.dayLength);
    if (replied > red) tell('hotline.ticket.supervised', red, { level: 'red' });
  }
  tell('hotline.ticket.replied', replied, { comment: rng.pick(REPLIES) });
  let closed = pass(replied, rng.range(0.1, 5) * HOUR);
  tell('hotline.ticket.closed', closed, {});

  const again = (type: 'hotline.ticket.redone' | 'hotline.ticket.reopened', from: number): void => {
    const restart = work.add(from, rng.range(0.2, 2) * HOUR);
    tell(type, restart, { comment: type === 'hotline.ticket.redone' ? '不满意重办' : '问题复发' });
    const done = limitAt(restart)?.at(rng.range(0.15, 0.7)) ?? restart + DAY;
    tell('hotline.ticket.replied', done, { comment: rng.pick(REPLIES) });
    closed = pass(done, rng.range(0.1, 3) * HOUR);
    tell('hotline.ticket.closed', closed, {});
  };
  if (rng.chance(rates.reopened)) again('hotline.ticket.reopened', closed);
  if (!rng.chance(rates.revisited)) return sorted(events);
  const asked = waking(world, rng, closed);
  tell('hotline.ticket.revisited', asked, {});
  if (
    rng.chance(rates.rated) &&
    rate(late ? model.ratings.late : model.ratings.handled, asked) &&
    rng.chance(rates.redo)
  ) {
    again('hotline.ticket.redone', events.at(-1)!.at);
    if (rng.chance(0.8)) rate(model.ratings.handled, closed);
  }
  return sorted(events);
}

const REPLIES = [
  '已现场核实并处理完毕',
  '已联系市民说明情况',
  '已责令整改，市民表示认可',
  '已安排维修，恢复正常',
  '已纳入计划并告知市民',
  '经核实情况属实，已处置',
];

/** In order of time; what happens at one moment stays in the order it was told. */
const sorted = (events: SimEvent[]): SimEvent[] => events.sort((a, b) => a.at - b.at);
