/** Notices, steps and cards of a small city, for tests. */
import type { AlertCard, AlertContent } from '../../../contract/alert.ts';
import { ALERT_SOURCE } from '../../../contract/alert.ts';
import type { AlertEventType } from '../../../contract/event.ts';
import type { Entry } from '../../log/log.ts';
import { placeOf, type Notice, type Place, type Telling } from './notice.ts';
import type { Recipient } from './recipients.ts';

/** 2026-03-02 09:05 in the city. */
export const NOW = Date.UTC(2026, 2, 2, 1, 5, 0);
export const CITY = { id: 'testville', names: { zh: '测试市', en: 'Testville' }, timeZone: 'Asia/Shanghai' };
export const PLACE: Place = placeOf(CITY, 'https://wall.example/');

export const content = (more: Partial<AlertContent> = {}): AlertContent => ({
  rule: 'heating',
  signal: 'surge',
  family: 'matter',
  keys: { district: '990101', category: '05.03' },
  place: { district: '990101' },
  level: 2,
  owner: 'heat',
  titles: { zh: '东区 暖气不热', en: 'East · heating' },
  says: { zh: '1 小时 46 件，平时 6–9 件', en: '46 in an hour, usually 6–9' },
  sight: { value: 46, low: 6, high: 9 },
  why: [],
  ...more,
});

export function card(more: Partial<AlertCard> = {}): AlertCard {
  const { rule, family, level, titles, says, keys, place, sight, owner, why } = content();
  return {
    rule, family, level, titles, says, keys, place, sight, why, status: 'firing', since: NOW, updated: NOW,
    ...(owner !== undefined && { owner }),
    ...more,
  }; // prettier-ignore
}

/** A step as the log has it. */
export const step = (seq: number, type: AlertEventType, data: object = {}, subject = 'a-1', at = NOW): Entry => ({
  seq,
  taken: at,
  source: ALERT_SOURCE,
  id: `${subject}-${seq}`,
  type,
  subject,
  at,
  data: data as Record<string, unknown>,
});

export const notice = (more: Partial<Notice> = {}): Notice => ({
  kind: 'raised',
  alert: 'a-1',
  rule: 'heating',
  family: 'matter',
  level: 2,
  keys: { district: '990101', category: '05.03' },
  titles: { zh: '东区 暖气不热', en: 'East · heating' },
  says: { zh: '1 小时 46 件，平时 6–9 件', en: '46 in an hour, usually 6–9' },
  since: NOW,
  at: NOW,
  owner: { zh: '热力公司', en: 'Heat supply' },
  ...more,
});

export const telling = (notices: readonly Notice[] = [notice()], more: Partial<Telling> = {}): Telling => ({
  receiver: 'duty',
  locale: 'zh',
  place: PLACE,
  notices,
  ...more,
});

export const recipient = (id: string, more: Partial<Recipient> = {}): Recipient => ({
  id,
  channel: 'webhook',
  locale: 'zh',
  settings: { url: 'http://127.0.0.1:9/' },
  ...more,
});

/** Text that would be markup, a link, a mention or a header if nobody kept it from that. */
export const HOSTILE =
  '# x\r\nBcc: all@example.org\n\n[点击](https://evil.example) <font color="warning">假</font> <@all> **粗** `码` ![](http://a/b.png) & "q" \u202e';
