/** What the log and its thread say to each other. Strings, not objects: they cross as one copy. */
import type { PieceResult } from '../gather.ts';

/** Consecutive events to be kept as one row. `keys` is a JSON array of strings, `lines` one JSON object a line. */
export interface Piece {
  count: number;
  keys: string;
  lines: string;
}

/** A stored run of entries: `lines` holds those with seq `first` and following. */
export interface Pack {
  first: number;
  lines: string;
}

export type Ask =
  | { ask: 'append'; id: number; pieces: Piece[] }
  | { ask: 'read'; id: number; after: number; limit: number }
  | { ask: 'trim'; id: number; seq: number }
  | { ask: 'close'; id: number };

export type Answer =
  | { answer: 'open'; epoch: string; head: number; first: number }
  | { answer: 'appended'; id: number; results: PieceResult[] }
  | { answer: 'read'; id: number; packs: Pack[] }
  | { answer: 'trimmed'; id: number; first: number }
  | { answer: 'closed'; id: number }
  | { answer: 'failed'; id: number; trimmed: boolean; message: string };

/** What the thread is started with. */
export interface StoreOptions {
  path: string;
  /** Upper bound of the file in pages of 4 KiB; a full one refuses appends as a full disk does. */
  maxPages?: number;
}
