import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import type { Reporter, TestModule } from 'vitest/node';
import { patient } from '../e2e/support/patience.ts';

let pattern: RegExp | undefined;
/** A title that no test has is a mistake; Vitest alone calls it a success. */
const noSuchTitle: Reporter = {
  onInit: ({ config }) => {
    pattern = config.testNamePattern;
  },
  onTestRunEnd: (modules) => {
    const ran = (module: TestModule) => !module.ok() || module.children.allTests().some((test) => test.result().state !== 'skipped');
    if (!pattern || modules.some(ran)) return;
    console.error(`No test ran: no title matches ${pattern}, or what matches is skipped on this machine.`);
    process.exitCode = 1;
  },
};

export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  test: {
    include: ['{shared,electron,renderer,build,e2e}/**/*.test.{ts,tsx}'],
    setupFiles: ['build/vitest.setup.ts'],
    environment: 'node',
    reporters: ['default', noSuchTitle],
    testTimeout: patient(60_000),
    hookTimeout: patient(60_000),
    pool: 'forks',
    // Threads and processes that tests start run the sources: what Node makes of these is kept, which is half of such a start.
    env: { NODE_COMPILE_CACHE: resolve(import.meta.dirname, '../node_modules/.cache/compiled') },
    // Most of a test's time is waiting for a registry.
    maxWorkers: 3,
  },
});
