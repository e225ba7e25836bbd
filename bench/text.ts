/**
 * Hot issues: real messages in the order of their times through the path that live tickets take, the table of what was found;
 * how like ten random orders are; what is masked, suggested and hot; how many tickets a second and whether memory grows.
 * `--input FILE.csv --out OUT.csv` does the first with any such file and writes who is in which issue.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { segmenter } from '../server/text/segment.ts';
import { run as categories } from './text/category.ts';
import { csvOf, readMessages, TIME_ZONE, type Messages } from './text/csv.ts';
import { stability, stream, table, TABLE_HEADER } from './text/issues.ts';
import { run as masks } from './text/mask.ts';
import { run as plantedIssues } from './text/planted-issues.ts';
import { run as planted } from './text/planted.ts';
import { throughput } from './text/throughput.ts';
import { quick, report, round } from './support/result.ts';

const LANGUAGE = 'zh-CN';
const TOP = 20;
const ORDERS = quick ? 3 : 10;
const TICKETS = quick ? 100_000 : 10_000_000;
/** Refused rows that are named; the others are counted. */
const NAMED = 20;

const { values } = parseArgs({
  options: {
    input: { type: 'string' },
    out: { type: 'string' },
    tickets: { type: 'string' },
    quick: { type: 'boolean' },
  },
});
if ((values.input === undefined) !== (values.out === undefined)) throw new Error('--input and --out go together');
const tickets = Number(values.tickets ?? TICKETS);
if (!(Number.isInteger(tickets) && tickets > 0)) throw new Error('--tickets must be a whole number above 0');

function tellRefused({ said, refused }: Messages): void {
  console.log(`${said.length} messages taken, ${refused.length} refused`);
  for (const { row, why } of refused.slice(0, NAMED)) console.log(`  record ${row}: ${why}`);
  if (refused.length > NAMED) console.log(`  … and ${refused.length - NAMED} more`);
}

const segment = segmenter({ language: LANGUAGE });

function run(file: string, out: string): void {
  const began = performance.now();
  const messages = readMessages(file);
  tellRefused(messages);
  const issues = stream(messages.said, segment);
  const rows = messages.said.map(({ id }) => {
    const issue = issues.issueOf(id);
    return [id, issue && issue.size > 1 ? issue.id : ''];
  });
  writeFileSync(out, csvOf([['留言编号', '问题ID'], ...rows]));
  const beside = out.replace(/(\.csv)?$/i, '.table.csv');
  const found = table(issues, LANGUAGE, TIME_ZONE);
  writeFileSync(beside, csvOf([TABLE_HEADER, ...found.map(({ row }) => row)]));
  const grouped = rows.filter(([, issue]) => issue !== '').length;
  console.log(`${found.length} issues of ${grouped} messages, ${rows.length - grouped} alone; ${out}, ${beside}`);
  console.log(
    JSON.stringify({ bench: 'text', issues: found.length, seconds: round((performance.now() - began) / 1000) }),
  );
}

async function measure(): Promise<void> {
  console.log(
    `load average ${loadavg()
      .map((load) => round(load, 2))
      .join(' ')}`,
  );
  const file = join(process.env['HOTLINE_DATA'] ?? '../shared/data', 'teddycup2020', 'messages.csv');
  let ari: number | null = null;
  let found: number | null = null;
  if (!existsSync(file)) {
    console.log(
      `${file} is not there; HOTLINE_DATA names the folder with the real data. Issues and ARI are not measured.`,
    );
  } else {
    const messages = readMessages(file);
    tellRefused(messages);
    const hot = table(stream(messages.said, segment), LANGUAGE, TIME_ZONE);
    found = hot.length;
    console.log(TABLE_HEADER.join(' | '));
    for (const { row } of hot.slice(0, TOP)) console.log(row.join(' | '));
    const { median, least } = stability(messages.said, segment, ORDERS);
    ari = round(median, 4);
    console.log(`adjusted Rand index of ${ORDERS} random orders: median ${ari}, least ${round(least, 4)}`);
  }
  await masks();
  await categories();
  await planted();
  await plantedIssues();
  const speed = await throughput(tickets);
  console.log(JSON.stringify(speed));
  report({
    bench: 'text',
    tickets_per_s: speed.tickets_per_s,
    ari,
    issues: found,
    heap_slope: speed.heap_slope,
    tickets: speed.tickets,
    heap_mb: speed.heap_mb,
    load: loadavg().map((load) => round(load, 2)),
  });
}

if (values.input !== undefined && values.out !== undefined) run(values.input, values.out);
else await measure();
