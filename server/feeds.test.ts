import { describe, expect, it } from 'vitest';
import { DAY, MINUTE, SECOND } from '../contract/time.ts';
import { feeds } from './feeds.ts';
import type { Entry } from './log/log.ts';

const NOW = Date.parse('2026-11-21T14:30:00+08:00');
const profile = [{ source: '/a', names: { zh: '甲', en: 'A' }, silentAfter: 60 }];
const entry = (seq: number, taken: number, delay: number, source = '/a'): Entry => ({
  seq, taken, at: taken - delay, source, id: String(seq), type: 'hotline.feed.heartbeat', subject: source, data: {},
}); // prettier-ignore

describe('feeds', () => {
  it('[W1] says that a source is silent once it was not heard for as long as the profile allows', () => {
    const one = feeds(profile);
    one.note([entry(1, NOW, 0)]);
    expect(one.states(NOW + 60 * SECOND)['/a']!.silent).toBe(false);
    expect(one.states(NOW + 61 * SECOND)['/a']!.silent).toBe(true);
    one.heard('/a', NOW + 70 * SECOND, 2);
    expect(one.states(NOW + 71 * SECOND)['/a']).toMatchObject({ silent: false, refused: 2, total: 1 });
  });

  it('counts the last whole minute, and the delay of what is not filled in', () => {
    const one = feeds(profile);
    const minute = Math.ceil(NOW / MINUTE) * MINUTE;
    one.note([
      entry(1, minute, 100),
      entry(2, minute + 1, 300),
      entry(3, minute + 2, 40 * DAY),
      entry(4, minute + 3, 200),
    ]);
    expect(one.states(minute + 10)['/a']!.perMinute).toBe(0);
    expect(one.states(minute + MINUTE)['/a']).toMatchObject({ perMinute: 4, lag: 200 });
    expect(one.states(minute + 2 * MINUTE)['/a']!.perMinute).toBe(0);
  });

  it('does not take the wall itself for an upstream system, whoever speaks in its name', () => {
    const one = feeds(profile);
    one.note([entry(1, NOW, 0, '/wall/clock'), entry(2, NOW, 0)]);
    one.heard('/wall/clock', NOW, 1);
    expect(Object.keys(one.states(NOW))).toEqual(['/a']);
    expect(one.snapshot()).toMatchObject({ seq: 2, sources: { '/a': { total: 1 } } });
  });

  it('counts nothing twice after a restart', () => {
    const one = feeds(profile);
    one.note([entry(1, NOW, 0), entry(2, NOW, 0)]);
    const again = feeds(profile, one.snapshot());
    again.note([entry(2, NOW, 0), entry(3, NOW, 0), entry(4, NOW, 0, '/b')]);
    expect(again.states(NOW)['/a']!.total).toBe(3);
    expect(again.states(NOW)['/b']!.total).toBe(1);
  });
});
