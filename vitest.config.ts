import { defineConfig } from 'vitest/config';
import vue from '@vitejs/plugin-vue';

const FOLDERS = '{contract,server,widgets,screen,mock-feeds,scripts}';
const REAL = `${FOLDERS}/**/*.real.test.ts`;

/**
 * `unit`: pure code, in `npm run check`. `whole`: what starts real parts (stores in worker threads, servers, browsers,
 * weeks of simulation), one file at a time, in `npm test`.
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
          testTimeout: 30_000,
          hookTimeout: 30_000,
          pool: 'threads',
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['tests/**/*.test.ts', REAL],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
