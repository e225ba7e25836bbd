/** What is known of each word, looked up once and kept as long as it is in use; the number of words kept is bounded. */
import type { Segmenter, Token } from '../segment.ts';
import type { Background } from './background.ts';
import { keyOf } from './hash.ts';
import { mattersOf } from './matters.ts';
import { JOINING, partOf, type Part } from './names.ts';

export interface Word extends Part {
  key: number;
  /** Says nothing, or is a single character. */
  slight: boolean;
  /** Joins words, and is part of no name. */
  joins: boolean;
  /** Number of the matter that it speaks of; -1 none. */
  matter: number;
  /** Names something: a name in the dictionary, or not in it at all. */
  names: boolean;
}

/** Words kept in each of two generations: those not used for a generation go. */
const KEPT = 1 << 15;

export class Lexis {
  private readonly matters: ReadonlyMap<string, number>;
  private readonly zh: boolean;
  private young = new Map<string, Word>();
  private old = new Map<string, Word>();

  constructor(
    private readonly segmenter: Segmenter,
    private readonly background: Background,
  ) {
    this.matters = mattersOf(segmenter.language);
    this.zh = /^zh\b/i.test(segmenter.language);
  }

  words(tokens: readonly Token[]): Word[] {
    const found: Word[] = [];
    for (const { text } of tokens) found.push(this.word(text));
    return found;
  }

  private word(text: string): Word {
    const known = this.young.get(text);
    if (known) return known;
    const word = this.old.get(text) ?? this.make(text);
    if (this.young.size >= KEPT) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(text, word);
    return word;
  }

  private make(text: string): Word {
    const matter = this.matters.get(text) ?? -1;
    const plain = keyOf(text);
    const kind = this.background.kind(plain);
    return {
      ...partOf(text),
      key: matter < 0 ? plain : keyOf(`\u0000${matter}`),
      slight: text.length < 2 || this.segmenter.isStop(text),
      joins: JOINING.has(text),
      matter,
      names: this.zh && matter < 0 && (kind === 'name' || (kind === 'unknown' && !/^\d+$/.test(text))),
    };
  }
}
