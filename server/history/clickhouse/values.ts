/** Values of one statement, each at its place: the counterpart of sql/params.ts for ClickHouse. */
import type { Param } from '../sql/params.ts';
import type { Dialect } from './dialect.ts';
import { wellFormed } from './text.ts';

export interface Statement {
  sql: string;
  /** Values that are sent beside the statement, by name. */
  values: Record<string, string>;
}

/** Collects the values of one statement. Each method gives what stands for the value in its text. */
export class Values {
  readonly sent: Record<string, string> = {};
  #count = 0;

  constructor(private readonly dialect: Dialect) {}

  text(value: string): string {
    return this.#add({ type: 'text', value: wellFormed(value) });
  }

  /** A whole number, such as a time; it must be a safe integer. */
  int(value: number): string {
    if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number: ${value}`);
    return this.#add({ type: 'int', value });
  }

  num(value: number): string {
    return this.#add({ type: 'num', value });
  }

  flag(value: boolean): string {
    return this.#add({ type: 'flag', value });
  }

  #add(param: Param): string {
    const number = ++this.#count;
    // As text: the two connections that there are write numbers differently.
    if (this.dialect.binds) this.sent[`p${number}`] = String(param.type === 'flag' ? Number(param.value) : param.value);
    return this.dialect.place(param, number);
  }
}
