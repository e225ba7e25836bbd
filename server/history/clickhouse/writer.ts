/**
 * Writes to ClickHouse, one after the other. A write puts its rows beside the body under a version of their own, and is
 * there when the mark that names the version is: one row, which readers have or have not. What ends in between is seen
 * by nobody, and the version is never used again.
 */
import { FACT_KINDS } from '../../../contract/fact.ts';
import type { Position } from '../../../contract/protocol.ts';
import type { FactRecord } from '../history.ts';
import { HistoryUnavailable } from '../unavailable.ts';
import type { Link } from './link.ts';
import { takeOverRank, withVersion, type Mark } from './marks.ts';
import { addMark, readMark } from './position.ts';
import { lineOf } from './rows.ts';
import { settle } from './settle.ts';
import { recentOf, VERSIONS_A_PART, type Names } from './tables.ts';
import { wellFormed } from './text.ts';

/** Rows, and about how many bytes, of one insert. */
const LOT_ROWS = 10_000;
const LOT_CHARS = 16 << 20;
/** Recent rows are moved to the body when there are so many, or a partition of versions is full, and they are older than the grace. */
const SETTLE_ROWS = 100_000;
/** Spans that a mark may have before they are moved too, so that it stays small. */
const SETTLE_SPANS = 50;

export interface WriterOptions {
  link: Link;
  names: Names;
  /** The fencing token of the city's lease; null: this server does not hold the city. */
  token(): number | null;
  /** Machine time, ms. */
  now(): number;
  /** Recent rows lie beside the body for so long at least, ms: a query that is done by then need not look twice. */
  grace: number;
  onError(error: unknown): void;
}

/** A boundary between partitions of the recent rows: everything up to the version may be moved once it is old enough. */
interface Boundary {
  version: number;
  at: number;
}

/** Recent versions up to `version` are in the body; they are dropped when no reader can hold a mark below `rank`. */
export interface Moved {
  version: number;
  rank: number;
}

const breathe = (): Promise<void> => new Promise(setImmediate);

/** The lines of the facts in lots, of facts with the same id the last one. Throws RangeError. */
async function lotsOf(facts: readonly FactRecord[], version: number): Promise<{ table: string; lines: string }[]> {
  const lots: { table: string; lines: string }[] = [];
  for (const kind of FACT_KINDS) {
    const latest = new Map<string, FactRecord>();
    for (const fact of facts) if (fact.kind === kind) latest.set(wellFormed(fact.row.id), fact);
    let lines: string[] = [];
    let chars = 0;
    const end = async (): Promise<void> => {
      if (lines.length > 0) lots.push({ table: recentOf(kind), lines: lines.join('\n') });
      lines = [];
      chars = 0;
      await breathe();
    };
    for (const fact of latest.values()) {
      const line = lineOf(fact, version);
      lines.push(line);
      chars += line.length;
      if (lines.length >= LOT_ROWS || chars >= LOT_CHARS) await end();
    }
    await end();
  }
  return lots;
}

export class Writer {
  #turn: Promise<unknown> = Promise.resolve();
  /** The last mark that this writer knows to hold, while it holds the city with that token. */
  #mark: Mark | null = null;
  /** The last number given out. */
  #last = 0;
  /** Whether it is not known what became of the last write. */
  #unsure = false;
  #boundaries: Boundary[] = [];
  #moved: Moved[] = [];
  /** Rows written since the recent ones were moved last. */
  #rows = 0;

  constructor(private readonly options: WriterOptions) {}

  /** Replaces by id and moves the position (null: leaves it). Writes wait for one another. */
  write(facts: readonly FactRecord[], position: Position | null): Promise<void> {
    return this.#inTurn(async () => {
      this.#check(position);
      const mark = await this.#hold();
      // Before anything is sent: what cannot be written is refused as a whole.
      const version = this.#last + 1;
      const lots = await lotsOf(facts, version);
      await this.#commit(version, lots, { ...mark, position: position ?? mark.position });
      this.#rows += facts.length;
      await this.#settleIfDue();
    });
  }

  /** Everything that was there gives way to these facts, as of this position. They come in batches. */
  replaceAll(facts: AsyncIterable<readonly FactRecord[]>, position: Position): Promise<void> {
    return this.#inTurn(async () => {
      this.#check(position);
      const mark = await this.#hold();
      const version = this.#last + 1;
      this.#last = version;
      this.#unsure = true;
      for await (const batch of facts) {
        for (const { table, lines } of await lotsOf(batch, version)) {
          await this.options.link.insert(this.options.names.of(table), lines);
        }
        this.#rows += batch.length;
      }
      this.#unsure = false;
      await this.#commit(version, [], { ...mark, position, since: version, spans: [] });
      await this.#settleIfDue();
    });
  }

  /** Moves what is committed into the body, without the grace: queries that are under way are told to begin again. */
  settleNow(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#hold();
      await this.#settleUpTo(this.#closePart());
    });
  }

  /** Waits for the writes that were asked for. */
  async close(): Promise<void> {
    await this.#turn;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #check(position: Position | null): void {
    if (position && !Number.isSafeInteger(position.seq)) throw new RangeError(`not a whole number: ${position.seq}`);
  }

  /** The mark to go on from. Takes over where that is not done yet, and finds out what became of an unsure write. */
  async #hold(): Promise<Mark> {
    const token = this.options.token();
    if (token === null) throw new HistoryUnavailable('another server holds the city and writes its history');
    if (this.#mark?.token !== token) return (this.#mark = await this.#takeOver(token));
    if (!this.#unsure) return this.#mark;
    const top = await readMark(this.options.link, this.options.names);
    if (top.rank > this.#last || top.token !== token) return this.#fenced();
    this.#unsure = false;
    return (this.#mark = top);
  }

  #fenced(): never {
    this.#mark = null;
    throw new HistoryUnavailable('another server has taken over the history of this city');
  }

  async #takeOver(token: number): Promise<Mark> {
    const { link, names } = this.options;
    let before = await readMark(link, names);
    const start = takeOverRank(token, before);
    if (start === null) return this.#fenced();
    for (let rank = start; ; rank++) {
      const mark = { ...before, token, rank };
      await addMark(link, names, mark);
      if ((await readMark(link, names)).rank !== rank) return this.#fenced();
      // From now on nothing of the one before counts. What it could still commit in between is taken along.
      const late = await readMark(link, names, start);
      if (late.rank <= before.rank) {
        this.#last = rank;
        this.#unsure = false;
        this.#rows = 0;
        this.#boundaries = [{ version: start - 1, at: this.options.now() }];
        // What was moved and not dropped by the one before: nobody who reads by an older mark may lose it.
        this.#moved =
          mark.settled > 0 && mark.spans.every(([first]) => first > mark.settled)
            ? [{ version: mark.settled, rank }]
            : [];
        return mark;
      }
      before = late;
    }
  }

  /** Sends the rows, then the mark. When it rejects, nobody knows whether the mark arrived; `#hold` finds out. */
  async #commit(version: number, lots: readonly { table: string; lines: string }[], next: Mark): Promise<void> {
    const { link, names, now } = this.options;
    this.#unsure = true;
    this.#last = version;
    for (const { table, lines } of lots) await link.insert(names.of(table), lines);
    await this.#add({ ...next, rank: version, spans: withVersion(next.spans, version) });
    if ((version + 1) % VERSIONS_A_PART === 0) this.#boundaries.push({ version, at: now() });
  }

  async #add(mark: Mark): Promise<void> {
    const { link, names } = this.options;
    this.#unsure = true;
    await addMark(link, names, mark);
    if ((await readMark(link, names)).rank !== mark.rank) this.#fenced();
    this.#mark = mark;
    this.#unsure = false;
  }

  /** Ends the partition at hand: numbers go on in the next one. Gives the last version in it. */
  #closePart(): number {
    this.#last += VERSIONS_A_PART - 1 - (this.#last % VERSIONS_A_PART);
    return this.#last;
  }

  async #settleIfDue(): Promise<void> {
    const { now, grace, onError } = this.options;
    if (this.#rows >= SETTLE_ROWS || this.#mark!.spans.length >= SETTLE_SPANS) {
      this.#boundaries.push({ version: this.#closePart(), at: now() });
      this.#rows = 0;
    }
    const old = this.#boundaries.filter(({ at }) => at <= now() - grace).at(-1);
    if (!old) return;
    try {
      await this.#settleUpTo(old.version);
    } catch (error) {
      // What was written is written. The next write tries again; doing a part of it twice does no harm.
      onError(error);
    }
  }

  async #settleUpTo(version: number): Promise<void> {
    const { link, names } = this.options;
    const rank = (): number => ++this.#last;
    await this.#add({ ...this.#mark!, rank: rank(), settled: Math.max(version, this.#mark!.settled) });
    this.#moved = await settle({ link, names, mark: this.#mark!, version, moved: this.#moved });
    const spans = this.#mark!.spans.flatMap(([first, last]): [number, number][] =>
      last > version ? [[Math.max(first, version + 1), last]] : [],
    );
    await this.#add({ ...this.#mark!, rank: rank(), spans });
    this.#moved.push({ version, rank: this.#mark!.rank });
    this.#boundaries = this.#boundaries.filter((one) => one.version > version);
    this.#rows = 0;
  }
}
