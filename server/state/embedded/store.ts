/** The state's tables. Synchronous: it lives in the state's own thread. */
import Database from 'libsql';
import type { Json } from '../../../contract/text.ts';
import { sameness } from '../same.ts';
import type { KeyRecord, Quarantined, Refused } from '../state.ts';

const TABLES = `
  create table if not exists keys (
    id text primary key, name text not null, city text not null, sources text, role text not null,
    hash text not null, created integer not null, revoked integer
  ) without rowid;
  create table if not exists quarantine (
    id integer primary key autoincrement, city text not null, at integer not null, key text not null,
    place integer not null, path text not null, rule text not null, raw text not null, whole integer not null,
    times integer not null default 1, retried integer, digest blob not null
  );
  create index if not exists quarantine_city on quarantine (city, id);
  create unique index if not exists quarantine_same on quarantine (city, digest);
  create table if not exists dropped (city text primary key, count integer not null) without rowid;
  create table if not exists things (collection text, id text, value text not null, primary key (collection, id)) without rowid;
`;

/** A row of `quarantine` without its digest. */
type Row = Omit<Quarantined, 'index' | 'whole'> & { place: number; whole: number };
const COLUMNS = 'id, city, at, key, place, path, rule, raw, whole, times, retried';
const fromRow = ({ place, whole, ...rest }: Row): Quarantined => ({ ...rest, index: place, whole: whole === 1 });
type KeyRow = Omit<KeyRecord, 'sources'> & { sources: string | null };
const fromKeyRow = (row: KeyRow): KeyRecord => ({
  ...row,
  sources: row.sources === null ? null : (JSON.parse(row.sources) as string[]),
});

/** The operations by the name under which the thread is asked for them. */
export class Store {
  private readonly db: Database.Database;
  /** Rows of the quarantine by city: counting them with every put would read all of them. */
  private readonly kept = new Map<string, number>();

  constructor(
    path: string,
    private readonly bound: number,
  ) {
    const db = new Database(path);
    this.db = db;
    db.exec('pragma journal_mode = wal');
    db.exec('pragma synchronous = full');
    db.exec('pragma busy_timeout = 5000');
    db.exec(TABLES);
    this.recount();
  }

  /** Runs the calls in one durable transaction; each gets its own result or error. */
  run(calls: readonly { op: Operation; args: unknown[] }[]): ({ value: unknown } | { error: string })[] {
    this.db.exec('begin immediate');
    try {
      const results = calls.map((call) => {
        this.db.exec('savepoint one');
        try {
          const value = (this[call.op] as (...args: unknown[]) => unknown).apply(this, call.args);
          this.db.exec('release one');
          return { value };
        } catch (error) {
          this.db.exec('rollback to one; release one');
          this.recount();
          return { error: String(error) };
        }
      });
      this.db.exec('commit');
      return results;
    } catch (error) {
      if (this.db.inTransaction) this.db.exec('rollback');
      this.recount();
      return calls.map(() => ({ error: String(error) }));
    }
  }

  close(): void {
    this.db.close();
  }

  keyPut(key: KeyRecord): void {
    const sources = key.sources === null ? null : JSON.stringify(key.sources);
    this.sql('insert or replace into keys values (?, ?, ?, ?, ?, ?, ?, ?)').run(
      key.id,
      key.name,
      key.city,
      sources,
      key.role,
      key.hash,
      key.created,
      key.revoked,
    );
  }

  keyGet(id: string): KeyRecord | null {
    // Not get(): the driver adds a member of its own to a single row.
    const [row] = this.sql('select * from keys where id = ?').all(id) as KeyRow[];
    return row ? fromKeyRow(row) : null;
  }

  keyList(): KeyRecord[] {
    return (this.sql('select * from keys order by created, id').all() as KeyRow[]).map(fromKeyRow);
  }

  keyRevoke(id: string, at: number): boolean {
    return this.sql('update keys set revoked = ? where id = ? and revoked is null').run(at, id).changes > 0;
  }

  quarantinePut(refused: readonly Refused[]): void {
    const put = this.sql(
      `insert into quarantine (city, at, key, place, path, rule, raw, whole, digest) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (city, digest) do update set at = excluded.at, times = times + 1 returning times`,
    );
    for (const one of refused) {
      const { city, at, key, index, path, rule, raw, whole } = one;
      const row = put.get(city, at, key, index, path, rule, raw, whole ? 1 : 0, sameness(one)) as { times: number };
      if (row.times === 1) this.kept.set(city, (this.kept.get(city) ?? 0) + 1);
    }
    for (const city of new Set(refused.map((one) => one.city))) this.bind(city);
  }

  quarantineGet(city: string, id: number): Quarantined | null {
    const [row] = this.sql(`select ${COLUMNS} from quarantine where city = ? and id = ?`).all(city, id) as Row[];
    return row ? fromRow(row) : null;
  }

  quarantineList(city: string, after: number, limit: number): Quarantined[] {
    const rows = this.sql(`select ${COLUMNS} from quarantine where city = ? and id > ? order by id limit ?`).all(
      city,
      after,
      limit,
    );
    return (rows as Row[]).map(fromRow);
  }

  quarantineRetried(city: string, id: number, at: number, path: string, rule: string): void {
    const say = this.sql('update quarantine set retried = ?, path = ?, rule = ? where city = ? and id = ?');
    say.run(at, path, rule, city, id);
  }

  quarantineDrop(city: string, id: number): boolean {
    const { changes } = this.sql('delete from quarantine where city = ? and id = ?').run(city, id);
    if (changes > 0) this.kept.set(city, (this.kept.get(city) ?? 1) - 1);
    return changes > 0;
  }

  quarantineCount(city: string): { kept: number; dropped: number } {
    const row = this.sql('select count from dropped where city = ?').get(city) as { count: number } | undefined;
    return { kept: this.kept.get(city) ?? 0, dropped: row?.count ?? 0 };
  }

  thingGet(collection: string, id: string): Json | null {
    const row = this.sql('select value from things where collection = ? and id = ?').get(collection, id) as
      { value: string } | undefined;
    return row ? (JSON.parse(row.value) as Json) : null;
  }

  thingPut(collection: string, id: string, value: Json): void {
    this.sql('insert or replace into things values (?, ?, ?)').run(collection, id, JSON.stringify(value));
  }

  thingMake(collection: string, id: string, value: Json): Json {
    this.sql('insert or ignore into things values (?, ?, ?)').run(collection, id, JSON.stringify(value));
    return this.thingGet(collection, id)!;
  }

  thingDrop(collection: string, id: string): boolean {
    return this.sql('delete from things where collection = ? and id = ?').run(collection, id).changes > 0;
  }

  thingList(collection: string, after: string, limit: number): { id: string; value: Json }[] {
    const rows = this.sql('select id, value from things where collection = ? and id > ? order by id limit ?').all(
      collection,
      after,
      limit,
    );
    return (rows as { id: string; value: string }[]).map(({ id, value }) => ({ id, value: JSON.parse(value) as Json }));
  }

  /** Lets the oldest go when there are more than the bound, and counts them. */
  private bind(city: string): void {
    const excess = (this.kept.get(city) ?? 0) - this.bound;
    if (excess <= 0) return;
    this.sql('delete from quarantine where id in (select id from quarantine where city = ? order by id limit ?)').run(
      city,
      excess,
    );
    this.sql('insert into dropped values (?, ?) on conflict (city) do update set count = count + excluded.count').run(
      city,
      excess,
    );
    this.kept.set(city, this.bound);
  }

  private recount(): void {
    this.kept.clear();
    const rows = this.db.prepare('select city, count(*) as count from quarantine group by city').all() as {
      city: string;
      count: number;
    }[];
    for (const { city, count } of rows) this.kept.set(city, count);
  }

  private readonly prepared = new Map<string, Database.Statement>();
  private sql(text: string): Database.Statement {
    let statement = this.prepared.get(text);
    if (!statement) this.prepared.set(text, (statement = this.db.prepare(text)));
    return statement;
  }
}

/** What the thread may be asked. */
export type Operation = Exclude<keyof Store, 'run' | 'close'>;
