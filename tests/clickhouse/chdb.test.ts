/**
 * The whole suite of the history on a ClickHouse of today. It comes as a package (chdb, ClickHouse in a process), too
 * large for the main package.json: it is installed from the one in this folder when it is not there, once.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const INSTALLING = 240_000;
/** Of no test ending: hung. On a busy machine the whole takes minutes (45 s on a quiet one), no single test does. */
const SILENT = 300_000;
const RUNNING = 1_200_000;

const { dependencies } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')) as {
  dependencies: { chdb: string };
};

/** Whether exactly the pinned version is there, with the engine itself. */
function installed(): boolean {
  const file = join(here, 'node_modules', 'chdb', 'package.json');
  if (!existsSync(file)) return false;
  if ((JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version !== dependencies.chdb) return false;
  return spawnSync(process.execPath, ['-e', "require('chdb')"], { cwd: here, timeout: 60_000 }).status === 0;
}

function install(): string | null {
  const args = [
    'install',
    '--no-save',
    '--no-package-lock',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--prefix',
    here,
  ];
  const { status, stderr, error } = spawnSync('npm', args, { cwd: here, encoding: 'utf8', timeout: INSTALLING });
  if (status === 0 && installed()) return null;
  return error?.message ?? stderr.split('\n').slice(0, 3).join(' ');
}

const trouble = installed() ? null : install();
const ci = process.env['CI'] === 'true' || process.env['CI'] === '1';
if (trouble !== null && !ci)
  console.log(`skipped: chdb ${dependencies.chdb} is not installed and could not be: ${trouble}`);

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: {
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
}

describe.skipIf(trouble !== null && !ci)('the history on ClickHouse of today', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hotline-wall-chdb-run-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(
    'does all that the suite of the history asks, in a process of its own',
    { timeout: RUNNING + 15_000 },
    async () => {
      expect(trouble, 'chdb could not be installed').toBeNull();
      const report = join(folder, 'report.json');
      const config = relative(root, join(here, 'vitest.config.ts'));
      const args = [
        'node_modules/vitest/vitest.mjs',
        'run',
        '--config',
        config,
        '--reporter=verbose',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ];
      const env = {
        ...process.env,
        NO_COLOR: '1',
        VITEST: undefined,
        VITEST_POOL_ID: undefined,
        VITEST_WORKER_ID: undefined,
      };
      const child = spawn(process.execPath, args, {
        cwd: root,
        env: env as NodeJS.ProcessEnv,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      // The process and those that it started.
      const end = (): void => void process.kill(-child.pid!, 'SIGKILL');
      const longest = setTimeout(end, RUNNING);
      const silence = setTimeout(end, SILENT);
      let said = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          said = (said + text).slice(-4000);
          silence.refresh();
        });
      }
      const code = await new Promise((resolve) => child.on('exit', resolve));
      clearTimeout(longest);
      clearTimeout(silence);
      expect(existsSync(report), `no report (exit ${String(code)}): ${said}`).toBe(true);
      const { testResults, ...sums } = JSON.parse(readFileSync(report, 'utf8')) as Report;
      const failed = testResults.flatMap(({ message, assertionResults }) => [
        ...(message ? [message] : []),
        ...assertionResults.flatMap(({ status, fullName, failureMessages }) =>
          status === 'failed' ? [`${fullName}: ${failureMessages.join(' ').slice(0, 1500)}`] : [],
        ),
      ]);
      expect(failed).toEqual([]);
      expect(sums.numFailedTests).toBe(0);
      expect(sums.numPassedTests).toBeGreaterThan(25);
      expect(sums.numPendingTests).toBe(0);
      expect(code).toBe(0);
    },
  );
});
