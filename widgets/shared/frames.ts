/**
 * One queue of drawing work for all canvases. Numbers in the page come first: drawing waits until the frame that
 * shows them has been painted. Each owner draws at most once a second, since a canvas costs far more to paint than a
 * number and is read far more slowly; each turn takes what fits its budget, so that a dozen charts that change
 * together don't freeze the wall together.
 */
const BUDGET = 8;
/** Time between two drawings of one owner, ms, less TOGETHER at the least; its last change is always drawn. */
export const PACE = 1000;
/** Who is due so soon draws with those that are, ms: a frame of its own costs the page more than a chart in it. */
const TOGETHER = 300;
/** A page that is never idle draws all the same, ms. */
const IDLE = 100;

const waiting = new Map<object, () => void>();
const drawnAt = new WeakMap<object, number>();
let timer: ReturnType<typeof setTimeout> | undefined;
let timerAt = Infinity;

/** Runs the task when the page has painted what waits to be, without asking for a frame of its own; within IDLE at the latest. */
function whenIdle(task: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(task, { timeout: IDLE });
  else setTimeout(task, IDLE / 4);
}

const dueAt = (owner: object): number => (drawnAt.get(owner) ?? -PACE) + PACE;

function run(): void {
  timerAt = Infinity;
  const start = performance.now();
  for (const [owner, task] of waiting) {
    if (dueAt(owner) > start + TOGETHER) continue;
    waiting.delete(owner);
    drawnAt.set(owner, start);
    task();
    if (performance.now() - start > BUDGET) break;
  }
  schedule();
}

function schedule(): void {
  if (waiting.size === 0) return;
  const next = Math.min(...Array.from(waiting.keys(), dueAt));
  if (next >= timerAt) return;
  clearTimeout(timer);
  timerAt = next;
  timer = setTimeout(() => whenIdle(run), Math.max(0, next - performance.now()));
}

/** Runs the task once its owner may draw again. A later task of the same owner replaces the one that waits. */
export function onFrame(owner: object, task: () => void): void {
  waiting.set(owner, task);
  schedule();
}

/** Runs what an owner has waiting in the next turn, however lately it drew: its canvas is new or has a new size. */
export function drawSoon(owner: object, task: () => void): void {
  drawnAt.delete(owner);
  onFrame(owner, task);
}

/** Forgets what an owner has waiting. */
export function dropFrame(owner: object): void {
  waiting.delete(owner);
}
