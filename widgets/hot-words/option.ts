/** Pure: counts by word to ranked rows. */
import { type Cell, measureOf } from '../../contract/measure.ts';
import type { Window } from '../../contract/time.ts';
import type { TopicValues } from '../../contract/topic.ts';
import { number } from '../shared/format.ts';
import { MISSING } from '../shared/names.ts';
import { rank, type RankRow } from '../shared/rank.ts';

export interface Options {
  window: Window;
  top: number;
}
export type Data = { words: TopicValues['group'] };
export interface WordMark {
  kind: 'word';
  word: string;
}

/** Ranked words with their share of all tickets; tickets without any word of the lexicon are no word. */
export function words(value: Data['words'] | undefined, top: number): RankRow[] {
  const { [MISSING]: _none, ...cells } = value?.cells['accepted'] ?? {};
  const all = value?.total['accepted']?.[0] ?? 0;
  const share = ([n]: Cell): string => (all > 0 ? `${number((n / all) * 100, 1)}%` : '');
  return rank(measureOf('accepted'), cells, top, (word) => word, share);
}
