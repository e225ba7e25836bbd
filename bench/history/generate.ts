/**
 * Tickets for the bench of the history: rows straight into the engine's own table, in the order in which they were
 * created, as a database has them that grew by itself. Districts, categories, units, hours and seasons are skewed by
 * hashes; titles and texts are put together of the places and matters of a city, so that words are met as often as their
 * matters are. Lives (`steps`) are short: created and closed, without what they said. What is derived of the rows is not
 * made here: the history makes it when it is opened.
 */
import { readFileSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { TICKET_FIELDS } from '../../contract/fact.ts';
import { DAY, HOUR } from '../../contract/time.ts';
import { packColumn, PACK_ROWS } from '../../server/history/columns.ts';
import { append } from '../../server/history/embedded/append.ts';
import { openFile } from '../../server/history/embedded/file.ts';
import { createTable, CREATE_POSITION, idHash, ORD, quoted } from '../../server/history/schema.ts';

/** The end of the last day of the data: midnight in China. */
export const END = Date.UTC(2026, 10, 20, 16);
/** How long a database of so many tickets has grown: one to ten years, 2,700 tickets a day at least. */
export const yearsOf = (rows: number): number => Math.min(10, Math.max(1, Math.round(rows / 1_000_000)));
/** Rows that are made at once. */
const STEP = 1_000_000;
export const ZONE = 'Asia/Shanghai';

const city = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../cities/wuxi/${name}.json`, import.meta.url), 'utf8'));
interface Named {
  code: string;
  names: { zh: string };
}
const places = city('places') as (Named & { streets: Named[] })[];
const categories = (city('categories') as Named[]).filter(({ code }) => code.split('.').length === 3);
const units = (city('units') as { id: string }[]).map(({ id }) => id);
export const TERMS = (city('lexicon') as { terms: { term: string }[] }).terms.map(({ term }) => term);
const streets = places.flatMap(({ code, streets: own }) => own.map((street) => ({ district: code, ...street })));

const COMPOUNDS = [
  '春江',
  '锦绣',
  '金色',
  '阳光',
  '太湖',
  '梁鸿',
  '惠景',
  '运河',
  '蠡湖',
  '香樟',
  '银杏',
  '翠竹',
  '新光',
  '华庭',
  '万科',
  '融创',
];
const KINDS = ['花园', '新村', '家园', '名邸', '苑', '公寓', '华府', '里'];
const ROADS = [
  '中山路',
  '人民路',
  '解放路',
  '太湖大道',
  '学前街',
  '建筑路',
  '清扬路',
  '县前街',
  '永乐路',
  '通江大道',
  '金城路',
  '观山路',
];
const ASKS = ['希望有关部门尽快处理', '要求核实并答复', '已多次反映未果', '请予以解决', '咨询相关政策', '影响正常生活'];
const SINCE = ['昨晚', '近一周', '今天上午', '上个月', '长期', '三天前'];
/** Hours of a day as often as calls come in them: a hundred, in order. */
const HOURS = [
  0,
  3,
  6,
  7,
  7,
  ...[8, 9, 10, 11, 14, 15, 16].flatMap((hour) => Array.from({ length: 10 }, () => hour)),
  12,
  12,
  12,
  13,
  13,
  13,
  17,
  17,
  17,
  17,
  18,
  18,
  18,
  19,
  19,
  19,
  20,
  20,
  20,
  21,
  21,
  22,
  22,
  23,
  1,
].sort((a, b) => a - b);

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const listed = (values: readonly (string | number)[]): string =>
  `[${values.map((value) => (typeof value === 'string' ? text(value) : value)).join(', ')}]`;
/** A number in [0, 1) that follows from the row and a salt. */
const chance = (salt: number): string => `((hash(i * 64 + ${salt}) % 1000000) / 1000000.0)`;
/** A place in a list of this length, from 1; the larger the skew, the more often the first ones. */
const pick = (salt: number, length: number, skew = 1): string =>
  `(1 + floor(power(${chance(salt)}, ${skew}) * ${length}))::BIGINT`;

const STREET_NAME = `${listed(streets.map(({ names }) => names.zh))}[street]`;

/** What each column is made of; columns that are not here are NULL. `c` is the moment of creation, `street` and `category` are places in their lists. */
const COLUMNS: Record<string, string> = {
  id: "'T' || i",
  source: "'/12345/workorder'",
  channel: `${listed(['phone', 'app', 'wechat', 'web', 'mayor', 'weibo', 'transfer'])}[${pick(1, 7, 2.5)}]`,
  nature: `${listed(['complaint', 'help', 'consult', 'suggestion', 'report', 'praise'])}[${pick(2, 6, 1.8)}]`,
  category: `${listed(categories.map(({ code }) => code))}[category]`,
  district: `${listed(streets.map(({ district }) => district))}[street]`,
  street: `${listed(streets.map(({ code }) => code))}[street]`,
  community: 'compound',
  unit: `${listed(units)}[${pick(5, units.length, 1.6)}]`,
  urgency: `${listed(['normal', 'urgent', 'critical'])}[${pick(6, 3, 4)}]`,
  status: `CASE WHEN closed IS NOT NULL THEN 'closed' WHEN dispatched IS NOT NULL THEN 'dispatched' ELSE 'created' END`,
  clock: `CASE WHEN dispatched IS NULL THEN 'none' WHEN closed IS NULL THEN (CASE WHEN due < ${END} THEN 'overdue' ELSE 'running' END) WHEN closed <= due THEN 'met' ELSE 'missed' END`,
  satisfaction: `CASE WHEN rated IS NULL THEN NULL WHEN ${chance(8)} < 0.82 THEN 'satisfied' ELSE 'dissatisfied' END`,
  requester: `'r' || (hash(i * 64 + 9) % 4000000)`,
  created: 'c',
  dispatched: 'dispatched',
  accepted: 'dispatched + 1800000',
  replied: 'closed',
  closed: 'closed',
  rated: 'rated',
  due: 'due',
  done: 'closed',
  updated: 'coalesce(rated, closed, dispatched, c)',
  urges: `CASE WHEN ${chance(10)} < 0.06 THEN 1 ELSE 0 END::DOUBLE`,
  returns: `CASE WHEN ${chance(11)} < 0.04 THEN 1 ELSE 0 END::DOUBLE`,
  transfers: '0::DOUBLE',
  extensions: '0::DOUBLE',
  redos: `CASE WHEN ${chance(12)} < 0.02 THEN 1 ELSE 0 END::DOUBLE`,
  reopens: '0::DOUBLE',
  handling: '(closed - dispatched)::DOUBLE',
  lng: `round(120.1 + ${chance(13)} * 0.5, 5)`,
  lat: `round(31.4 + ${chance(14)} * 0.4, 5)`,
  direct: 'dispatched IS NULL AND closed IS NOT NULL',
  open: 'dispatched IS NOT NULL AND closed IS NULL',
  satisfied: `CASE WHEN rated IS NULL THEN NULL ELSE ${chance(8)} < 0.82 END`,
  repeat: `${chance(15)} < 0.09`,
  revisited: 'rated IS NOT NULL',
  title: `${STREET_NAME} || compound || matter`,
  text: `'市民来电反映，' || since || ${STREET_NAME} || road || number || '号' || compound || matter || '，' || ${listed(categories.map(({ names }) => names.zh))}[category] || '，' || ask || '。'`,
  address: `road || number || '号' || compound`,
  words: `[matter]`,
  terms: `[matter, compound, since, ask]`,
  steps:
    `'[{"at":' || c || ',"type":"ticket.created","source":"/12345/workorder","id":"' || i || '-1","data":{}}' || ` +
    `CASE WHEN closed IS NULL THEN '' ELSE ',{"at":' || closed || ',"type":"ticket.closed","source":"/12345/workorder","id":"' || i || '-2","data":{}}' END || ']'`,
  hash: 'hash',
  [ORD]: 'i',
};

function statement(rows: number, from: number, to: number): string {
  const span = yearsOf(rows) * 365 * DAY;
  // Two steps to a time: the day goes evenly, the hour of it as calls come; both rise with the row.
  const share = `((i + ${chance(20)}) / ${rows})`;
  const day = `floor(${share} * ${span / DAY})`;
  const within = `(${share} * ${span / DAY} - ${day})`;
  const hour = `${listed(HOURS)}[1 + least(${HOURS.length - 1}, floor(${within} * ${HOURS.length}))::BIGINT]`;
  const names = [...Object.keys(TICKET_FIELDS), 'steps', 'hash', ORD];
  const when =
    `SELECT i, hash, (${END - span} + ${day} * ${DAY} + ${hour} * ${HOUR} + (${within} * ${HOURS.length} % 1) * ${HOUR - 1})::BIGINT AS c ` +
    `FROM hashes WHERE i BETWEEN ${from} AND ${to - 1}`;
  const went =
    `SELECT *, CASE WHEN ${chance(21)} < 0.88 THEN c + 600000 + (${chance(22)} * 3600000)::BIGINT END AS dispatched, ` +
    `(month(make_timestamp(c * 1000)) IN (11, 12, 1, 2)) AS winter FROM (${when}) WHERE c < ${END}`;
  const done =
    `SELECT *, dispatched + ${5 * DAY} AS due, CASE WHEN ${chance(23)} < 0.0005 THEN NULL ` +
    `ELSE coalesce(dispatched, c) + (power(${chance(24)}, 2.5) * ${9 * DAY})::BIGINT + 60000 END AS ended FROM (${went})`;
  const known =
    `SELECT *, CASE WHEN ended < ${END} AND ended > c THEN ended END AS closed, ` +
    `CASE WHEN ended + ${DAY} < ${END} AND ${chance(25)} < 0.35 THEN ended + ${DAY / 2} + (${chance(26)} * ${DAY / 3})::BIGINT END AS rated FROM (${done})`;
  const said =
    `SELECT *, ${listed(COMPOUNDS)}[${pick(30, COMPOUNDS.length, 1.3)}] || ${listed(KINDS)}[${pick(31, KINDS.length)}] AS compound, ` +
    `${listed(ROADS)}[${pick(32, ROADS.length, 1.4)}] AS road, (hash(i * 64 + 33) % 800 + 1) AS number, ` +
    `CASE WHEN winter AND ${chance(34)} < 0.1 THEN '供暖不热' ELSE ${listed(TERMS)}[${pick(35, TERMS.length, 1.7)}] END AS matter, ` +
    `${listed(ASKS)}[${pick(36, ASKS.length)}] AS ask, ${listed(SINCE)}[${pick(37, SINCE.length)}] AS since, ` +
    `${pick(38, streets.length, 1.5)} AS street, ${pick(39, categories.length, 2)} AS category FROM (${known})`;
  const columns = names.map((name) => `${COLUMNS[name] ?? 'NULL'} AS ${quoted(name)}`).join(', ');
  return `INSERT INTO ticket (${names.map(quoted).join(', ')}) SELECT ${columns} FROM (${said})`;
}

async function hashes(connection: DuckDBConnection, from: number, to: number): Promise<void> {
  await connection.run('CREATE OR REPLACE TEMP TABLE hashes (i BIGINT, hash BIGINT)');
  const appender = await connection.createAppender('hashes', 'main', 'temp');
  const columns = ['i', 'hash'].map((name) => ({ name, role: 'time' as const }));
  for (let at = from; at < to; at += PACK_ROWS) {
    const rows = Array.from({ length: Math.min(PACK_ROWS, to - at) }, (_, i) => at + i);
    const packed = [rows, rows.map((i) => idHash(`T${i}`))].map((values, c) => packColumn(columns[c]!, values));
    append(appender, columns, { rows: rows.length, columns: packed });
  }
  appender.closeSync();
}

/** Makes a history's file with so many tickets, or what is missing of them, and runs `afterwards` on a connection to it; gives how many it made. */
export async function generate(
  path: string,
  rows: number,
  afterwards: (connection: DuckDBConnection) => Promise<void>,
): Promise<number> {
  const instance = await openFile(path, { memory_limit: '4GB', checkpoint_threshold: '256MB' });
  const connection = await instance.connect();
  await connection.run(createTable('ticket'));
  await connection.run(`ALTER TABLE ticket ADD COLUMN IF NOT EXISTS ${ORD} BIGINT`);
  await connection.run(CREATE_POSITION);
  const made = await connection.runAndReadAll(`SELECT coalesce(max(${ORD}), -1) + 1 FROM ticket`);
  const first = Math.ceil(Number(made.getRows()[0]![0]) / STEP) * STEP;
  for (let from = first; from < rows; from += STEP) {
    const to = Math.min(rows, from + STEP);
    await hashes(connection, from, to);
    await connection.run(statement(rows, from, to));
    if (from % (10 * STEP) === 0 && from > 0) console.log(`  ${from / STEP} M rows made`);
  }
  if (first < rows) await connection.run(`UPDATE "position" SET epoch = 'bench', seq = ${rows}`);
  await afterwards(connection);
  await connection.run('CHECKPOINT');
  connection.closeSync();
  instance.closeSync();
  return Math.max(0, rows - first);
}
