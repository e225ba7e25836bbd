/** A table of a PostgreSQL database, followed by asking. */
import { readFileSync } from 'node:fs';
import pg from 'pg';
import type { PostgresSource } from '../../../contract/source.ts';
import { SECOND } from '../../../contract/time.ts';
import { defineSource, secretOf } from '../source.ts';
import { checkTable, openTable, type TableLink } from '../table.ts';
import { CURSOR, KEY, pageOf, type Dialect } from '../table-sql.ts';

const TIMEOUT = 30;
const PORT = 5432;
/** Types by their number: https://www.postgresql.org/docs/15/catalog-pg-type.html */
const BOOL = 16;
const INTEGERS = new Set([20, 21, 23]);
const TIMESTAMPTZ = 1184;

const dialect: Dialect = {
  name: (name) => `"${name.replaceAll('"', '""')}"`,
  text: (expression) => `CAST(${expression} AS text)`,
  // The server takes the type of the column that it is compared with.
  value: (value, _numeric, values) => `$${values.push(value)}`,
};

/** Every column as text; moments in a form that says their offset. */
const asText = (type: number) => (text: string) => {
  if (type === TIMESTAMPTZ) return text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');
  if (type === BOOL) return text === 't' ? 'true' : 'false';
  return text;
};

function linkTo(source: PostgresSource, settings: pg.ClientConfig): TableLink {
  const timeout = (source.timeout ?? TIMEOUT) * SECOND;
  let client: pg.Client | null = null;
  const drop = async (): Promise<void> => {
    const gone = client;
    client = null;
    await gone?.end().catch(() => undefined);
  };
  const connected = async (): Promise<pg.Client> => {
    if (client) return client;
    const fresh = new pg.Client({
      ...settings,
      application_name: 'hotline-wall',
      connectionTimeoutMillis: timeout,
      query_timeout: timeout + SECOND,
      keepAlive: true,
      types: { getTypeParser: (type: number) => asText(type) as never },
    });
    // A connection that breaks while nothing is asked: the next poll makes another.
    fresh.on('error', () => void (client === fresh && drop()));
    await fresh.connect();
    return (client = fresh);
  };
  return {
    async page(limit, begin) {
      try {
        const { text, values } = pageOf(source, dialect, limit, begin);
        const link = await connected();
        await link.query(
          `BEGIN TRANSACTION READ ONLY; SET LOCAL TIME ZONE 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL statement_timeout = ${timeout}`,
        );
        const { rows, fields } = await link.query<Record<string, string | null>>(text, values);
        await link.query('COMMIT');
        const typeOf = (name: string): number => fields.find((field) => field.name === name)?.dataTypeID ?? 0;
        const cursorType = typeOf(source.cursor);
        return {
          rows: rows.map(({ [CURSOR]: cursor, [KEY]: key, ...record }) => ({ record, cursor: cursor!, key: key! })),
          cursorIs: cursorType === TIMESTAMPTZ ? 'instant' : INTEGERS.has(cursorType) ? 'number' : 'wall',
          numericKey: INTEGERS.has(typeOf(source.key)),
        };
      } catch (error) {
        await drop();
        throw error;
      }
    },
    close: drop,
  };
}

export default defineSource<PostgresSource>({
  name: 'postgres',
  check: checkTable,
  open(source, context) {
    const url = secretOf(context.env, '/urlEnv', source.urlEnv);
    const password = secretOf(context.env, '/passwordEnv', source.passwordEnv);
    const { tls } = source;
    const settings: pg.ClientConfig = {
      ...(url
        ? { connectionString: url }
        : { host: source.host, port: source.port ?? PORT, database: source.database, user: source.user, password }),
      ...(tls && { ssl: { rejectUnauthorized: true, ...(tls !== true && { ca: readFileSync(tls.ca, 'utf8') }) } }),
    };
    return openTable(source, context, linkTo(source, settings));
  },
});
