import { defineConfig } from 'vitest/config';
import vue from '@vitejs/plugin-vue';

const FOLDERS = '{contract,server,widgets,screen,mock-feeds,scripts}';
const REAL = `${FOLDERS}/**/*.real.test.ts`;
const BROWSERS = 'tests/browser*.test.ts';
/** Of what starts real parts one file at a time; a test that hangs is a failure. */
const REAL_PARTS = { testTimeout: 300_000, hookTimeout: 120_000, fileParallelism: false };

const CLICKHOUSE = 'tests/clickhouse/*.test.ts';
/** Minutes of nothing but putting up and taking down: `npm run test:leaks`. */
const LEAKS = 'tests/leaks/*.test.ts';

/**
 * `unit`: pure code, in `npm run check`. The others start real parts and run in `npm test`, side by side: `parts` (stores in
 * worker threads and of their own, weeks of simulation), `whole` (servers) and `browser` (servers before Chromium).
 */
export default defineConfig({
  plugins: [vue()],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${FOLDERS}/**/*.test.ts`],
          exclude: [REAL],
          // Bounds against hanging, not figures: the machines that test are shared.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          pool: 'threads',
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'parts', include: [REAL, CLICKHOUSE], ...REAL_PARTS },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['tests/**/*.test.ts'],
          exclude: [BROWSERS, CLICKHOUSE, LEAKS, '**/node_modules/**'],
          ...REAL_PARTS,
        },
      },
      {
        extends: true,
        test: { name: 'browser', include: [BROWSERS], ...REAL_PARTS },
      },
      {
        extends: true,
        test: { name: 'leaks', include: [LEAKS], ...REAL_PARTS },
      },
    ],
  },
});
