/** The log's tables. Synchronous: it lives in the log's own thread. */
import { randomUUID } from 'node:crypto';
import Database from 'libsql';
import type { PieceResult } from '../gather.ts';
import type { Pack, Piece, StoreOptions } from './messages.ts';

/**
 * `keys` outlives trimming, so that deduplication does too. Entries are kept in packs, one row a piece of a batch: a row
 * an entry costs more than half the throughput. The newest pack always stays (its lines may be null): it tells the head.
 */
const TABLES = `
  create table if not exists meta (name text primary key, value text not null) without rowid;
  create table if not exists keys (key text primary key, seq integer not null) without rowid;
  create table if not exists packs (last integer primary key, first integer not null, lines text);
`;
const READ_BYTES = 16 << 20;
const TRIM_PACKS = 50;

/** What was asked for has been trimmed. */
export class Trimmed extends Error {}

export class Store {
  readonly epoch: string;
  head: number;
  /** Lowest seq that can be read. */
  first: number;
  private readonly db: Database.Database;
  private readonly statements;

  /** Opens or creates the file. Throws when another process has it open, or it is not a log. */
  constructor(options: StoreOptions) {
    const db = new Database(options.path);
    this.db = db;
    // One process only: a second one would give out the same seqs.
    db.exec('pragma locking_mode = exclusive');
    db.exec('pragma journal_mode = wal');
    db.exec('pragma synchronous = full');
    db.exec('pragma cache_size = -65536');
    // 64 MiB: fewer, longer checkpoints write a page of the index once for many batches.
    db.exec('pragma wal_autocheckpoint = 16000');
    db.exec('pragma journal_size_limit = 67108864');
    if (options.maxPages) db.exec(`pragma max_page_count = ${Math.floor(options.maxPages)}`);
    db.exec(`begin immediate; ${TABLES} commit`);
    const prepared = {
      keys: db.prepare('insert into keys select value, ?1 + key from json_each(?2)'),
      known: db.prepare('select j.key as i, k.seq as seq from json_each(?1) j join keys k on k.key = j.value'),
      pack: db.prepare('insert into packs values (?, ?, ?)'),
      read: db.prepare(
        'select last, first, lines from packs where last > ? and lines is not null order by last limit 1',
      ),
      meta: db.prepare('select value from meta where name = ?'),
      setMeta: db.prepare('insert into meta values (?, ?) on conflict (name) do update set value = excluded.value'),
      newest: db.prepare('select last from packs order by last desc limit 1'),
      drop: db.prepare(
        'delete from packs where last in (select last from packs where last <= ? and last < ? order by last limit ?)',
      ),
      empty: db.prepare('update packs set lines = null where last = ? and lines is not null'),
    };
    this.statements = prepared;
    const epoch = this.meta('epoch');
    this.epoch = epoch ?? randomUUID();
    if (!epoch) prepared.setMeta.run('epoch', this.epoch);
    this.head = (prepared.newest.get() as { last: number } | undefined)?.last ?? 0;
    this.first = Number(this.meta('trimmed') ?? 0) + 1;
  }

  /** Appends all pieces in one durable transaction, or throws and changes nothing. */
  append(pieces: readonly Piece[]): PieceResult[] {
    const before = this.head;
    this.db.exec('begin immediate');
    try {
      const results = pieces.map((piece) => this.appendPiece(piece));
      this.db.exec('commit');
      return results;
    } catch (error) {
      this.head = before;
      // Full disks end the transaction by themselves; then there is none to roll back.
      if (this.db.inTransaction) this.db.exec('rollback');
      throw error;
    }
  }

  private appendPiece(piece: Piece): PieceResult {
    try {
      // Mostly nothing is known: the index itself finds out, and undoes only this statement if something is.
      this.statements.keys.run(this.head + 1, piece.keys);
      return { count: piece.count, first: this.keep(piece), known: [] };
    } catch (error) {
      if (!String((error as { code?: unknown }).code).startsWith('SQLITE_CONSTRAINT')) throw error;
      return this.appendFresh(piece);
    }
  }

  /** A piece that holds known events or one event twice. */
  private appendFresh(piece: Piece): PieceResult {
    const keys = JSON.parse(piece.keys) as string[];
    const seqs = new Map<string, number>();
    for (const { i, seq } of this.statements.known.all(piece.keys) as { i: number; seq: number }[])
      seqs.set(keys[i]!, seq);
    const all = piece.lines.split('\n');
    const freshKeys: string[] = [];
    const lines: string[] = [];
    const known: number[] = [];
    keys.forEach((key, i) => {
      const seq = seqs.get(key);
      if (seq !== undefined) {
        known.push(i, seq);
        return;
      }
      freshKeys.push(key);
      lines.push(all[i]!);
      seqs.set(key, this.head + freshKeys.length);
    });
    if (freshKeys.length === 0) return { count: piece.count, first: this.head + 1, known };
    const fresh: Piece = { count: freshKeys.length, keys: JSON.stringify(freshKeys), lines: lines.join('\n') };
    this.statements.keys.run(this.head + 1, fresh.keys);
    return { count: piece.count, first: this.keep(fresh), known };
  }

  /** Keeps the lines and tells the seq of the first. */
  private keep(piece: Piece): number {
    const first = this.head + 1;
    const last = this.head + piece.count;
    this.statements.pack.run(last, first, piece.lines);
    this.head = last;
    return first;
  }

  /** Packs that hold the entries after `after`: enough for `limit` of them, or about 16 MiB. Throws Trimmed. */
  read(after: number, limit: number): Pack[] {
    if (after + 1 < this.first) throw new Trimmed(`entries up to ${this.first - 1} are trimmed`);
    const packs: Pack[] = [];
    let bytes = 0;
    let at = after;
    while (at < after + limit && bytes < READ_BYTES) {
      const row = this.statements.read.get(at) as { last: number; first: number; lines: string } | undefined;
      if (!row) break;
      packs.push({ first: row.first, lines: row.lines });
      bytes += row.lines.length;
      at = row.last;
    }
    return packs;
  }

  /** From now on entries up to `seq` cannot be read. Their space is freed by `sweep`. */
  trim(seq: number): void {
    const upTo = Math.min(seq, this.head);
    if (upTo < this.first) return;
    this.statements.setMeta.run('trimmed', String(upTo));
    this.first = upTo + 1;
  }

  /** Frees some of the trimmed entries; false when there are none left. Bounded, so that appends go between. */
  sweep(): boolean {
    const { changes } = this.statements.drop.run(this.first - 1, this.head, TRIM_PACKS);
    if (changes > 0) return true;
    if (this.head > 0 && this.first > this.head) this.statements.empty.run(this.head);
    return false;
  }

  close(): void {
    this.db.close();
  }

  private meta(name: string): string | undefined {
    return (this.statements.meta.get(name) as { value: string } | undefined)?.value;
  }
}
