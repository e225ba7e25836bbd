import { defineConfig } from 'vitest/config';
import vue from '@vitejs/plugin-vue';

/** `unit` runs in `npm run check`; `whole` starts real parts (server, browser, kill tests) and runs in `npm test`. */
export default defineConfig({
  plugins: [vue()],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{contract,server,widgets,screen,mock-feeds,scripts}/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['tests/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
