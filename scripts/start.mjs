/** `npm start`: brings in what is missing and runs the server with a simulated Wuxi, or with the options given. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildScreen, buildServer, checkNode, installPackages, root } from './setup.mjs';

checkNode();
installPackages();
buildScreen();
buildServer();
const given = process.argv.slice(2);
const args = given.length > 0 ? given : ['--simulate'];
const flags = JSON.parse(readFileSync(join(root, 'server', 'node-flags.json'), 'utf8'));
const server = spawn(process.execPath, [...flags, 'dist/node/server/main.js', ...args], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
