/** Opens the history of a city in ClickHouse: a database of its own, made when it is not there. */
import type { ClickHouseClient } from '@clickhouse/client';
import { zone as zoneOf } from '../../../contract/time.ts';
import { HistoryUnavailable } from '../unavailable.ts';
import { ClickHouseHistory } from './history.ts';
import { Link } from './link.ts';
import { addColumns, columnsThere, createTables, namesIn } from './tables.ts';
import { Writer } from './writer.ts';

export interface ClickHouseOptions {
  /**
   * Addresses of the nodes, such as http://user:password@127.0.0.1:8123. With a cluster: at least one of each shard, since
   * tables are made and emptied on every node that is named here.
   */
  urls: readonly string[];
  /** Name of the cluster in the servers' own configuration; null: one server. */
  cluster: string | null;
  /** Database of this city. */
  database: string;
  /** Time zone of the city (IANA), in which days and hours are counted. */
  zone: string;
  /** The fencing token while this server holds the city, else null: then it writes nothing. */
  token(): number | null;
  onError(error: unknown): void;
  /** A client that is there already, in place of `urls`. */
  client?: ClickHouseClient;
  /** How long written rows lie beside the body at least, ms, default 10,000. Every server that reads must have the same. */
  grace?: number;
  /** Machine time, ms. */
  now?: () => number;
}

/** Database of a city: letters and digits as they are, anything else as `_` and its code, so that no two cities share one. */
export const databaseOf = (city: string): string =>
  `hotline_${city.replaceAll(/[^a-zA-Z0-9]/g, (char) => `_${char.charCodeAt(0).toString(16)}`)}`;

/** Opens the history. Rejects with HistoryUnavailable when no server answers, RangeError for a zone that is none. */
export async function openClickHouseHistory(options: ClickHouseOptions): Promise<ClickHouseHistory> {
  const { urls, client, cluster, database, token, onError, grace = 10_000, now = () => performance.now() } = options;
  const zone = zoneOf(options.zone);
  const link = new Link({ urls, ...(client && { client }) });
  try {
    await link.meet();
    for (const sql of createTables(database, cluster, link.dialect)) await link.everywhere(sql);
    await link.followingEach(columnsThere(database), ['string', 'string'], (rows) => {
      const has = new Map<string, Set<string>>();
      for (const [table, name] of rows as [string, string][]) {
        if (!has.has(table)) has.set(table, new Set());
        has.get(table)!.add(name);
      }
      return addColumns(database, cluster, has);
    });
  } catch (error) {
    await link.close();
    if (error instanceof HistoryUnavailable) throw error;
    throw new Error(`the history cannot be opened: ${(error as Error).message}`, { cause: error });
  }
  const names = namesIn(database, cluster);
  const writer = new Writer({ link, names, token, now, grace, onError });
  return new ClickHouseHistory({ link, names, writer, zone, grace, now });
}
