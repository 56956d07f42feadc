import { resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { pageBrowser, wholeBrowser } from '../e2e/support/chromium.ts';
import { patient } from '../e2e/support/patience.ts';

const top = resolve(import.meta.dirname, '..');

export default defineConfig({
  testDir: resolve(top, 'e2e'),
  outputDir: resolve(top, 'test-results'),
  workers: 3,
  fullyParallel: false,
  timeout: patient(150_000),
  expect: { timeout: patient(10_000) },
  forbidOnly: true,
  // The second one says nothing where no benchmark was run.
  reporter: [['list'], [resolve(top, 'e2e/support/bench/reporter.ts')]],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    colorScheme: 'light',
    actionTimeout: patient(10_000),
    // Of the second try: recording every journey took a tenth of the time of all. `npx playwright show-trace` opens it; the list of failures names the file.
    trace: { mode: 'on-first-retry', screenshots: false, sources: false },
    screenshot: 'only-on-failure',
    launchOptions: wholeBrowser,
  },
  projects: [
    // On a busy machine a journey can lose a race that a person would not: it is tried once more, and named as flaky.
    { name: 'journeys', testMatch: '*.journey.ts', retries: 1, use: { launchOptions: pageBrowser } },
    // One at a time, and nothing recorded: both would be part of what is measured.
    { name: 'bench', testMatch: '*.bench.ts', timeout: patient(900_000), workers: 1, use: { trace: 'off', screenshot: 'off' } },
    { name: 'screenshots', testMatch: '*.screenshots.ts', timeout: patient(300_000) },
  ],
});
