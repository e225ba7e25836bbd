import { describe, expect, it } from 'vitest';
import { moreThan } from '../shared/alerts.ts';
import { HEATING, SILENT } from '../shared/fixture-alerts.ts';
import { AT, FIXTURE_CITY as city } from '../shared/fixture-city.ts';
import { fixtures } from './fixtures.ts';
import { calmWords, type Data, lines } from './option.ts';
import declaration from './widget.ts';

const { alerts } = fixtures[0]!.data as Data;

describe('alerts', () => {
  it('[A1] says level in a word, what, how far from normal, who has it and since when', () => {
    const list = lines(alerts, AT, city, 'zh');
    expect(list.map((l) => [l.word, l.holder])).toEqual([
      ['红色', '待签收'],
      ['蓝色', '待签收'],
      ['橙色', '签收：3 席'],
      ['黄色', '督办：市城管局'],
      ['黄色', '恢复中'],
    ]);
    expect(list[0]).toMatchObject({
      title: '梁溪区 供热',
      says: '1 小时 46 件，平时 6–9 件',
      age: '3 分钟前',
      waits: true,
      drills: true,
    });
    expect(list[1]).toMatchObject({ title: '微信受理 数据接入中断', drills: false });
    expect(lines(alerts, AT, city, 'en')[3]).toMatchObject({ holder: 'supervised: Urban Management', word: 'Yellow' });
  });
  it('[M2] opens the facts of the card over the range that was looked at; behind a silent source there are none', () => {
    const [heating, silent, , backlog] = lines(alerts, AT, city, 'zh');
    const { from, to } = HEATING.sight;
    expect(declaration.hit(heating!.mark, { size: 6 }, { alerts })).toEqual({
      measure: 'accepted',
      filter: { district: '320213', category: { under: '05.03' } },
      range: { from, to },
    });
    expect(declaration.hit(silent!.mark, { size: 6 }, { alerts })).toBeNull();
    expect(declaration.hit(backlog!.mark, { size: 6 }, { alerts })).toEqual({
      measure: 'overdue',
      filter: { unit: 'urban' },
    });
    expect(declaration.hit({ kind: 'card', id: 'gone' }, { size: 6 }, { alerts })).toBeNull();
  });
  it('says how many there are beside those shown, and how many of them nobody has', () => {
    const cards = { a: HEATING, b: SILENT };
    expect(moreThan({ cards, open: 2, unclaimed: 2 }, 2, 'zh')).toBeNull();
    expect(moreThan({ cards, open: 2, unclaimed: 2 }, 1, 'zh')).toBe('另有 1 条预警，其中 1 条待签收');
    expect(moreThan({ cards, open: 9, unclaimed: 2 }, 2, 'en')).toBe('7 more');
    expect(moreThan(undefined, 0, 'zh')).toBeNull();
    expect(declaration.hit({ kind: 'more' }, { size: 6 }, { alerts })).toEqual({ measure: 'alerts_open' });
  });
  it('shows one family only where the scene says so, and says of which there are none', () => {
    expect(declaration.topics({ size: 6, family: 'media' }, { district: '320213' })).toEqual({
      alerts: { view: 'alerts', params: { size: 6 }, scope: { district: '320213', family: 'media' } },
    });
    expect(declaration.hit({ kind: 'more' }, { size: 6, family: 'media' }, { alerts })).toEqual({
      measure: 'alerts_open',
      filter: { family: 'media' },
    });
    expect([calmWords({ size: 6, family: 'media' }, 'zh'), calmWords({ size: 6 }, 'en')]).toEqual([
      '当前无舆情预警',
      'No alerts',
    ]);
  });
});
