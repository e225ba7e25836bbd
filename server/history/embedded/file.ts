/** The file of the embedded engine, in the storage version that the tables are declared for. */
import { DuckDBInstance } from '@duckdb/node-api';

/** The first version that keeps columns in zstd. A file of an older one would keep them without any compression. */
export const STORAGE_VERSION = 'v1.2.0';

/** The engine on this file, which is made when there is none. Rejects when it is open in another process. */
async function start(path: string, options: Record<string, string>): Promise<DuckDBInstance> {
  return DuckDBInstance.create(path, { ...options, storage_compatibility_version: STORAGE_VERSION });
}

/** Runs statements on a connection of their own; gives the first value of the last one's first row. */
async function ask(instance: DuckDBInstance, ...statements: readonly string[]): Promise<unknown> {
  const connection = await instance.connect();
  try {
    let value: unknown;
    for (const sql of statements) value = (await (await connection.run(sql)).getRows())[0]?.[0];
    return value;
  } finally {
    connection.closeSync();
  }
}

/** Whether a file's version, as the engine tells it ('v1.0.0+'), is older than the one that is needed. */
function isOlder(version: string): boolean {
  const numbers = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);
  const needed = numbers(STORAGE_VERSION);
  const found = numbers(version);
  const at = needed.findIndex((number, i) => number !== (found[i] ?? 0));
  return at >= 0 && (found[at] ?? 0) < needed[at]!;
}

/**
 * Opens the file, or makes it. One of an older storage version is brought to the one that is needed: rows that are there
 * stay as they are. Rejects when the file is open in another process.
 */
export async function openFile(path: string, options: Record<string, string> = {}): Promise<DuckDBInstance> {
  const instance = await start(path, options);
  const version = await ask(
    instance,
    `SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = current_database()`,
  );
  if (typeof version !== 'string' || !isOlder(version)) return instance;
  instance.closeSync();
  // Only ATTACH raises the version of a file that is there, and only when something is written to it.
  const upgrade = await DuckDBInstance.create(':memory:');
  try {
    const file = path.replaceAll("'", "''");
    await ask(
      upgrade,
      `ATTACH '${file}' AS history (STORAGE_VERSION '${STORAGE_VERSION}')`,
      'CREATE TABLE history.main.upgraded (none INTEGER)',
      'DROP TABLE history.main.upgraded',
      'CHECKPOINT history',
      'DETACH history',
    );
  } finally {
    upgrade.closeSync();
  }
  return start(path, options);
}
