import { describe, expect, it } from 'vitest';
import { ago, card, HEATING, SILENT, WATER } from '../shared/fixture-alerts.ts';
import { AT, FIXTURE_CITY as city } from '../shared/fixture-city.ts';
import { figureOf, usualOf } from '../shared/sight.ts';
import { fixtures } from './fixtures.ts';
import { board, type Data } from './option.ts';
import declaration from './widget.ts';

const { alerts } = fixtures[0]!.data as Data;
const show = (cards: Data['alerts']['cards'], locale: 'zh' | 'en' = 'zh') =>
  board({ cards, open: 9, unclaimed: 9 }, AT, city, locale);

describe('the board', () => {
  it('[A1] says what, where, how far from normal, whose, who has it, since when and what to do', () => {
    const [first] = show({ heating: HEATING });
    expect(first).toMatchObject({
      word: '红色',
      title: '梁溪区 供热',
      says: '1 小时 46 件，平时 6–9 件',
      place: '梁溪区',
      owner: '市住建局',
      holder: '待签收',
      clock: '0:03:00',
      since: '14:29 起',
      advice: '核实原因，通知属地和承办单位',
      notes: ['已升级 1 次'],
      waits: true,
      drills: true,
    });
    const [claimed] = show({ water: WATER }, 'en');
    expect(claimed).toMatchObject({
      holder: 'claimed: 3 席',
      clock: 'claimed 9 min ago',
      place: 'Xinwu · Xinwu Street',
      notes: ['came back 2×'],
      waits: false,
    });
    expect(show({ a: card({ owner: undefined }) })[0]!.owner).toBe('未定责任单位');
  });
  it('is in the order of need, and its clock never runs backwards', () => {
    expect(board(alerts, AT, city, 'zh').map((one) => one.id)).toEqual([
      'heating',
      'media',
      'noise',
      'silent',
      'water',
      'backlog',
      'answer',
    ]);
    expect(show({ a: card({ since: ago(-1) }) })[0]!.clock).toBe('0:00:00');
    expect(board(undefined, AT, city, 'zh')).toEqual([]);
  });
  it('[M2] opens the facts of a card, and of alerts beyond those shown the list of all', () => {
    const { from, to } = HEATING.sight;
    expect(declaration.hit({ kind: 'card', id: 'heating' }, { size: 9 }, { alerts })).toMatchObject({
      measure: 'accepted',
      range: { from, to },
    });
    expect(declaration.hit({ kind: 'card', id: 'silent' }, { size: 9 }, { alerts })).toBeNull();
    expect(declaration.hit({ kind: 'more' }, { size: 9 }, { alerts })).toEqual({ measure: 'alerts_open' });
  });
});

describe('a number against its usual range', () => {
  it('is in the unit of its measure; silence is in minutes', () => {
    expect(figureOf(HEATING, 'zh')).toEqual({ value: 46, text: '46', unit: '件' });
    expect(figureOf(card({ measure: 'answer_rate', sight: { value: 78.36 } }), 'zh')).toMatchObject({
      text: '78.4',
      unit: '%',
    });
    expect(figureOf(SILENT, 'en')).toMatchObject({ text: '18', unit: 'min' });
  });
  it('has a band where what is usual is known, on a scale that holds both', () => {
    const usual = usualOf(HEATING.sight)!;
    expect(usual).toMatchObject({ text: '6–9', times: '×6.4' });
    expect(usual.from).toBeLessThan(usual.to);
    expect(usual.to).toBeLessThan(usual.at);
    expect(usual.at).toBeLessThan(1);
    expect(usualOf({ value: 18 })).toBeNull();
    expect(usualOf({ value: 3, low: 0, high: 0, mean: 0 })).toMatchObject({ text: '0', times: null, from: 0, to: 0 });
    expect(usualOf({ value: 1, low: 2, high: 4, mean: 3 })!.to).toBeLessThan(1);
  });
});
