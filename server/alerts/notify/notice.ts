/**
 * Notices: what people are told of a step in the life of an alert. A notice holds all that its words need, so that it can
 * be sent later, by another server, and as the alert stood when the step happened. Pure.
 */
import type { AlertCard, AlertContent, AlertData, AlertKeys } from '../../../contract/alert.ts';
import type { City } from '../../../contract/city.ts';
import type { AlertEventType } from '../../../contract/event.ts';
import type { FAMILIES } from '../../../contract/rule.ts';
import type { Text } from '../../../contract/text.ts';
import { zone, type Zone } from '../../../contract/time.ts';
import type { Entry } from '../../log/log.ts';

export type Locale = keyof Text;

/** What happened. `test`: nothing; somebody tries a recipient. */
export type NoticeKind = 'raised' | 'reopened' | 'escalated' | 'dispatched' | 'resolved' | 'test';

export interface Notice {
  kind: NoticeKind;
  /** Id of the alert. */
  alert: string;
  rule: string;
  family: (typeof FAMILIES)[number];
  level: AlertCard['level'];
  keys: AlertKeys;
  titles: Text;
  says: Text;
  /** When the alert was raised, and when this step happened, Unix ms of the city's clock. */
  since: number;
  at: number;
  /** Who owns it. */
  owner?: Text;
  /** Dispatched: to whom, and the words that went with it. */
  unit?: Text;
  comment?: string;
  /** Escalated: for which time. */
  times?: number;
  /** Resolved: a broader alert carries on. */
  into?: string;
}

/** Where an alert is, and where its wall is found. */
export interface Place {
  id: string;
  names: Text;
  zone: Zone;
  /** Address of the wall, without a slash at its end. */
  wallUrl: string;
}

/** The place of a city, as messages need it. Throws RangeError on an unknown time zone. */
export const placeOf = ({ id, names, timeZone }: Pick<City, 'id' | 'names' | 'timeZone'>, wallUrl: string): Place => ({
  id,
  names,
  zone: zone(timeZone),
  wallUrl: wallUrl.replace(/\/+$/, ''),
});

/** What goes out in one message: one notice, or several as a digest. */
export interface Telling {
  /** Id of the recipient. */
  receiver: string;
  locale: Locale;
  place: Place;
  notices: readonly Notice[];
}

/** Steps that people are told of; by `updated` and `relapsed` only those whom the graver level newly concerns. */
const KINDS: Partial<Record<string, NoticeKind>> = {
  'hotline.alert.raised': 'raised',
  'hotline.alert.reopened': 'reopened',
  'hotline.alert.updated': 'raised',
  'hotline.alert.relapsed': 'raised',
  'hotline.alert.escalated': 'escalated',
  'hotline.alert.dispatched': 'dispatched',
  'hotline.alert.resolved': 'resolved',
} satisfies Partial<Record<AlertEventType, NoticeKind>>;

/** What an entry of the log tells people, if anything. */
export const kindOf = (entry: Pick<Entry, 'type'>): NoticeKind | undefined => KINDS[entry.type];

/** Steps that say themselves all that there is to say. */
const WHOLE: readonly string[] = ['hotline.alert.raised', 'hotline.alert.reopened'];

/** Whether the notice of this entry can be made with or without its card. */
export const speaksForItself = (entry: Pick<Entry, 'type'>): boolean => WHOLE.includes(entry.type);

/**
 * The notice of an entry that has a kind. `card` is the alert as it is known now; null only where the entry speaks for
 * itself. `nameOf` gives the name of a unit.
 */
export function noticeOf(entry: Entry, card: AlertCard | null, nameOf: (unit: string) => Text): Notice {
  const content = (speaksForItself(entry) ? entry.data : card) as AlertContent | AlertCard | null;
  if (!content) throw new Error(`nothing is known of the alert ${entry.subject}`);
  const { rule, family, keys, titles, owner } = content;
  // The step says how it stood then; the card may be further by now.
  const step = entry.data as Partial<AlertData<'hotline.alert.updated' | 'hotline.alert.escalated'>>;
  const notice: Notice = {
    kind: kindOf(entry)!,
    alert: entry.subject,
    rule,
    family,
    level: (step.level ?? content.level) as Notice['level'],
    keys,
    titles,
    says: 'says' in step && step.says ? step.says : content.says,
    since: card?.since ?? entry.at,
    at: entry.at,
    ...(owner !== undefined && { owner: nameOf(owner) }),
  };
  if (entry.type === 'hotline.alert.dispatched') {
    const { unit, comment } = entry.data as AlertData<'hotline.alert.dispatched'>;
    return { ...notice, unit: nameOf(unit), ...(comment && { comment }) };
  }
  if (entry.type === 'hotline.alert.escalated') {
    return { ...notice, times: (entry.data as AlertData<'hotline.alert.escalated'>).times };
  }
  if (entry.type === 'hotline.alert.resolved') {
    const { into, comment } = entry.data as AlertData<'hotline.alert.resolved'>;
    return { ...notice, ...(into !== undefined && { into }), ...(comment && { comment }) };
  }
  return notice;
}

/** A notice that says that it is a test. */
export const testNotice = (at: number): Notice => ({
  kind: 'test',
  alert: 'test',
  rule: 'test',
  family: 'service',
  level: 4,
  keys: {},
  titles: { zh: '通知测试', en: 'test of notifications' },
  says: { zh: '这是一条测试通知，没有任何预警', en: 'This is a test. There is no alert.' },
  since: at,
  at,
});
