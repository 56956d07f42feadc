import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { patient } from '../e2e/support/patience.ts';

export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  test: {
    include: ['{shared,electron,renderer,build,e2e}/**/*.test.{ts,tsx}'],
    setupFiles: ['build/vitest.setup.ts'],
    environment: 'node',
    testTimeout: patient(60_000),
    hookTimeout: patient(60_000),
    pool: 'forks',
    // Most of a test's time is waiting for a registry.
    maxWorkers: 3,
  },
});
