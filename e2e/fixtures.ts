import { test as base } from '@playwright/test';
import { newDataFolder, type RunningHost, removeFolder, startBrowserHost } from './support/browser-host.ts';
import { type Distribution, startDistribution } from './support/distribution.ts';
import { Window } from './support/window.ts';

type Parts = {
  /** A real registry that allows deletes, for this file's tests. */
  readonly registry: Distribution;
};

type Journey = {
  readonly host: RunningHost;
  /** A window on a fresh, empty application. */
  readonly longshore: Window;
};

/** A journey: a real browser window, the built application behind it, a real registry before it. */
export const test = base.extend<Journey, Parts>({
  registry: [
    async ({}, use) => {
      const registry = await startDistribution({ deletes: true });
      await use(registry);
      await registry.stop();
    },
    { scope: 'worker' },
  ],
  host: async ({}, use) => {
    const dataFolder = await newDataFolder();
    const host = await startBrowserHost(dataFolder);
    await use(host);
    await host.stop();
    await removeFolder(dataFolder);
  },
  longshore: async ({ host, page }, use) => {
    await page.goto(host.url);
    await use(new Window(page));
  },
});
