/**
 * `npm test`: brings in what is missing, runs every suite and adds them up honestly. Ends with the line
 * `N passed, N failed, N skipped`. What could not run is named, and counts as failed in CI.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildScreen, buildServer, checkNode, installPackages, root } from './setup.mjs';

/** Of one project. A suite that hangs ends here; a slow machine does not. */
const LIMIT = 76 * 60_000;
/** Debian's package of each program, and how to see whether it is there (absent: it is on the path). */
const PROGRAMS = {
  'redis-server': { from: 'redis-server' },
  chromium: { from: 'chromium' },
  // Debian keeps it off the path.
  postgres: { from: 'postgresql', look: 'ls /usr/lib/postgresql/*/bin/initdb' },
  mariadbd: { from: 'mariadb-server', look: 'ls /usr/sbin/mariadbd' },
  'clickhouse-server': { from: 'clickhouse-server' },
};
const ci = process.env.CI === 'true';

const has = (program) => spawnSync('sh', ['-c', PROGRAMS[program].look ?? `command -v ${program}`]).status === 0;
const missing = () => Object.keys(PROGRAMS).filter((program) => !has(program));

function installPrograms() {
  const wanted = missing();
  if (wanted.length === 0) return [];
  const debianRoot = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (debianRoot) {
    console.log(`Installing ${wanted.join(', ')} …`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const options = { stdio: 'ignore', env, timeout: 10 * 60_000 };
    spawnSync('apt-get', ['update', '-qq'], options);
    // One by one: a package that cannot be had takes none of the others with it.
    for (const name of wanted)
      spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', PROGRAMS[name].from], options);
  }
  return missing();
}

function vitest(project, report) {
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, NO_COLOR: '1' },
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT);
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
}

function count(report, code) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  // A file that could not even be loaded has no tests of its own: it counts as one failure.
  const broken = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  const failed = numFailedTests + broken;
  return {
    passed: numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  };
}

checkNode();
installPackages();
buildScreen();
buildServer();
const lacking = installPrograms();
const folder = mkdtempSync(join(tmpdir(), 'hotline-wall-test-'));
const sum = { passed: 0, failed: 0, skipped: 0 };
const run = async (project) => {
  const report = join(folder, `${project}.json`);
  const counted = count(report, await vitest(project, report));
  for (const key of Object.keys(sum)) sum[key] += counted[key];
};
await run('unit');
// They mostly wait, for stores and for pages.
await Promise.all(['parts', 'whole', 'browser'].map(run));
rmSync(folder, { recursive: true, force: true });
for (const program of lacking) {
  console.log(`${program} is not installed: the suites that need it were skipped`);
  if (ci) sum.failed++;
}
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exit(sum.failed === 0 ? 0 : 1);
