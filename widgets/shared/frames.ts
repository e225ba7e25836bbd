/**
 * One queue of drawing work for all charts: each frame takes what fits its budget, the rest waits for the
 * next one, so that a dozen charts that change in the same tick don't freeze the wall together.
 */
const BUDGET = 8;
const waiting = new Map<object, () => void>();
let scheduled = false;

function run(): void {
  scheduled = false;
  const start = performance.now();
  for (const [owner, task] of waiting) {
    waiting.delete(owner);
    task();
    if (performance.now() - start > BUDGET) break;
  }
  if (waiting.size > 0) schedule();
}

function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(run);
}

/** Runs the task in one of the next frames. A later task of the same owner replaces the one that waits. */
export function onFrame(owner: object, task: () => void): void {
  waiting.set(owner, task);
  schedule();
}

/** Forgets what an owner has waiting. */
export function dropFrame(owner: object): void {
  waiting.delete(owner);
}
