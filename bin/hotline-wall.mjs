#!/usr/bin/env node
/** `npx hotline-wall COMMAND`: `import` files, make a `key`, `start` the server. Brings in what a fresh clone lacks. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildServer, checkNode, installPackages, root } from '../scripts/setup.mjs';

const USAGE = `hotline-wall COMMAND

  import FILE… --map MAP    brings the rows of files into a city's history (import --help says more)
  key NAME                  makes a key (as npm run key)
  start                     starts the server (as npm start)
`;

const [command, ...rest] = process.argv.slice(2);
const PROGRAMS = { import: 'dist/node/server/import/command/main.js', key: 'dist/node/server/key.js' };

checkNode();
let args;
if (command === 'start') args = [join(root, 'scripts', 'start.mjs'), ...rest];
else if (Object.hasOwn(PROGRAMS, command ?? '')) {
  installPackages();
  buildServer();
  args = [join(root, PROGRAMS[command]), ...rest];
} else {
  const asked = command === '--help' || command === '-h';
  (asked ? console.log : console.error)(USAGE);
  process.exit(asked ? 0 : 2);
}
// Files are named from where the command is given; the server's folders are those of the checkout.
const child = spawn(process.execPath, args, { stdio: 'inherit', ...(command !== 'import' && { cwd: root }) });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
