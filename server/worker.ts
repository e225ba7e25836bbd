/** Starts TypeScript worker threads: the loader of the main thread does not reach into workers on Node 20. */
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** A worker thread that runs the TypeScript module at `url`. */
export function startWorker(url: URL, options: Omit<WorkerOptions, 'eval'> = {}): Worker {
  const boot = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(url.href)}); })`;
  return new Worker(boot, { ...options, eval: true });
}
