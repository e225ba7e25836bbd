/** `hotline-wall import FILE… [--map MAP]`: sends files to a server, shows what they become, and follows the import. */
import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { ImportJob, ImportPreview } from '../../../contract/import.ts';
import { bar } from './bar.ts';
import { client, type Client } from './client.ts';
import { previewLines, summaryLines } from './shown.ts';

const HELP = `hotline-wall import FILE… [--map MAP] --city ID [--server URL] [--key KEY]

CSV, XLSX, NDJSON, JSON and Parquet, also gzip. Without --map a mapping is proposed, written beside the first file, and ten
rows are shown as they would be taken; nothing is taken then. With --map the rows are taken. The same file again changes
nothing; a later version of it adds what is new. Refused rows go to FILE.refused.ndjson, each with its reasons.

  --map MAP       a mapping file (see docs/import.md, examples in mappings/)
  --city ID       the city
  --server URL    default http://127.0.0.1:12345 (HOTLINE_SERVER)
  --key KEY       an admin key (HOTLINE_KEY)
  --dry-run       shows ten rows with --map, and takes nothing

Ends with 0: done; 1: an import failed or was stopped; 2: wrong use; 3: done, and some rows were refused.
`;

const PAUSE = 500;
const say = (lines: readonly string[]): void => console.log(lines.join('\n'));

/** Redraws one line in a terminal; elsewhere it is said now and then. */
function line(): { show(text: string): void; end(): void } {
  let told = 0;
  return {
    show(text) {
      if (process.stdout.isTTY) process.stdout.write(`\r\x1b[2K${text.slice(0, (process.stdout.columns || 120) - 1)}`);
      else if (Date.now() - told > 5000) {
        told = Date.now();
        console.log(text);
      }
    },
    end: () => void (process.stdout.isTTY && process.stdout.write('\r\x1b[2K')),
  };
}

/** The server may be away for a while, as when it is started again: the job goes on there. */
async function follow(api: Client, id: string): Promise<ImportJob> {
  const progress = line();
  for (let misses = 0; ;) {
    try {
      const job = await api.call<ImportJob>('GET', `/${id}`);
      misses = 0;
      if (job.phase !== 'running' && job.phase !== 'waiting') {
        progress.end();
        return job;
      }
      progress.show(bar(job));
    } catch (error) {
      if (++misses > 60) throw error;
      progress.show(`${(error as Error).message}; trying again`);
    }
    await sleep(PAUSE);
  }
}

async function send(api: Client, file: string): Promise<string> {
  const { size } = await stat(file);
  const { id } = await api.call<ImportJob>('POST', '', { file: basename(file), bytes: size });
  const progress = line();
  await api.upload(file, id, size, (sent) => progress.show(`sending ${file}: ${Math.floor((sent / size) * 100)} %`));
  progress.end();
  return id;
}

async function proposed(api: Client, file: string): Promise<void> {
  const id = await send(api, file);
  const preview = await api.call<ImportPreview>('POST', `/${id}/preview`, {});
  say(previewLines(preview));
  const path = `${file}.map.json`;
  // A file that somebody has edited is not written over.
  if (existsSync(path)) console.log(`${path} is there already and was left as it is`);
  else {
    await writeFile(path, `${JSON.stringify(preview.mapping, null, 2)}\n`);
    console.log(`the proposed mapping is in ${path}: look at it, then import with --map ${path}`);
  }
  await api.call('DELETE', `/${id}`);
}

async function taken(api: Client, file: string, mapping: unknown, dry: boolean): Promise<ImportJob | null> {
  const id = await send(api, file);
  const preview = await api.call<ImportPreview>('POST', `/${id}/preview`, { mapping });
  if (preview.problem) {
    await api.call('DELETE', `/${id}`);
    throw new Error(`the mapping cannot be used: ${preview.problem.path} ${preview.problem.rule}`);
  }
  say(previewLines(preview));
  if (dry) {
    await api.call('DELETE', `/${id}`);
    return null;
  }
  await api.call('POST', `/${id}/start`, { mapping });
  const job = await follow(api, id);
  say(summaryLines(job));
  if (job.refusedRows > 0) {
    const path = `${file}.refused.ndjson`;
    await writeFile(path, await api.text(`/${id}/refused`));
    console.log(`refused rows and their reasons: ${path}`);
  }
  return job;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      map: { type: 'string' },
      city: { type: 'string' },
      server: { type: 'string' },
      key: { type: 'string' },
      'dry-run': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const key = values.key ?? process.env['HOTLINE_KEY'];
  const missing =
    positionals.length === 0 ? 'a file' : !values.city ? '--city' : !key ? '--key, or HOTLINE_KEY' : undefined;
  if (missing !== undefined) {
    console.error(`${missing} is missing\n\n${HELP}`);
    return 2;
  }
  const api = client(values.server ?? process.env['HOTLINE_SERVER'] ?? 'http://127.0.0.1:12345', values.city!, key!);
  if (values.map === undefined) {
    await proposed(api, positionals[0]!);
    return 0;
  }
  const mapping = JSON.parse(await readFile(values.map, 'utf8')) as unknown;
  let code = 0;
  for (const file of positionals) {
    const job = await taken(api, file, mapping, values['dry-run'] ?? false);
    if (job && job.phase !== 'done') code = 1;
    else if (job && job.refusedRows > 0 && code === 0) code = 3;
  }
  return code;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') ? 2 : 1;
}
