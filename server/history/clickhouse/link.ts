/**
 * The way to ClickHouse: requests with a bound on their time, tried again on the next node with growing pauses, and errors
 * that tell "not now" from "never". Every statement that comes here may run twice: none of them does harm by it.
 */
import { Readable } from 'node:stream';
import { ClickHouseError, createClient, type ClickHouseClient } from '@clickhouse/client';
import { HistoryUnavailable } from '../unavailable.ts';
import { dialectOf, type Dialect } from './dialect.ts';
import { decode, type Form } from './rows.ts';
import type { Statement } from './values.ts';

/** Tries of one request. */
const TRIES = 3;
const PAUSE = 150;
/** Answers of a server that has no time, memory or connection now (its error codes), or cannot reach its neighbour. */
const NOT_NOW = new Set(
  [
    3, 32, 159, 160, 164, 198, 202, 203, 209, 210, 236, 241, 242, 243, 252, 279, 394, 425, 439, 519, 999, 1000, 1002,
  ].map(String),
);
/** No such table or database here: a node that came back empty, or was not prepared yet. */
const UNPREPARED = new Set(['60', '81']);

/** How long a request may take, ms: what people wait for, and what fills or empties a table. */
export const LIMITS = { ask: 30_000, bulk: 300_000 };

export interface LinkOptions {
  /** Addresses of the nodes, such as http://user:password@127.0.0.1:8123; a request goes to the first that answers. */
  urls: readonly string[];
  /** A client that is there already, in place of `urls`. It is closed by whoever made it. */
  client?: ClickHouseClient;
  /** Waits, ms; replaced in tests. */
  sleep?: (ms: number) => Promise<void>;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What the program shows of an address: never its password. */
const shown = (url: string): string => {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
};

function isNotNow(error: unknown): boolean {
  if (error instanceof HistoryUnavailable) return true;
  if (error instanceof ClickHouseError) return NOT_NOW.has(error.code) || UNPREPARED.has(error.code);
  const code = (error as { code?: unknown } | null)?.code;
  // What the network says, a connection that was cut, and our own bound on the time.
  if (typeof code === 'string') return /^(E[A-Z]+|UND_ERR.*|CHDB_(ABORT|TIMEOUT))$/.test(code);
  return /timeout|aborted|socket hang up|terminated/i.test((error as Error | null)?.message ?? '');
}

/** The error code of old servers is in the text of the answer only. */
function told(error: unknown): unknown {
  if (error instanceof ClickHouseError || !(error instanceof Error)) return error;
  const found = /Code: (\d+)[.,]/.exec(error.message);
  return found
    ? new ClickHouseError({ message: error.message.slice(0, 500), code: found[1]!, type: undefined })
    : error;
}

export class Link {
  readonly #clients: { name: string; client: ClickHouseClient }[];
  readonly #owned: boolean;
  readonly #sleep: (ms: number) => Promise<void>;
  #first = 0;
  #dialect: Dialect | null = null;

  constructor({ urls, client, sleep = wait }: LinkOptions) {
    this.#owned = client === undefined;
    this.#sleep = sleep;
    this.#clients = client
      ? [{ name: 'in this process', client }]
      : urls.map((url) => ({
          name: shown(url),
          client: createClient({
            url,
            application: 'hotline-wall',
            max_open_connections: 8,
            // The bound on each request is our own; this one is for a socket that says nothing at all.
            request_timeout: LIMITS.bulk,
            // Old servers close idle connections after three seconds.
            keep_alive: { enabled: true, idle_socket_ttl: 1500 },
            log: { level: 127 },
          }),
        }));
  }

  get dialect(): Dialect {
    if (!this.#dialect) throw new HistoryUnavailable('ClickHouse did not answer yet');
    return this.#dialect;
  }

  /** Finds out what it speaks with. */
  async meet(): Promise<void> {
    const rows = await this.#anywhere(async (client) =>
      collect(decode(await send(client, 'SELECT version() FORMAT RowBinary', {}, {}, LIMITS.ask), ['string'])),
    );
    this.#dialect = dialectOf(rows[0]![0] as string);
  }

  /** The rows of a statement, all of them. */
  async rows({ sql, values }: Statement, forms: readonly Form[], limit = LIMITS.ask): Promise<unknown[][]> {
    return this.#anywhere(async (client) =>
      collect(decode(await send(client, `${sql} FORMAT RowBinary`, values, this.#reading(), limit), forms)),
    );
  }

  /** The rows of a statement as they come. It has run to its end on the server when this resolves. */
  async stream({ sql, values }: Statement, forms: readonly Form[]): Promise<AsyncGenerator<unknown[][]>> {
    const chunks = await this.#anywhere((client) =>
      send(client, `${sql} FORMAT RowBinary`, values, this.#reading(), LIMITS.bulk),
    );
    return decode(chunks, forms);
  }

  /** Runs a statement that gives nothing. */
  async run({ sql, values }: Statement, limit = LIMITS.bulk): Promise<void> {
    const settings = { ...this.dialect.settings, ...this.dialect.reading, ...this.dialect.writing };
    await this.#anywhere(async (client) => drain(await send(client, sql, values, settings, limit)));
  }

  /** Runs a statement on every node. */
  async everywhere(sql: string): Promise<void> {
    for (const { client } of this.#clients) {
      await this.#trying(async () => drain(await send(client, sql, {}, this.dialect.settings, LIMITS.bulk)));
    }
  }

  /** Asks every node, and runs on each the statements that follow from its answer. */
  async followingEach(sql: string, forms: readonly Form[], then: (rows: unknown[][]) => string[]): Promise<void> {
    const { settings } = this.dialect;
    for (const { client } of this.#clients) {
      const ask = async (): Promise<unknown[][]> =>
        collect(decode(await send(client, `${sql} FORMAT RowBinary`, {}, settings, LIMITS.ask), forms));
      for (const statement of then(await this.#trying(ask))) {
        await this.#trying(async () => drain(await send(client, statement, {}, settings, LIMITS.bulk)));
      }
    }
  }

  /** Puts lines of JSON into a table. */
  async insert(table: string, lines: string): Promise<void> {
    const settings = { ...this.dialect.settings, ...this.dialect.writing };
    const sql = `INSERT INTO ${table} FORMAT JSONEachRow`;
    await this.#anywhere(async (client) => drain(await send(client, sql, {}, settings, LIMITS.bulk, lines)));
  }

  #reading(): Record<string, string | number> {
    return { ...this.dialect.settings, ...this.dialect.reading };
  }

  /** Asks the node that answered last, then the others in turn. */
  #anywhere<T>(ask: (client: ClickHouseClient) => Promise<T>): Promise<T> {
    return this.#trying(async () => {
      for (let i = 0; ; i++) {
        const at = (this.#first + i) % this.#clients.length;
        const { name, client } = this.#clients[at]!;
        try {
          const answer = await ask(client);
          this.#first = at;
          return answer;
        } catch (thrown) {
          const error = told(thrown);
          if (!isNotNow(error)) throw error;
          if (i + 1 >= this.#clients.length) {
            throw new HistoryUnavailable(
              `ClickHouse (${name}) does not answer now: ${(error as Error).message.slice(0, 300)}`,
              {
                cause: error,
              },
            );
          }
        }
      }
    });
  }

  async #trying<T>(work: () => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried++) {
      try {
        return await work();
      } catch (thrown) {
        const error = told(thrown);
        if (!isNotNow(error)) throw error;
        if (tried >= TRIES) {
          if (error instanceof HistoryUnavailable) throw error;
          throw new HistoryUnavailable(`ClickHouse does not answer now: ${(error as Error).message.slice(0, 300)}`, {
            cause: error,
          });
        }
      }
      await this.#sleep(PAUSE * 4 ** (tried - 1));
    }
  }

  async close(): Promise<void> {
    if (this.#owned) await Promise.all(this.#clients.map(({ client }) => client.close()));
  }
}

/** One request. Its answer begins when the server is done with it; the whole of it has to be here within the limit. */
async function send(
  client: ClickHouseClient,
  query: string,
  values: Record<string, string>,
  settings: Record<string, string | number>,
  limit: number,
  body?: string,
): Promise<AsyncIterable<Buffer>> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new HistoryUnavailable(`no answer within ${limit} ms`)), limit);
  const given = {
    query,
    abort_signal: stop.signal,
    clickhouse_settings: { ...settings, max_execution_time: Math.ceil(limit / 1000) } as Record<
      string,
      string | number
    >,
    ...(Object.keys(values).length > 0 && { query_params: values }),
  };
  try {
    const answer = await (body === undefined
      ? client.exec(given)
      : client.exec({ ...given, values: Readable.from([Buffer.from(body)], { objectMode: false }) }));
    return answer.stream as AsyncIterable<Buffer>;
  } catch (error) {
    throw stop.signal.aborted ? new HistoryUnavailable(`no answer within ${limit} ms`, { cause: error }) : error;
  } finally {
    clearTimeout(timer);
  }
}

async function drain(chunks: AsyncIterable<Buffer>): Promise<void> {
  // oxlint-disable-next-line no-unused-vars
  for await (const _ of chunks);
}

async function collect(batches: AsyncGenerator<unknown[][]>): Promise<unknown[][]> {
  const rows: unknown[][] = [];
  for await (const batch of batches) for (const row of batch) rows.push(row);
  return rows;
}
