/** Files of citizens' messages: read with what is refused and why, and the files that are written beside them. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { zone, type Zone } from '../../contract/time.ts';
import { recognise } from '../../server/mapping/times/recognise.ts';
import type { Said } from '../../server/text/issues/said.ts';

/** Columns of such a file and what each is. */
const COLUMNS = {
  id: '留言编号',
  user: '留言用户',
  title: '留言主题',
  time: '留言时间',
  text: '留言详情',
  against: '反对数',
  likes: '点赞数',
} as const;

export interface Messages {
  /** In the order of their times. */
  said: Said[];
  /** Rows that cannot be taken: number of the record (the first after the header is 1) and the reason. */
  refused: { row: number; why: string }[];
}

export const TIME_ZONE = zone('Asia/Shanghai');

/** Reads a file. Throws where it has not the columns; single rows that cannot be read are refused and named. */
export function readMessages(file: string, tz: Zone = TIME_ZONE): Messages {
  return messagesOf(readFileSync(file), tz, file);
}

/** The same of a file's content; `file` names it in errors. */
export function messagesOf(content: Buffer | string, tz: Zone, file: string): Messages {
  const rows = parse(content, {
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  }) as string[][];
  const header = (rows.shift() ?? []).map((name) => name.trim());
  const at = Object.fromEntries(Object.entries(COLUMNS).map(([key, name]) => [key, header.indexOf(name)])) as Record<
    keyof typeof COLUMNS,
    number
  >;
  for (const key of ['id', 'title', 'time', 'text'] as const) {
    if (at[key] < 0) throw new Error(`${file}: no column ${COLUMNS[key]}; it has: ${header.join(', ')}`);
  }
  const said: Said[] = [];
  const refused: Messages['refused'] = [];
  const known = new Set<string>();
  for (const [i, row] of rows.entries()) {
    const cell = (key: keyof typeof COLUMNS): string => (at[key] < 0 ? '' : (row[at[key]] ?? '').trim());
    const refuse = (why: string): number => refused.push({ row: i + 1, why });
    const id = cell('id');
    if (row.length !== header.length) refuse(`${row.length} fields where the header has ${header.length}`);
    else if (id === '') refuse(`${COLUMNS.id} is empty`);
    else if (known.has(id)) refuse(`${COLUMNS.id} ${id} was there before`);
    else if (cell('title') === '' && cell('text') === '') refuse(`${COLUMNS.title} and ${COLUMNS.text} are empty`);
    else {
      const time = recognise(cell('time'), tz);
      if ('why' in time) {
        refuse(`${COLUMNS.time} ${JSON.stringify(cell('time'))} ${time.why}`);
        continue;
      }
      known.add(id);
      const votes = Number(cell('likes') || 0) - Number(cell('against') || 0);
      said.push({
        id,
        kind: 'ticket',
        at: time.at,
        title: cell('title'),
        text: cell('text').replace(/\s+/g, ' '),
        district: null,
        street: null,
        community: null,
        category: null,
        requester: cell('user') || null,
        votes: Number.isFinite(votes) ? votes : 0,
      });
    }
  }
  said.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return { said, refused };
}

/** A CSV text: quotes where a cell needs them, a BOM so that spreadsheet programs read it as UTF-8. */
export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number): string => {
    const text = String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
