/**
 * Prints what a profile needs of an Open311 server's list of services: the categories as a tree of two levels (group and
 * service), for `categories.json`, and the table from service codes to them, for `categories` of the source.
 *
 *   npx tsx server/sources/open311/services-command.ts https://city.example/open311/v2/services.json
 *   npx tsx server/sources/open311/services-command.ts services.xml
 */
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { readReply, type Member } from './reply.ts';

const OTHER = 'Other';
const TIMEOUT = 30_000;
/** Codes have two digits at the first level and three at the second. */
const GROUPS_MAX = 99;
const SERVICES_MAX = 999;

export interface Tree {
  categories: { code: string; names: { zh: string; en: string } }[];
  table: Record<string, string>;
}

const wordOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

/** The tree of a list of services, in the order of their names. Throws RangeError where there are more than codes. */
export function treeOf(records: readonly unknown[]): Tree {
  const groups = new Map<string, { code: string; name: string }[]>();
  for (const record of records) {
    const { service_code, service_name, group } = (record ?? {}) as Member;
    const code = wordOf(service_code);
    if (code === '') continue;
    const name = wordOf(group) || OTHER;
    groups.set(name, [...(groups.get(name) ?? []), { code, name: wordOf(service_name) || code }]);
  }
  if (groups.size > GROUPS_MAX) throw new RangeError(`more than ${GROUPS_MAX} groups`);
  const tree: Tree = { categories: [], table: {} };
  const add = (code: string, name: string): void => void tree.categories.push({ code, names: { zh: name, en: name } });
  [...groups.keys()].sort().forEach((group, i) => {
    const top = String(i + 1).padStart(2, '0');
    add(top, group);
    const services = groups.get(group)!.sort((a, b) => (a.name < b.name ? -1 : 1));
    if (services.length > SERVICES_MAX) throw new RangeError(`more than ${SERVICES_MAX} services of ${group}`);
    services.forEach(({ code, name }, j) => {
      const path = `${top}.${String(j + 1).padStart(3, '0')}`;
      add(path, name);
      tree.table[code] = path;
    });
  });
  return tree;
}

async function main(from: string | undefined): Promise<void> {
  if (!from) throw new Error('name the address or the file of a list of services');
  const text = /^https?:/.test(from)
    ? await (await fetch(from, { signal: AbortSignal.timeout(TIMEOUT) })).text()
    : await readFile(from, 'utf8');
  const reply = readReply(text, 'services');
  if (reply.kind !== 'services') throw new Error(`${from} is no list of services: ${reply.kind}`);
  console.log(JSON.stringify(treeOf(reply.records), null, 2));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv[2]);
