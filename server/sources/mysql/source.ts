/** A table of a MySQL or MariaDB database, followed by asking. */
import { readFileSync } from 'node:fs';
import mysql, { type Connection, type ConnectionOptions, type FieldPacket, type RowDataPacket } from 'mysql2/promise';
import type { MysqlSource } from '../../../contract/source.ts';
import { SECOND } from '../../../contract/time.ts';
import { defineSource, secretOf } from '../source.ts';
import { checkTable, openTable, type TableLink } from '../table.ts';
import { CURSOR, KEY, pageOf, type Dialect } from '../table-sql.ts';

const TIMEOUT = 30;
const PORT = 3306;
/** Types of columns by their number in the protocol. */
const TIMESTAMP = 7;
const INTEGERS = new Set([1, 2, 3, 8, 9]);

const dialect: Dialect = {
  name: (name) => `\`${name.replaceAll('`', '``')}\``,
  text: (expression) => `CAST(${expression} AS CHAR)`,
  value(value, numeric, values) {
    // A number compared with text would be compared as a fraction, and lose digits.
    if (numeric && /^-?\d+$/.test(value)) return value;
    // The session is in UTC: an offset is not written.
    values.push(value.replace(/\+00$/, ''));
    return '?';
  },
};

function linkTo(source: MysqlSource, settings: ConnectionOptions): TableLink {
  const timeout = (source.timeout ?? TIMEOUT) * SECOND;
  let client: Connection | null = null;
  const drop = async (): Promise<void> => {
    const gone = client;
    client = null;
    // Not `end`: it would wait for a statement that hangs.
    gone?.destroy();
  };
  /** How long a statement may run is said in two ways: MariaDB's, in seconds, and MySQL's, in ms. */
  const limit = async (link: Connection): Promise<void> => {
    try {
      await link.query(`SET SESSION max_statement_time = ${timeout / SECOND}`);
    } catch {
      await link.query(`SET SESSION max_execution_time = ${timeout}`).catch(() => undefined);
    }
  };
  const connected = async (): Promise<Connection> => {
    if (client) return client;
    const fresh = await mysql.createConnection({
      ...settings,
      connectTimeout: timeout,
      timezone: 'Z',
      charset: 'utf8mb4',
      multipleStatements: false,
      // Every column as text; moments in a form that says their offset.
      typeCast(field, next) {
        if (['GEOMETRY', 'BIT', 'TINY_BLOB', 'MEDIUM_BLOB', 'LONG_BLOB'].includes(field.type)) return next();
        const text = field.string();
        return text !== null && field.type === 'TIMESTAMP' ? `${text.replace(' ', 'T')}+00:00` : text;
      },
    });
    fresh.on('error', () => void (client === fresh && drop()));
    client = fresh;
    await fresh.query("SET SESSION time_zone = '+00:00'");
    await fresh.query('SET SESSION TRANSACTION READ ONLY');
    await limit(fresh);
    return fresh;
  };
  return {
    async page(limit, begin) {
      try {
        const { text, values } = pageOf(source, dialect, limit, begin);
        const link = await connected();
        await link.query('START TRANSACTION READ ONLY');
        const [rows, fields] = (await link.query({ sql: text, values, timeout: timeout + SECOND })) as [
          RowDataPacket[],
          FieldPacket[],
        ];
        await link.query('COMMIT');
        const typeOf = (name: string): number => fields.find((field) => field.name === name)?.columnType ?? -1;
        const cursorType = typeOf(source.cursor);
        return {
          rows: rows.map(({ [CURSOR]: cursor, [KEY]: key, ...record }) => ({ record: record as Record<string, string | null>, cursor: cursor as string | null, key: key as string | null })), // prettier-ignore
          cursorIs: cursorType === TIMESTAMP ? 'instant' : INTEGERS.has(cursorType) ? 'number' : 'wall',
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

export default defineSource<MysqlSource>({
  name: 'mysql',
  check: checkTable,
  open(source, context) {
    const uri = secretOf(context.env, '/urlEnv', source.urlEnv);
    const password = secretOf(context.env, '/passwordEnv', source.passwordEnv);
    const { tls } = source;
    const settings: ConnectionOptions = {
      ...(uri
        ? { uri }
        : { host: source.host, port: source.port ?? PORT, database: source.database, user: source.user, password }),
      ...(tls && { ssl: { rejectUnauthorized: true, ...(tls !== true && { ca: readFileSync(tls.ca, 'utf8') }) } }),
    };
    return openTable(source, context, linkTo(source, settings));
  },
});
