/** `npm run look:update`: draws the baselines of tests/browser-look.test.ts anew, of all
 * themes or of those named (`-- briefing exhibit`). Look at what changed before keeping it. */
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'browser', 'tests/browser-look.test.ts'],
  { env: { ...process.env, LOOK_UPDATE: process.argv.slice(2).join(',') || 'all' }, stdio: 'inherit' },
);
process.exit(status ?? 1);
