/** The queries of a wall, fixed: each as the history is asked, and as SQL for PostgreSQL over the same rows. */
import { DAY, HOUR } from '../../contract/time.ts';
import type { Count, History, List } from '../../server/history/history.ts';
import { END } from './generate.ts';

export type Answer = (string | number | null)[][];
export interface Query {
  name: string;
  /** A cell or row a line, in an order that both sides share. */
  ask(history: History): Promise<Answer>;
  sql: string;
}

const today = { from: END - DAY, to: END };
const last = (days: number) => ({ from: END - days * DAY, to: END });
/** Longer than any database here has grown. */
const everything = { from: END - 3700 * DAY, to: END };
const PAGE = 50;
const during = (range: { from: number; to: number }, at = 'created'): string =>
  `${at} >= ${range.from} AND ${at} < ${range.to}`;
const bucket = (at: string, width: number): string => `((${at} + ${8 * HOUR}) / ${width} * ${width} - ${8 * HOUR})`;

/** Rows as both sides give them, in one order; PostgreSQL gives whole numbers as texts. */
export const comparable = (rows: Answer): string =>
  JSON.stringify(rows.map((row) => JSON.stringify(row.map((value) => (value === null ? null : String(value))))).sort());

function count(name: string, query: Count, sql: string): Query {
  return {
    name,
    sql,
    async ask(history) {
      const { rows } = await history.count({ limit: 5000, ...query });
      return rows.map(({ key, bucket: start, cell }) => [...key, ...(start === undefined ? [] : [start]), ...cell]);
    },
  };
}

/** The total and the ids of a page; in SQL `where` once for both. */
export function list(name: string, query: Omit<List, 'size'>, where: string, order = 'created DESC'): Query {
  return {
    name,
    sql:
      `SELECT 'total' AS k, count(*)::bigint AS n FROM ticket WHERE ${where} UNION ALL ` +
      `SELECT id, 0 FROM (SELECT * FROM ticket WHERE ${where} ORDER BY ${order} NULLS LAST, id COLLATE "C" LIMIT ${PAGE}) page`,
    async ask(history) {
      const { rows, total } = await history.list({ size: PAGE, ...query });
      return [['total', total], ...rows.map(({ id }) => [id as string, 0])];
    },
  };
}

const RATIO = (part: string): string => `count(*) FILTER (WHERE ${part})::bigint AS num, count(*)::bigint AS den`;
const COUNT = 'count(*)::bigint AS num, 0::bigint AS den';

/** Twelve; `id` is a ticket that is there, `district` one of the city. */
export const queries = (id: string, district: string): Query[] => [
  count(
    'today by district',
    { measure: 'accepted', range: today, by: ['district'] },
    `SELECT district, ${COUNT} FROM ticket WHERE ${during(today)} GROUP BY 1`,
  ),
  count(
    '7 days by hour',
    { measure: 'accepted', range: last(7), step: 'hour' },
    `SELECT ${bucket('created', HOUR)} AS b, ${COUNT} FROM ticket WHERE ${during(last(7))} GROUP BY 1`,
  ),
  count(
    '30 days by category',
    { measure: 'accepted', range: last(30), by: ['category'], level: 1 },
    `SELECT split_part(category, '.', 1), ${COUNT} FROM ticket WHERE ${during(last(30))} GROUP BY 1`,
  ),
  count(
    '12 months by day and district',
    { measure: 'accepted', range: last(365), by: ['district'], step: 'day' },
    `SELECT district, ${bucket('created', DAY)} AS b, ${COUNT} FROM ticket WHERE ${during(last(365))} GROUP BY 1, 2`,
  ),
  count(
    'every day there is',
    { measure: 'accepted', range: everything, step: 'day' },
    `SELECT ${bucket('created', DAY)} AS b, ${COUNT} FROM ticket WHERE ${during(everything)} GROUP BY 1`,
  ),
  count(
    'satisfaction, 12 months by district',
    { measure: 'satisfaction', range: last(365), by: ['district'] },
    `SELECT district, ${RATIO('satisfied')} FROM ticket WHERE ${during(last(365), 'rated')} AND satisfied IS NOT NULL GROUP BY 1`,
  ),
  count(
    'on time, 90 days by unit',
    { measure: 'on_time_rate', range: last(90), by: ['unit'] },
    `SELECT unit, ${RATIO(`clock = 'met'`)} FROM ticket WHERE ${during(last(90), 'due')} AND clock IN ('met', 'missed', 'overdue') GROUP BY 1`,
  ),
  count(
    'everything by channel',
    { measure: 'accepted', by: ['channel'] },
    `SELECT channel, ${COUNT} FROM ticket WHERE created IS NOT NULL GROUP BY 1`,
  ),
  count('open by unit', { measure: 'open', by: ['unit'] }, `SELECT unit, ${COUNT} FROM ticket WHERE open GROUP BY 1`),
  list(
    'page behind a district, 30 days',
    { measure: 'accepted', filter: { district }, range: last(30) },
    `district = '${district}' AND ${during(last(30))}`,
  ),
  list('page of what is overdue', { measure: 'overdue' }, `open AND clock = 'overdue'`, 'due'),
  {
    name: 'one ticket',
    sql: `SELECT id, created, title FROM ticket WHERE id = '${id}'`,
    async ask(history) {
      const { ticket } = (await history.ticket(id))!;
      return [[ticket.id, ticket.created, ticket.title]];
    },
  },
];

/** Words in titles over everything: a page of the newest and how many there are. */
export const searches = (district: string): Query[] => {
  const word = (contains: string, filtered = false): Query => {
    const grams = Array.from({ length: contains.length - 1 }, (_, i) => `'${contains.slice(i, i + 2)}'`);
    return list(
      `search ${contains}${filtered ? ` in ${district}, 12 months` : ''}`,
      {
        measure: 'accepted',
        filter: { title: { contains }, ...(filtered ? { district } : {}) },
        ...(filtered ? { range: last(365) } : {}),
      },
      `grams @> ARRAY[${grams.join(', ')}] AND title LIKE '%${contains}%' AND created IS NOT NULL` +
        (filtered ? ` AND district = '${district}' AND ${during(last(365))}` : ''),
    );
  };
  return [
    word('停水'),
    word('噪音'),
    word('垃圾'),
    word('供暖'),
    word('电梯'),
    word('不热'),
    word('供暖不热'),
    word('花园停水'),
    word('停水', true),
    word('外星'),
  ];
};
