/**
 * What a fresh clone lacks, brought in: packages and the built screen. Plain Node, since nothing is installed yet.
 * Each step is skipped when what it makes is there and up to date, so the second time works without a network.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(root, ...parts);

/** Runs a command in the root and ends this process with its code if it fails. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (status === 0) return;
  console.error(`${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
  process.exit(status || 1);
}

function hashOf(paths) {
  const hash = createHash('sha256');
  const visit = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else hash.update(path.slice(root.length)).update('\0').update(readFileSync(path));
  };
  paths.forEach(visit);
  return hash.digest('hex');
}

/** Runs `make` unless the stamp says that it was made from the same sources. */
function once(stamp, sources, product, make) {
  const hash = hashOf(sources);
  if (existsSync(product) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  make();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Node 20.19 or newer is needed; this is ${process.versions.node}`);
  process.exit(1);
}

export function installPackages() {
  const stamp = at('node_modules', '.hotline-wall');
  once(stamp, [at('package-lock.json')], at('node_modules', 'tsx', 'package.json'), () => {
    console.log('Installing packages …');
    // Not `npm ci`: it refuses a lock without the binaries of other systems, which not every registry carries.
    const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
    run('npm', args, { shell: process.platform === 'win32' });
  });
}

export function buildScreen() {
  const sources = ['screen', 'widgets', 'contract', 'scripts/screen', 'vite.config.ts', 'package-lock.json'].map(
    (name) => at(name),
  );
  once(at('dist', '.screen'), sources, at('dist', 'screen', 'index.html'), () => {
    console.log('Building the screen …');
    // Whoever builds it, a test too: what is built is what is run.
    const env = { ...process.env, NODE_ENV: 'production' };
    run(process.execPath, [at('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], { env });
  });
}

/** Turns the server's sources into plain modules, so that it starts in a second and its threads need no loader. */
export function buildServer() {
  const sources = [
    'server',
    'contract',
    'widgets',
    'mock-feeds',
    'tsconfig.json',
    'tsconfig.build.json',
    'package-lock.json',
  ].map((name) => at(name));
  once(at('dist', '.node'), sources, at('dist', 'node', 'server', 'main.js'), () => {
    console.log('Building the server …');
    rmSync(at('dist', 'node'), { recursive: true, force: true });
    run(process.execPath, [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json']);
  });
}
