/** Facts as lines of JSON on the way in, and rows of RowBinary on the way back: both forms are the same in every version. */
import { BIRTH, type FactKind, type FieldRole, type Step } from '../../../contract/fact.ts';
import type { FactRecord } from '../history.ts';
import { fieldsOf, STEPS } from '../schema.ts';
import { wellFormed } from './text.ts';

/** Month of a moment (Unix ms, UTC) as YYYYMM; 0 for none, and for what no calendar holds. */
export function monthOf(at: number | null): number {
  if (at === null) return 0;
  const date = new Date(at);
  const month = date.getUTCFullYear() * 100 + date.getUTCMonth() + 1;
  return month >= 197001 && month <= 999912 ? month : 0;
}

/** One fact as a line. Throws RangeError for a time that is no whole number. */
export function lineOf({ kind, row, steps }: FactRecord, version: number): string {
  const fields = row as unknown as Record<string, unknown>;
  const line: Record<string, unknown> = {};
  for (const { name, role } of fieldsOf(kind)) {
    const value = fields[name];
    if (role === 'time' && value !== null && !Number.isSafeInteger(value)) {
      throw new RangeError(`${name} is no time: ${String(value)}`);
    }
    if (typeof value === 'boolean') line[name] = value ? 1 : 0;
    else if (typeof value === 'string') line[name] = wellFormed(value);
    else if (Array.isArray(value)) line[name] = (value as string[]).map((member) => wellFormed(member));
    else line[name] = value;
  }
  line[STEPS] = JSON.stringify(steps);
  line['month'] = monthOf(fields[BIRTH[kind]] as number | null);
  line['version'] = version;
  return JSON.stringify(line);
}

/** What a column of an answer holds: the role of a field, or one of the types that answers have beside. */
export type Form = FieldRole | 'float' | 'uint' | 'int' | 'string' | 'uints';

/** The buffer ends within a row. */
class Incomplete extends Error {}
const INCOMPLETE = new Incomplete();

/** Reads values of RowBinary one after the other. */
class Reader {
  at = 0;
  constructor(readonly bytes: Buffer) {}

  #take(length: number): number {
    const from = this.at;
    if (from + length > this.bytes.length) throw INCOMPLETE;
    this.at = from + length;
    return from;
  }

  #length(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.bytes[this.#take(1)]!;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  #text(): string {
    const length = this.#length();
    const from = this.#take(length);
    return this.bytes.toString('utf8', from, from + length);
  }

  #int(): number {
    return Number(this.bytes.readBigInt64LE(this.#take(8)));
  }

  #list<T>(one: () => T): T[] {
    return Array.from({ length: this.#length() }, one);
  }

  value(form: Form): unknown {
    switch (form) {
      case 'key':
      case 'string':
        return this.#text();
      case 'float':
        return this.bytes.readDoubleLE(this.#take(8));
      case 'int':
      // Versions and counts stay below 2^53.
      case 'uint':
        return this.#int();
      case 'list':
        return this.#list(() => this.#text());
      case 'uints':
        return this.#list(() => this.#int());
    }
    if (this.bytes[this.#take(1)] === 1) return null;
    if (form === 'num') return this.bytes.readDoubleLE(this.#take(8));
    if (form === 'time') return this.#int();
    if (form === 'flag') return this.bytes[this.#take(1)] === 1;
    return this.#text();
  }
}

/** Rows of RowBinary from the bytes as they come. Throws when they end within a row. */
export async function* decode(chunks: AsyncIterable<Buffer>, forms: readonly Form[]): AsyncGenerator<unknown[][]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const reader = new Reader(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]));
    const rows: unknown[][] = [];
    let end = 0;
    try {
      while (reader.at < reader.bytes.length) {
        rows.push(forms.map((form) => reader.value(form)));
        end = reader.at;
      }
    } catch (error) {
      if (!(error instanceof Incomplete)) throw error;
    }
    rest = reader.bytes.subarray(end);
    if (rows.length > 0) yield rows;
  }
  if (rest.length > 0) throw new Error('the answer ended within a row');
}

/** Forms of all fields of a kind, in order. */
export const formsOf = (kind: FactKind): Form[] => fieldsOf(kind).map(({ role }) => role);

/** A row object from values that begin with all fields of the kind. */
export function rowOf(kind: FactKind, values: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(fieldsOf(kind).map(({ name }, i) => [name, values[i]]));
}

/** A fact from values that hold all fields of the kind and then its steps. */
export function factOf(kind: FactKind, values: readonly unknown[]): FactRecord {
  const steps = JSON.parse(values[fieldsOf(kind).length] as string) as Step[];
  return { kind, row: rowOf(kind, values), steps } as unknown as FactRecord;
}
