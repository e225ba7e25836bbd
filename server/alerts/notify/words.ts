/** Words of notices in both languages. Pure. */
import type { Text } from '../../../contract/text.ts';
import { DAY, HOUR, MINUTE, type Zone } from '../../../contract/time.ts';
import type { Locale, Notice, NoticeKind } from './notice.ts';

/** A level is always told as a word and a number: colours alone are not seen by everybody. */
export const LEVELS: Record<Notice['level'], Text> = {
  1: { zh: '红色 I', en: 'Red I' },
  2: { zh: '橙色 II', en: 'Orange II' },
  3: { zh: '黄色 III', en: 'Yellow III' },
  4: { zh: '蓝色 IV', en: 'Blue IV' },
};

/** What happened. Every one in Chinese holds 预警, the word that a robot with keywords is told to let pass. */
export const KINDS: Record<NoticeKind, Text> = {
  raised: { zh: '预警', en: 'Alert' },
  reopened: { zh: '预警再次出现', en: 'Alert again' },
  escalated: { zh: '预警升级', en: 'Alert escalated' },
  dispatched: { zh: '预警派单', en: 'Alert dispatched' },
  resolved: { zh: '预警解除', en: 'Alert resolved' },
  test: { zh: '预警测试', en: 'Test' },
};

export const LABELS = {
  says: { zh: '情况', en: 'What' },
  since: { zh: '始于', en: 'Since' },
  lasted: { zh: '持续', en: 'Lasted' },
  owner: { zh: '负责', en: 'Owner' },
  unit: { zh: '派往', en: 'Sent to' },
  escalated: { zh: '升级', en: 'Escalated' },
  comment: { zh: '附言', en: 'Note' },
  into: { zh: '去向', en: 'Goes on' },
  open: { zh: '在大屏上查看', en: 'Open on the wall' },
} as const satisfies Record<string, Text>;

/** Between a label and what it labels. */
export const COLON: Text = { zh: '：', en: ': ' };

const two = (value: number): string => String(value).padStart(2, '0');

/** A moment by the city's clocks: 2026-03-02 09:05. */
export function momentOf(zone: Zone, at: number): string {
  const { hour, minute } = zone.parts(at);
  return `${zone.date(at)} ${two(hour)}:${two(minute)}`;
}

/** How long, in its two largest units: 2 小时 5 分, 2 h 5 min. Less than a minute counts as one. */
export function durationOf(ms: number, locale: Locale): string {
  const minutes = Math.max(1, Math.round(ms / MINUTE)) * MINUTE;
  const parts = [
    [Math.floor(minutes / DAY), locale === 'zh' ? '天' : 'd'],
    [Math.floor((minutes % DAY) / HOUR), locale === 'zh' ? '小时' : 'h'],
    [Math.floor((minutes % HOUR) / MINUTE), locale === 'zh' ? '分' : 'min'],
  ] as const;
  const first = parts.findIndex(([amount]) => amount > 0);
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

/** For which time it was escalated, since nobody claimed it. */
export const timesOf = (times: number, locale: Locale): string =>
  locale === 'zh' ? `无人认领，第 ${times} 次升级` : `nobody claimed it, time ${times}`;

/** Nobody owns it. */
export const NOBODY: Text = { zh: '未定', en: 'nobody yet' };
export const BROADER: Text = { zh: '并入范围更大的预警', en: 'in a broader alert' };
