import { Compile } from 'typebox/compile';
import { beforeAll, describe, expect, it } from 'vitest';
import { EVENTS } from '../../contract/event.ts';
import { HOUR, MINUTE } from '../../contract/time.ts';
import { loadWorld } from '../shell/load.ts';
import { simulateDay } from './day.ts';
import type { SimEvent } from './life.ts';
import { Quirks, type Delivery } from './quirks.ts';
import type { World } from './world.ts';

const key = ({ event }: { event: Delivery['event'] }): string => `${event.source}|${event.id}`;

describe('quirks of upstream systems', () => {
  let world: World;
  let events: SimEvent[];
  beforeAll(async () => {
    world = await loadWorld('wuxi');
    events = simulateDay(world, 1, '2026-11-20');
  });

  it('[E3] [E4] keep the set of (source, id): some twice with the same content, some out of order, none lost or early', () => {
    const sent = new Quirks(world, { seed: 1, on: true }).deliver(events);
    expect(new Set(sent.map(key))).toEqual(new Set(events.map(key)));
    expect(sent.length).toBeGreaterThan(events.length);
    const seen = new Map<string, string>();
    for (const one of sent) {
      const text = JSON.stringify(one.event);
      expect(seen.get(key(one)) ?? text).toBe(text);
      seen.set(key(one), text);
    }
    expect(sent.every(({ at, event }) => at >= Date.parse(event.time))).toBe(true);
    expect(sent.some(({ event }, i) => i > 0 && event.time < sent[i - 1]!.event.time)).toBe(true);
  });

  it('[E1] keep events valid, with names of places and units in place of some codes', () => {
    const sent = new Quirks(world, { seed: 1, on: true }).deliver(events);
    const validators = new Map(Object.entries(EVENTS).map(([type, schema]) => [type, Compile(schema)]));
    expect(sent.filter(({ event }) => !validators.get(event.type)!.Check(event))).toEqual([]);
    const texts = sent.map(({ event }) => JSON.stringify(event.data));
    expect(texts.some((text) => text.includes('"district":"梁溪区"'))).toBe(true);
    expect(texts.some((text) => text.includes('"district":"320213"'))).toBe(true);
    expect(texts.some((text) => /"unit":"市/.test(text))).toBe(true);
    expect(
      sent
        .filter(({ event }) => event.type === 'hotline.gauge.reported')
        .every(({ event }) => !('unit' in event.data) || event.data.unit !== ''),
    ).toBe(true);
  });

  it('are the same for the same seed, and can be switched off', () => {
    const once = new Quirks(world, { seed: 1, on: true }).deliver(events);
    expect(
      new Quirks(world, { seed: 1, on: true })
        .deliver([...events].reverse())
        .map(key)
        .sort(),
    ).toEqual(once.map(key).sort());
    expect(new Quirks(world, { seed: 1, on: true }).deliver(events)).toEqual(once);
    const plain = new Quirks(world, { seed: 1, on: false }).deliver(events);
    expect(plain).toEqual(events);
  });

  it('hold an outage back and send it as a burst that keeps the order', () => {
    const from = world.tz.moment('2026-11-20', 600);
    const outage = { source: '/wuxi/workorder', from, to: from + 45 * MINUTE };
    const quirks = new Quirks(world, { seed: 1, on: false, outages: [outage] });
    const sent = quirks.deliver(events).filter(({ event }) => event.source === outage.source);
    expect(sent.filter(({ at }) => at >= outage.from && at < outage.to)).toEqual([]);
    const held = events.filter(
      ({ at, event }) => event.source === outage.source && at >= outage.from && at < outage.to,
    );
    expect(held.length).toBeGreaterThan(10);
    const burst = sent.filter(({ event }) => held.some((one) => one.event.id === event.id));
    expect(burst.map(({ event }) => event.time)).toEqual(held.map(({ event }) => event.time));
    expect(burst.every(({ at }) => at < outage.to + 5 * MINUTE)).toBe(true);
    expect(quirks.gap(outage.source, from + 1)).toEqual(outage);
    expect(quirks.gap(outage.source, from + HOUR)).toBeUndefined();
  });
});
