/** `HOTLINE_KEY=… npx tsx scripts/baltimore/main.ts FILE.csv [http://127.0.0.1:12345]`: sends the rows of a file to the intake. */
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { eventsOf, type BaltimoreRow } from './convert.ts';

const [file, address = 'http://127.0.0.1:12345'] = process.argv.slice(2);
const key = process.env['HOTLINE_KEY'];
if (!file || !key) {
  console.error('usage: HOTLINE_KEY=… npx tsx scripts/baltimore/main.ts FILE.csv [ADDRESS]');
  process.exit(2);
}
let batch: unknown[] = [];
const sum = { taken: 0, known: 0, refused: 0 };
async function send(): Promise<void> {
  const response = await fetch(`${address}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${key}` },
    body: batch.map((event) => JSON.stringify(event)).join('\n'),
  });
  const answer = (await response.json()) as typeof sum & {
    results?: { status: string; path: string; rule: string }[];
    error?: unknown;
  };
  if (answer.error) throw new Error(`${response.status} ${JSON.stringify(answer.error)}`);
  for (const name of ['taken', 'known', 'refused'] as const) sum[name] += answer[name];
  for (const { status, path, rule } of answer.results ?? [])
    if (status === 'refused') console.error(`refused: ${path} ${rule}`);
  batch = [];
}
for await (const row of createReadStream(file).pipe(parse({ columns: true, bom: true }))) {
  batch.push(...eventsOf(row as BaltimoreRow));
  if (batch.length >= 900) await send();
}
await send();
console.log(`${sum.taken} taken, ${sum.known} known, ${sum.refused} refused`);
