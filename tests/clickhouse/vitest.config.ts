import { defineConfig } from 'vitest/config';

/** For the process in which chdb.test.ts runs the suite. */
export default defineConfig({
  test: {
    include: ['tests/clickhouse/chdb.suite.ts'],
    pool: 'forks',
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
