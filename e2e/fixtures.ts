import { test as base } from '@playwright/test';
import { newDataFolder, type RunningHost, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { Window } from './support/page/window.ts';
import { type Distribution, startDistribution } from './support/servers/distribution.ts';

type Journey = {
  /** A real registry that allows deletes, empty. */
  readonly registry: Distribution;
  readonly host: RunningHost;
  /** A window on a fresh, empty application. */
  readonly longshore: Window;
};

/** A journey: a real browser window, the built application behind it, a real registry before it. */
export const test = base.extend<Journey>({
  registry: async ({}, use) => {
    const registry = await startDistribution({ deletes: true });
    await use(registry);
    await registry.stop();
  },
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
