import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../contract/time.ts';
import { HOSTILE, notice, NOW, PLACE, telling } from './fixture.ts';
import { fitting, lastOfEach, linkOf, messageOf } from './message.ts';
import { testNotice } from './notice.ts';
import { durationOf, KINDS, LEVELS, momentOf } from './words.ts';

const said = (lines: readonly { label: string; text: string }[]): string[] =>
  lines.map(({ label, text }) => `${label}=${text}`);

describe('[A1] what a notice says', () => {
  it('in Chinese: level as word and number, city, matter, sentence, since when, owner, where', () => {
    const message = messageOf(telling());
    expect(message.heading).toBe('【橙色 II】测试市 预警：东区 暖气不热');
    expect(said(message.lines)).toEqual(['情况=1 小时 46 件，平时 6–9 件', '始于=2026-03-02 09:05', '负责=热力公司']);
    expect(message.link).toBe('https://wall.example/console?alert=a-1');
  });

  it('in English', () => {
    const message = messageOf(telling([notice({ level: 1 })], { locale: 'en' }));
    expect(message.heading).toBe('Red I · Testville · Alert: East · heating');
    expect(said(message.lines)).toEqual([
      'What=46 in an hour, usually 6–9',
      'Since=2026-03-02 09:05',
      'Owner=Heat supply',
    ]);
  });

  it('of its end: how long it lasted, and that a broader one carries on', () => {
    const at = NOW + 2 * HOUR + 5 * MINUTE;
    const message = messageOf(telling([notice({ kind: 'resolved', at, into: 'a-2' })]));
    expect([message.over, message.heading]).toEqual([true, '【橙色 II】测试市 预警解除：东区 暖气不热']);
    expect(said(message.lines).slice(3)).toEqual(['持续=2 小时 5 分', '去向=并入范围更大的预警']);
  });

  it('of an escalation and of a dispatch', () => {
    expect(said(messageOf(telling([notice({ kind: 'escalated', times: 2 })])).lines).at(-1)).toBe(
      '升级=无人认领，第 2 次升级',
    );
    const unit = { zh: '市水务局', en: 'Water' };
    const dispatched = notice({ kind: 'dispatched', unit, comment: '请马上\n处理' });
    expect(said(messageOf(telling([dispatched])).lines).slice(3)).toEqual(['派往=市水务局', '附言=请马上 处理']);
  });

  it('where nobody owns it, says so', () => {
    const { owner: _owner, ...nobody } = notice();
    expect(said(messageOf(telling([nobody])).lines).at(-1)).toBe('负责=未定');
  });

  it('holds nothing that could break a line or a header', () => {
    const message = messageOf(
      telling([notice({ titles: { zh: HOSTILE, en: HOSTILE }, says: { zh: HOSTILE, en: '' } })]),
    );
    for (const text of [message.heading, ...message.lines.map((line) => line.text)])
      // oxlint-disable-next-line no-control-regex
      expect(text).not.toMatch(/[\u0000-\u001f\u202e]/);
    expect(linkOf(PLACE, 'a)](x) b')).toBe('https://wall.example/console?alert=a%29%5D%28x%29%20b');
  });

  it('of a test, that there is no alert', () => {
    const message = messageOf(telling([testNotice(NOW)]));
    expect([message.heading, message.link]).toEqual([
      '【蓝色 IV】测试市 预警测试：通知测试',
      'https://wall.example/console',
    ]);
  });
});

describe('[A1] a digest', () => {
  const many = Array.from({ length: 30 }, (_, i) =>
    notice({ alert: `a-${i}`, level: i === 7 ? 1 : 3, titles: { zh: `预警${i}`, en: `alert ${i}` }, at: NOW + i }),
  );

  it('says how many, names the gravest first, and how many it leaves out', () => {
    const message = messageOf(telling(many));
    expect(message.heading).toBe('【最高 红色 I】测试市：另有 30 条预警');
    expect(message.items[0]).toBe('【红色 I】预警：预警7，始于 2026-03-02 09:05');
    expect([message.items.length, message.items.at(-1)]).toEqual([21, '……以及其他 10 条']);
    expect(message.link).toBe('https://wall.example/console');
    expect(messageOf(telling(many, { locale: 'en' })).heading).toBe('Red I at most · Testville · 30 more alerts');
  });

  it('tells each alert once, as it stands last', () => {
    const escalated = notice({ alert: 'a-3', kind: 'escalated', level: 2 });
    expect(lastOfEach([...many, escalated]).find(({ alert }) => alert === 'a-3')).toBe(escalated);
    expect(lastOfEach([...many, escalated])).toHaveLength(30);
  });

  it('fits a bound: it names fewer and says so', () => {
    const text = fitting(telling(many), 500, ({ heading, items }) => [heading, ...items].join('\n'));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(500);
    expect(text).toMatch(/以及其他 \d+ 条$/);
    const named = text.split('\n').length - 2;
    expect(text).toContain(`以及其他 ${30 - named} 条`);
  });

  it('of everything that is over is over', () => {
    expect(messageOf(telling(many.map((one) => ({ ...one, kind: 'resolved' as const })))).over).toBe(true);
    expect(messageOf(telling(many)).over).toBe(false);
  });
});

describe('words', () => {
  it('tell every level by word and number, and every kind in Chinese with the word 预警', () => {
    expect(Object.values(LEVELS).map(({ zh }) => zh)).toEqual(['红色 I', '橙色 II', '黄色 III', '蓝色 IV']);
    for (const { zh } of Object.values(KINDS)) expect(zh).toContain('预警');
  });

  it('tell times by the clocks of the city', () => {
    expect(momentOf(PLACE.zone, Date.UTC(2026, 11, 31, 16, 0))).toBe('2027-01-01 00:00');
  });

  it('tell how long in two units', () => {
    expect([1, 60_000, HOUR, 26 * HOUR + 5 * MINUTE].map((ms) => durationOf(ms, 'zh'))).toEqual([
      '1 分',
      '1 分',
      '1 小时',
      '1 天 2 小时',
    ]);
    expect(durationOf(2 * HOUR + 5 * MINUTE, 'en')).toBe('2 h 5 min');
  });
});
