/**
 * What a telling says, in the language of its recipient and before any channel's markup: a heading, lines, and a link to
 * the wall. Channels escape and lay it out. Pure.
 */
import { oneLine } from './escape.ts';
import type { Notice, Place, Telling } from './notice.ts';
import { BROADER, durationOf, KINDS, LABELS, LEVELS, momentOf, NOBODY, timesOf } from './words.ts';

export interface Line {
  label: string;
  text: string;
}

export interface Message {
  /** The gravest level in it. */
  level: Notice['level'];
  /** Whether everything in it is over. */
  over: boolean;
  heading: string;
  lines: Line[];
  /** Of a digest: one line an alert, the gravest first; the last line tells how many are left out. */
  items: string[];
  link: string;
}

/** Lengths in characters, so that a whole message fits the smallest bound of a channel (WeCom: 4,096 bytes). */
const MAX = { city: 30, title: 120, says: 300, unit: 60, comment: 200 } as const;
/** Alerts of a digest that are named. */
const NAMED = 20;

/** A part of an address that also stands unharmed within the brackets of markdown. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Where the alert is seen on the wall. */
export const linkOf = ({ wallUrl }: Place, alert?: string): string =>
  `${wallUrl}/console${alert === undefined ? '' : `?alert=${encoded(alert)}`}`;

function single(notice: Notice, { locale, place }: Telling): Message {
  const { kind, level, titles, says, since, at, owner, unit, comment, times, into } = notice;
  const city = oneLine(place.names[locale], MAX.city);
  const title = oneLine(titles[locale], MAX.title);
  const line = (label: keyof typeof LABELS, text: string): Line => ({ label: LABELS[label][locale], text });
  const lines = [
    line('says', oneLine(says[locale], MAX.says)),
    line('since', momentOf(place.zone, since)),
    line('owner', oneLine((owner ?? NOBODY)[locale], MAX.unit)),
  ];
  if (kind === 'resolved') lines.push(line('lasted', durationOf(at - since, locale)));
  if (into !== undefined) lines.push(line('into', BROADER[locale]));
  if (times !== undefined) lines.push(line('escalated', timesOf(times, locale)));
  if (unit) lines.push(line('unit', oneLine(unit[locale], MAX.unit)));
  if (comment) lines.push(line('comment', oneLine(comment, MAX.comment)));
  const heading =
    locale === 'zh'
      ? `【${LEVELS[level].zh}】${city} ${KINDS[kind].zh}：${title}`
      : `${LEVELS[level].en} · ${city} · ${KINDS[kind].en}: ${title}`;
  const link = kind === 'test' ? linkOf(place) : linkOf(place, notice.alert);
  return { level, over: kind === 'resolved', heading, lines, items: [], link };
}

/** The last notice of each alert, the gravest first, in the order of time. */
export function lastOfEach(notices: readonly Notice[]): Notice[] {
  const last = new Map(notices.map((notice) => [notice.alert, notice]));
  return [...last.values()].sort((a, b) => a.level - b.level || a.at - b.at);
}

function digest({ notices, locale, place }: Telling): Message {
  const all = lastOfEach(notices);
  const level = all[0]!.level;
  const city = oneLine(place.names[locale], MAX.city);
  const items = all.slice(0, NAMED).map((notice) => {
    const title = oneLine(notice.titles[locale], MAX.title);
    const since = `${LABELS.since[locale]} ${momentOf(place.zone, notice.since)}`;
    return locale === 'zh'
      ? `【${LEVELS[notice.level].zh}】${KINDS[notice.kind].zh}：${title}，${since}`
      : `${LEVELS[notice.level].en} · ${KINDS[notice.kind].en}: ${title}, ${since.toLowerCase()}`;
  });
  const heading =
    locale === 'zh'
      ? `【最高 ${LEVELS[level].zh}】${city}：另有 ${all.length} 条预警`
      : `${LEVELS[level].en} at most · ${city} · ${all.length} more alerts`;
  const over = all.every(({ kind }) => kind === 'resolved');
  return withRest({ level, over, heading, lines: [], items, link: linkOf(place) }, all.length, locale);
}

function withRest(message: Message, all: number, locale: Telling['locale']): Message {
  const rest = all - message.items.length;
  if (rest > 0) message.items.push(locale === 'zh' ? `……以及其他 ${rest} 条` : `… and ${rest} more`);
  return message;
}

/** The message of a telling; a digest where it holds several notices. Throws RangeError where it holds none. */
export function messageOf(telling: Telling): Message {
  const [notice, more] = telling.notices;
  if (!notice) throw new RangeError('a telling holds at least one notice');
  return more ? digest(telling) : single(notice, telling);
}

/**
 * The message laid out by `layout` so that it has at most `bytes` of UTF-8: of a digest fewer alerts are named until it
 * does, and the last line says how many are left out.
 */
export function fitting(telling: Telling, bytes: number, layout: (message: Message) => string): string {
  const message = messageOf(telling);
  const all = lastOfEach(telling.notices).length;
  let text = layout(message);
  for (let named = Math.min(all, NAMED) - 1; Buffer.byteLength(text) > bytes && named >= 0; named--) {
    const fewer = { ...message, items: message.items.slice(0, named) };
    text = layout(message.items.length === 0 ? message : withRest(fewer, all, telling.locale));
  }
  return text;
}
