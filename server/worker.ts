/**
 * Starts worker threads. From the built program a worker is a plain module; from the sources (tests, benches) it
 * needs TypeScript's loader, which on Node 20 does not reach into workers by itself.
 */
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** Ending of this program's modules: `.js` when built, `.ts` when run from the sources. */
export const MODULE = import.meta.url.endsWith('.js') ? '.js' : '.ts';

/** A worker thread that runs the module at `url`, named by its source (`./thread.ts`). */
export function startWorker(url: URL, options: Omit<WorkerOptions, 'eval'> = {}): Worker {
  if (MODULE === '.js') return new Worker(new URL(url.href.replace(/\.ts$/, MODULE)), options);
  const boot = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(url.href)}); })`;
  return new Worker(boot, { ...options, eval: true });
}
