/**
 * `npm run check`: format, lint with import rules, strict types and unit tests. The types and the unit tests, which
 * take longest, run side by side; each step's output is printed whole when it ends.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './setup.mjs';

const LIMIT = 10 * 60_000;
const cache = (name) => join('node_modules', '.cache', name);
const bin = (path) => join('node_modules', path);

const STEPS = {
  format: [
    bin('prettier/bin/prettier.cjs'),
    '--check',
    '--cache',
    '--cache-location',
    cache('format'),
    '--log-level',
    'warn',
    '.',
  ],
  lint: [bin('oxlint/bin/oxlint')],
  types: [bin('vue-tsc/bin/vue-tsc.js'), '-p', '.', '--incremental', '--tsBuildInfoFile', cache('types.tsbuildinfo')],
  tests: [bin('vitest/vitest.mjs'), 'run', '--project', 'unit'],
};

function run(name) {
  const began = Date.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, STEPS[name], { cwd: root, timeout: LIMIT, killSignal: 'SIGKILL' });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('exit', (code) => {
      if (output.trim()) console.log(output.trim());
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
      resolve(code === 0);
    });
  });
}

const quick = async () => [await run('format'), await run('lint'), await run('tests')];
const [types, others] = await Promise.all([run('types'), quick()]);
process.exit(types && others.every(Boolean) ? 0 : 1);
