import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { layerOf } from '../electron/sample/tar.ts';
import { MAX_DRAGGED } from '../shared/contract/files.ts';
import { pushImage } from './support/content/images.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { openStandIn, StandIn } from './support/hosts/electron-host.ts';
import { Window } from './support/page/window.ts';
import { type Distribution, startDistribution } from './support/servers/distribution.ts';

let registry: Distribution;
let dataFolder: string;

test.beforeEach(async () => {
  registry = await startDistribution();
  dataFolder = await newDataFolder();
  const files: Parameters<typeof layerOf>[0] = [
    { path: 'etc/' },
    { path: 'etc/motd', content: 'Welcome ashore\n' },
    { path: 'large', content: 'x'.repeat(MAX_DRAGGED + 1) },
  ];
  await pushImage(
    { layers: [{ ...layerOf(files), instruction: 'ADD base /' }] },
    { host: registry.host, repository: 'team/app', tags: ['1.0'] },
  );
});
test.afterEach(async () => {
  await registry.stop();
  await removeFolder(dataFolder);
});

const line = (page: Page, name: RegExp): Locator => page.getByRole('treegrid', { name: 'Files' }).getByRole('row', { name });

async function openFiles(page: Page): Promise<void> {
  const longshore = new Window(page);
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.command('team/app:1.0');
  await page.getByRole('tab', { name: 'Files' }).click();
  await line(page, /^etc /).click();
  await expect(line(page, /^motd /)).toBeVisible();
}

test('a file of a layer is dragged out of the window: the system gets it under its own name, until Longshore ends', async ({ browser }) => {
  const standIn = new StandIn(dataFolder);
  const host = await openStandIn(browser, standIn);
  const { page } = host;
  await openFiles(page);
  await expect(line(page, /^motd /)).toHaveAttribute('draggable', 'true');
  // A folder is saved, and so is what would not be there in time.
  for (const other of [/^etc /, /^large /]) await expect(line(page, other)).toHaveAttribute('draggable', 'false');
  const kept = await line(page, /^motd /).evaluate((row) =>
    row.dispatchEvent(new DragEvent('dragstart', { bubbles: true, cancelable: true })),
  );
  expect(kept, 'the page drags nothing itself').toBe(false);
  const dragged = (): unknown[] => standIn.recorded.flatMap(({ name, value }) => (name === 'drag' ? [value] : []));
  await expect.poll(() => dragged().length).toBe(1);
  const [{ file, icon }] = dragged() as [{ file: string; icon: unknown }];
  expect(file).toMatch(/motd$/);
  expect(file.startsWith(join(dataFolder, 'dragged'))).toBe(true);
  expect(icon).toEqual({ iconOf: file });
  expect(await readFile(file, 'utf8')).toBe('Welcome ashore\n');
  await host.stop();
  expect(await readdir(dataFolder)).not.toContain('dragged');
});

test('in a browser no file is offered to be dragged', async ({ page }) => {
  const host = await startBrowserHost(dataFolder);
  await page.goto(host.url);
  await openFiles(page);
  await expect(line(page, /^motd /)).toHaveAttribute('draggable', 'false');
  await host.stop();
});
