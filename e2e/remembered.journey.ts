import { expect, test } from '@playwright/test';
import { pushImage } from './support/content/images.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { Window } from './support/page/window.ts';
import { startCuttingProxy } from './support/servers/cutting-proxy.ts';
import { startDistribution } from './support/servers/distribution.ts';

test('after a restart the tags of before are there at once, with the time they are of, also without the registry; then what changed is read', async ({
  page,
}) => {
  const registry = await startDistribution();
  const proxy = await startCuttingProxy(registry.port);
  const push = (tag: string, size: number) => pushImage({ layers: [size] }, { host: registry.host, repository: 'team/api', tags: [tag] });
  await push('1.0', 1_000);
  await push('1.1', 2_000);
  const dataFolder = await newDataFolder();
  const first = await startBrowserHost(dataFolder);
  await page.goto(first.url);
  const longshore = new Window(page);
  await longshore.addRegistry(proxy.host, 'Remembered');
  await longshore.openRepository('team/api');
  await expect(page.getByRole('main').getByText('2 tags on 2 images')).toBeVisible();
  const row = await longshore.tag('1.0').getByRole('gridcell').allTextContents();
  // What is shown is noted a moment later.
  await page.waitForTimeout(1_000);
  await first.stop();

  await push('1.1', 3_000);
  await push('1.2', 4_000);
  await pushImage({ layers: [1_000] }, { host: registry.host, repository: 'team/new', tags: ['1.0'] });
  proxy.die();
  const second = await startBrowserHost(dataFolder);
  await page.goto(second.url);
  await expect(longshore.tag('1.0')).toBeVisible();
  expect(await longshore.tag('1.0').getByRole('gridcell').allTextContents()).toEqual(row);
  await expect(longshore.tag('1.1')).toContainText('2.0 kB');
  await expect(longshore.tag('1.2')).toHaveCount(0);
  await expect(page.getByRole('main').getByText(/^Read .*\d/)).toBeVisible();
  await expect(longshore.repository('team/api')).toBeVisible();
  const ofLastVisit = page.getByText('These repositories are from your last visit');
  await expect(ofLastVisit).toBeVisible();

  proxy.revive();
  await page.getByRole('main').getByRole('button', { name: 'Refresh' }).click();
  await expect(longshore.tag('1.2')).toContainText('4.0 kB');
  await expect(longshore.tag('1.1')).toContainText('3.0 kB');
  await expect(page.getByRole('main').getByText(/^Read .*\d/)).toHaveCount(0);
  await page.keyboard.press('F5');
  await expect(longshore.repository('team/new')).toBeVisible();
  await expect(ofLastVisit).toHaveCount(0);

  // What is kept can be cleared, once what that loses was read.
  await page.keyboard.press('Control+,');
  const settings = longshore.dialog('Settings');
  await expect(settings).toContainText('for 3 tags in 1 repository');
  await settings.getByRole('button', { name: 'Clear…', exact: true }).click();
  await expect(settings.getByRole('alert')).toContainText('read or scanned again');
  await expect(settings.getByRole('button', { name: 'Cancel', exact: true })).toBeFocused();
  // Escape answers this question alone.
  await page.keyboard.press('Escape');
  await expect(settings.getByRole('button', { name: 'Clear…', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await settings.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(settings).toContainText('Nothing is kept.');
  await page.keyboard.press('Escape');
  await expect(longshore.tag('1.2')).toBeVisible();
  await second.stop();
  await proxy.stop();
  await registry.stop();
  await removeFolder(dataFolder);
});
