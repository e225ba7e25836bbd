/** A few at once, some more in line, and the rest are told to come again: a question to all facts is work for seconds. */
import { HttpProblem } from '../api/problem.ts';

export interface GateOptions {
  /** How many work at the same time. */
  atOnce: number;
  /** How many may wait. */
  inLine: number;
  /** Waiting and working end after so long, ms of machine time. */
  patience: number;
}

/** Work that is told when nobody waits for it any more. */
export type Work<T> = (signal: AbortSignal) => Promise<T>;
export type Gate = <T>(work: Work<T>, left?: AbortSignal) => Promise<T>;

const full = (): HttpProblem =>
  new HttpProblem(503, '', 'too many questions are being worked on; ask again in a moment');
const slow = (): HttpProblem => new HttpProblem(503, '', 'this took too long; ask for a shorter range or fewer groups');

/**
 * A gate. What was begun keeps its place until it has really ended, also when whoever asked has left (`left`) or was told
 * that it took too long. Rejects with HttpProblem 503 when the line is full or patience has ended.
 */
export function gate({ atOnce, inLine, patience }: GateOptions): Gate {
  let working = 0;
  const line: (() => void)[] = [];
  const next = (): void => {
    if (working < atOnce) line.shift()?.();
  };
  return <T>(work: Work<T>, left?: AbortSignal): Promise<T> => {
    if (working >= atOnce && line.length >= inLine) return Promise.reject(full());
    return new Promise<T>((resolve, reject) => {
      const ended = new AbortController();
      let begun = false;
      const end = (reason: Error): void => {
        ended.abort(reason);
        if (!begun) line.splice(line.indexOf(begin), 1);
        reject(reason);
      };
      const leave = (): void => end(new HttpProblem(499, '', 'whoever asked has left'));
      const timer = setTimeout(() => end(slow()), patience);
      const tidy = (): void => {
        clearTimeout(timer);
        left?.removeEventListener('abort', leave);
      };
      ended.signal.addEventListener('abort', tidy);
      const begin = (): void => {
        begun = true;
        working++;
        work(ended.signal)
          .then(resolve, reject)
          .finally(() => {
            tidy();
            working--;
            next();
          });
      };
      left?.addEventListener('abort', leave);
      line.push(begin);
      if (left?.aborted) leave();
      else next();
    });
  };
}
