import { describe, expect, it } from 'vitest';
import { DAY, HOUR, zone } from '../../contract/time.ts';
import { ago, ANSWER, BACKLOG, card, HEATING, SILENT, WATER } from '../../widgets/shared/fixture-alerts.ts';
import { AT, FIXTURE_CITY } from '../../widgets/shared/fixture-city.ts';
import { plainKey } from './keys.ts';
import { heldBy, lifeOf } from './life.ts';
import { DRAFT, numbersOf, parsed, spotOf, textOf } from './rule.ts';
import { actOfKey, canDo, counted, endOf, EVERYTHING_OPEN, listed, merged, moved, silenceOf } from './state.ts';
import { tabOf } from './tabs.ts';
import { unitsLike } from './units.ts';

const over = card({ status: 'resolved', resolved: ago(2) });
const live = { heating: HEATING, water: WATER, backlog: BACKLOG, answer: ANSWER, silent: SILENT };
const ids = (items: { id: string }[]): string[] => items.map(({ id }) => id);

describe('the list of the console', () => {
  it('has what is open as it comes live, by need, and then what is over, the latest first', () => {
    const asked = [
      { id: 'older', card: card({ status: 'resolved', resolved: ago(30) }) },
      { id: 'over', card: over },
      { id: 'water', card: card({ status: 'firing' }) },
    ];
    const items = merged(live, asked);
    expect(ids(items)).toEqual(['heating', 'silent', 'water', 'backlog', 'answer', 'over', 'older']);
    expect(items.find(({ id }) => id === 'water')!.card.status).toBe('claimed');
  });
  it('is filtered by status, level and family, and says how many each status holds', () => {
    const items = merged(live, [{ id: 'over', card: over }]);
    expect(ids(listed(items, EVERYTHING_OPEN))).toHaveLength(5);
    expect(ids(listed(items, { ...EVERYTHING_OPEN, status: 'waiting' }))).toEqual(['heating', 'silent']);
    expect(ids(listed(items, { ...EVERYTHING_OPEN, status: 'held' }))).toEqual(['water', 'backlog', 'answer']);
    expect(ids(listed(items, { ...EVERYTHING_OPEN, status: 'resolved' }))).toEqual(['over']);
    expect(ids(listed(items, { status: 'all', level: 3, family: 'limits' }))).toEqual(['backlog']);
    expect(counted(items, EVERYTHING_OPEN)).toEqual({ open: 5, waiting: 2, held: 3, resolved: 1, all: 6 });
  });
  it('is walked by keys, from its first and not beyond its ends', () => {
    const items = merged(live, []);
    expect(moved(items, undefined, 1)).toBe('heating');
    expect(moved(items, 'gone', -1)).toBe('heating');
    expect(moved(items, 'heating', 1)).toBe('silent');
    expect(moved(items, 'answer', 1)).toBe('answer');
    expect(moved(items, 'heating', -1)).toBe('heating');
    expect(moved([], 'heating', 1)).toBeUndefined();
  });
});

describe('what a desk may do', () => {
  it('is offered where it makes sense; the server has the last word', () => {
    expect(canDo('claim', HEATING, '3 席')).toBe(true);
    expect(canDo('claim', WATER, '3 席')).toBe(false);
    expect(canDo('claim', WATER, '1 席')).toBe(true);
    expect([canDo('claim', over, 'x'), canDo('resolve', over, 'x'), canDo('dispatch', over, 'x')]).toEqual([
      false,
      false,
      false,
    ]);
    expect([canDo('comment', over, 'x'), canDo('silence', over, 'x')]).toEqual([true, true]);
  });
  it('has a key, which is none while one types or holds another', () => {
    expect(['c', 'D', 'm', 's', 'r', 'x'].map(actOfKey)).toEqual([
      'claim',
      'dispatch',
      'comment',
      'silence',
      'resolve',
      undefined,
    ]);
    const pressed = { key: 'c', ctrlKey: false, altKey: false, metaKey: false, defaultPrevented: false, target: null };
    expect(plainKey(pressed)).toBe('c');
    expect(plainKey({ ...pressed, ctrlKey: true })).toBeNull();
    expect(plainKey({ ...pressed, target: { tagName: 'INPUT' } as never })).toBeNull();
  });
});

describe('a silence', () => {
  const tz = zone('Asia/Shanghai');
  it('ends after an hour or four, at eight tomorrow morning of the city, or at a later moment of one’s own', () => {
    expect(endOf('1h', '', tz, AT)).toBe(AT + HOUR);
    expect(endOf('4h', '', tz, AT)).toBe(AT + 4 * HOUR);
    expect(endOf('morning', '', tz, AT)).toBe(Date.parse('2026-11-22T08:00:00+08:00'));
    expect(endOf('own', '2026-11-21T18:30', tz, AT)).toBe(Date.parse('2026-11-21T18:30:00+08:00'));
    expect([endOf('own', '', tz, AT), endOf('own', '2026-11-20T18:30', tz, AT)]).toEqual([null, null]);
    expect(endOf('own', '2027-11-20T18:30', tz, AT)).toBeNull();
  });
  it('is of the rule with the keys of the alert, or of all of the rule', () => {
    const given = { from: AT, to: AT + DAY, by: '3 席', reason: '检修' };
    expect(silenceOf(HEATING, { ...given, scope: 'keys' })).toEqual({
      ...given,
      match: { rule: ['matter-district'], keys: { district: ['320213'], category: ['05.03'] } },
    });
    expect(silenceOf(HEATING, { ...given, scope: 'rule' }).match).toEqual({ rule: ['matter-district'] });
    expect(silenceOf(ANSWER, { ...given, scope: 'keys' }).match).toEqual({ rule: ['answer-rate'] });
  });
});

describe('an alert’s life', () => {
  it('says of each step who did it and what was said', () => {
    const step = (type: string, data: Record<string, unknown>) => ({
      at: AT,
      type,
      source: '/wall/desk',
      id: type,
      data,
    });
    expect(
      lifeOf([
        step('alert.raised', { level: 3, says: HEATING.says, sight: { value: 46 } }),
        step('alert.dispatched', { by: '3 席', unit: 'water', comment: '抢修' }),
        step('alert.resolved', {}),
      ]),
    ).toEqual([
      expect.objectContaining({ name: 'raised', level: 3, value: 46, says: HEATING.says }),
      { key: '/wall/desk|alert.dispatched', at: AT, name: 'dispatched', by: '3 席', unit: 'water', comment: '抢修' },
      { key: '/wall/desk|alert.resolved', at: AT, name: 'resolved' },
    ]);
  });
  it('of a suspicion that was not raised ends at the stage that held it back', () => {
    const why = { zh: '甲', en: 'a' };
    expect(
      heldBy([
        { stage: 'group', kept: true, why },
        { stage: 'silence', kept: false, why },
      ])?.stage,
    ).toBe('silence');
    expect(heldBy([{ stage: 'group', kept: true, why }])).toBeUndefined();
  });
});

describe('rules', () => {
  it('say their numbers in signs', () => {
    expect(numbersOf(DRAFT)).toBe('≥ 30 · 60 min');
    expect(numbersOf({ ...DRAFT, below: true, raise: 80, clear: 90, least: 20, window: 30 })).toBe(
      '≤ 80 · ↑ 90 · n ≥ 20 · 30 min',
    );
    expect(numbersOf({ ...DRAFT, signal: 'surge', raise: undefined, times: 2, least: 12 })).toBe('×2 · ≥ 12 · 60 min');
  });
  it('are edited as text, in which the member that is wrong is found', () => {
    const text = textOf({ ...DRAFT, graver: [{ level: 2, at: 60 }, { level: 1, at: 90 }] }); // prettier-ignore
    expect(parsed(text)).toEqual({ rule: expect.objectContaining({ id: 'new-rule' }) });
    expect(parsed('{')).toHaveProperty('broken');
    expect(parsed('[]')).toHaveProperty('broken');
    const at = (path: string): string | null => {
      const spot = spotOf(text, path);
      return spot && text.slice(...spot);
    };
    expect(at('/raise')).toBe('"raise": 30,');
    expect(at('/graver/1/at')).toBe('"at": 90');
    expect(at('/graver/0/level')).toBe('"level": 2,');
    expect(at('/names/de')).toBe('"names": {');
    expect([at('/nothing'), at('/'), at('')]).toEqual([null, null, null]);
  });
});

describe('finding', () => {
  it('units by part of their name in either language, those that begin with it first', () => {
    const named = (typed: string): string[] => unitsLike(FIXTURE_CITY.units, typed, 'zh').map(({ id }) => id);
    expect(named('市')).toEqual(['housing', 'urban', 'water']);
    expect(named('住建')).toEqual(['housing']);
    expect(named('WATER')).toEqual(['water']);
    expect(named('')).toHaveLength(4);
    expect(named('没有')).toEqual([]);
  });
  it('a part of the console by the address', () => {
    expect(['rules', 'alerts', 'x', undefined].map(tabOf)).toEqual(['rules', 'alerts', 'alerts', 'alerts']);
  });
});
