/** A count beside the one before it: how much it changed, and whether that is more than chance. Pure. */
import { count, MINUS, number } from './format.ts';

export interface Against {
  /** `+12%`, `−4%`, `0%`; a plain `+7` where there was nothing before; empty where the past is not known or there is nothing at all. */
  text: string;
  /** `up`, `down`: further than two such counts differ by chance; else `same`. */
  way: 'up' | 'down' | 'same';
}

/** So many standard deviations of the difference of two counts. */
const BEYOND = 3;
/** And so many times as much or as little: what is true but small is no news. */
const NOTABLE = 1.25;
/** From here on a percentage is written as times. */
const MANY = 1000;

/** `before` undefined: not known. */
export function against(now: number, before: number | undefined): Against {
  if (before === undefined) return { text: '', way: 'same' };
  const odds = (now - before) / Math.sqrt(Math.max(1, now + before));
  const up = odds > BEYOND && now >= NOTABLE * before;
  const down = odds < -BEYOND && before >= NOTABLE * now;
  return { text: changed(now, before), way: up ? 'up' : down ? 'down' : 'same' };
}

function changed(now: number, before: number): string {
  if (before === 0) return now === 0 ? '' : `+${count(now)}`;
  const percent = Math.round((now / before - 1) * 100);
  if (percent >= MANY) return `×${number(now / before, 0)}`;
  return `${percent > 0 ? '+' : percent < 0 ? MINUS : ''}${Math.abs(percent)}%`;
}
