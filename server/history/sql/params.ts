/** Values that travel beside a statement, never in its text, each with the type that its column has. */

export type Param =
  | { type: 'text'; value: string }
  | { type: 'int'; value: number }
  | { type: 'num'; value: number }
  | { type: 'flag'; value: boolean };

/** A statement with its values; `$1` is the first of them. */
export interface Statement {
  sql: string;
  params: Param[];
}

/** Collects the values of one statement. Each method gives the placeholder of its value. */
export class Params {
  readonly all: Param[] = [];

  text(value: string): string {
    return this.#add({ type: 'text', value });
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
    return `$${this.all.push(param)}`;
  }
}
