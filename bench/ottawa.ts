/**
 * `npm run bench:ottawa`: surge rules at their defaults on three real months of a city's calls for service (Ottawa, January to
 * March 2014; nothing in them says what was an incident). Prints every alert and how many a day each rule raised. The files
 * are not part of the project: HOTLINE_DATA names the folder above `311/ottawa`.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { AlertContent } from '../contract/alert.ts';
import type { Rule } from '../contract/rule.ts';
import { DAY, HOUR, MINUTE, zone } from '../contract/time.ts';
import { checkCity } from '../server/city/load.ts';
import { countHours } from '../server/alerts/normal/hours.ts';
import { Rehearsal, type Delivery } from '../server/alerts/rehearsal.ts';
import { findSignals } from '../server/alerts/signals/signal.ts';
import { report, round } from './support/result.ts';

interface OttawaRow {
  creation_date: string;
  ward: string;
  call_description: string;
  call_type: string;
}

const folder = join(process.env['HOTLINE_DATA'] ?? '../shared/data', '311', 'ottawa');
if (!existsSync(folder)) {
  console.error(`there is no ${folder}: set HOTLINE_DATA to the folder of the data`);
  process.exit(2);
}
const tz = zone('America/Toronto');
const MONTHS = ['Jan', 'Feb', 'Mar'];

/** `2014-Jan-14 13:48:01` or `3/14/2014 9:05`, wall clock of the city, as Unix ms; the minute is the finest grain. */
function moment(text: string): number {
  const named = /^(\d{4})-(\w{3})-(\d\d) (\d\d):(\d\d)/.exec(text);
  const plain = /^(\d+)\/(\d+)\/(\d{4}) (\d+):(\d\d)/.exec(text);
  const [year, month, day, hour, minute] = named
    ? [named[1]!, MONTHS.indexOf(named[2]!) + 1, named[3]!, named[4]!, named[5]!]
    : plain
      ? [plain[3]!, plain[1]!, plain[2]!, plain[4]!, plain[5]!]
      : [];
  if (year === undefined) throw new RangeError(`not a time: ${text}`);
  const two = (part: unknown): string => String(part).padStart(2, '0');
  return tz.moment(`${year}-${two(month)}-${two(day)}`, Number(hour) * 60 + Number(minute));
}

const rows = readdirSync(folder).flatMap(
  (file) =>
    parse(readFileSync(join(folder, file)), { columns: true, bom: true, relax_column_count: true }) as OttawaRow[],
);
const text = (name: string): { zh: string; en: string } => ({ zh: name, en: name });
/** Codes in the order in which the names are met. */
const types = new Map<string, string>();
const leaves = new Map<string, string>();
const wards = new Map<string, string>();
const two = (n: number): string => String(n).padStart(2, '0');
function codeOf({ call_type: type, call_description: leaf }: OttawaRow): string {
  if (!types.has(type)) types.set(type, two(types.size + 1));
  const name = `${type} / ${leaf}`;
  if (!leaves.has(name))
    leaves.set(name, `${types.get(type)}.${String([...leaves.keys()].length + 1).padStart(3, '0')}`);
  return leaves.get(name)!;
}
const deliveries: Delivery[] = rows
  .map((row, i): Delivery => {
    const at = moment(row.creation_date);
    const ward = /\d+/.exec(row.ward)?.[0];
    if (ward !== undefined) wards.set(ward, `w${ward}`);
    const data = {
      channel: 'phone', nature: 'report', category: codeOf(row), title: row.call_description,
      ...(ward !== undefined && { place: { district: `w${ward}` } }),
    }; // prettier-ignore
    const event = {
      source: '/ottawa/311',
      id: `e${i}`,
      type: 'hotline.ticket.created' as const,
      subject: `t${i}`,
      at,
      data,
    };
    return { due: at, event };
  })
  .sort((a, b) => a.due - b.due);

const surge = (id: string, by: Rule['by'], window: number): Rule => ({
  id, names: text(id), signal: 'surge', family: 'matter', measure: 'accepted', window, for: 0, keep: 1800, level: 3,
  ...(by && { by }), ...(by?.includes('category') && { depth: 2 }),
}); // prettier-ignore
const city = checkCity('ottawa', {
  id: 'ottawa', names: text('Ottawa'), hotline: text('Ottawa 311'), timeZone: tz.name, about: text('backtest'),
  satisfied: ['satisfied'], targets: {}, feeds: [], units: [], policies: [], lexicon: { terms: [] }, scenes: [],
  calendar: { kind: 'weekly', weekdays: [1, 2, 3, 4, 5], hours: [[540, 1020]], holidays: ['2014-01-01', '2014-02-17'] },
  places: [...wards].map(([ward, code]) => ({ code, names: text(`Ward ${ward}`), streets: [] })),
  categories: [
    ...[...types].map(([name, code]) => ({ code, names: text(name) })),
    ...[...leaves].map(([name, code]) => ({ code, names: text(name) })),
  ],
  alerting: {
    rules: [
      surge('surge-city', undefined, 60),
      surge('surge-category', ['category'], 60),
      surge('surge-ward', ['district'], 60),
      surge('surge-ward-category', ['district', 'category'], 180),
    ],
  },
}); // prettier-ignore

/** The first weeks are what the rest is compared with. */
const start = tz.moment('2014-01-22', 0);
const end = tz.moment('2014-04-01', 0);
const normals = new Map<string, ReturnType<typeof countHours>>();
const rehearsal: Rehearsal = new Rehearsal({
  city,
  alerting: city.alerting,
  signals: await findSignals(),
  start,
  every: MINUTE,
  hours: (rule, from, to) => {
    const name = `${rule.id} ${to}`;
    const known = normals.get(name) ?? countHours(rehearsal.store.rows('ticket'), rule, tz, from, to);
    normals.set(name, known);
    return Promise.resolve(known);
  },
});
const split = deliveries.findIndex(({ due }) => due >= start);
rehearsal.take(deliveries.slice(0, split).map(({ event }) => event));
await rehearsal.run(end, deliveries.slice(split));

const days = (end - start) / DAY;
const perDay: Record<string, number> = {};
for (const { id } of city.alerting.rules) perDay[id] = 0;
for (const row of rehearsal.alerts()) {
  perDay[row.rule!] = perDay[row.rule!]! + 1 / days;
  const raise = rehearsal.written.find(({ subject, type }) => subject === row.id && type === 'hotline.alert.raised')!;
  const { titles, says, sight } = raise.data as unknown as AlertContent;
  const parts = tz.parts(row.raised!);
  const local = `${tz.date(row.raised!)} ${two(parts.hour)}:${two(parts.minute)}`;
  const lasted = row.resolved === null ? 'open' : `${round((row.resolved - row.raised!) / HOUR)} h`;
  console.log(`${local} ${row.rule}: ${titles.en}, ${says.en} (10^${round(sight.odds!)}), peak ${row.peak}, ${lasted}`);
}
report({
  bench: 'ottawa',
  tickets: deliveries.length,
  days,
  alerts: rehearsal.alerts().length,
  alerts_per_day: round(rehearsal.alerts().length / days, 2),
  per_rule_per_day: Object.fromEntries(Object.entries(perDay).map(([id, n]) => [id, round(n, 2)])),
});
