import { expect, type Page, test as plain } from '@playwright/test';
import { putImage, SampleStore } from '../electron/sample/store.ts';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { Window } from './support/page/window.ts';
import { patient } from './support/patience.ts';
import { RegistryDouble } from './support/registry/double.ts';

const coverage = (page: Page) => page.getByRole('main').getByText(/repositories read|repository read/);

test('a registry is scanned by keyboard alone: the dialog says what it takes, and the page of the registry what has been read', async ({
  longshore,
  registry,
  page,
}) => {
  for (const repository of ['team/api', 'team/web', 'base'])
    await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.0', 'latest'] });
  await longshore.addRegistry(registry.host, 'Local');
  await expect(coverage(page)).toHaveText('0 of 3 repositories read');
  await page.getByRole('button', { name: 'Scan this registry' }).focus();
  await page.keyboard.press('Enter');
  const dialog = longshore.dialog('Scan Local');
  await expect(dialog.getByRole('radio', { name: /^Repositories not read yet/ })).toBeFocused();
  await expect(dialog.getByRole('radio', { name: /^Repositories not read yet/ })).toBeChecked();
  await expect(dialog).toContainText('3 repositories, at least 3 requests');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('status').filter({ hasText: 'Done: Scan of Local' })).toContainText('Read 3 of 3 repositories.');
  await expect(coverage(page)).toContainText('All 3 repositories read');
  // Back on the button that opened it: all is read, so that everything is offered again, with what it takes.
  await page.getByRole('button', { name: 'Scan this registry' }).press('Enter');
  await expect(dialog.getByRole('radio', { name: /^All repositories again/ })).toBeChecked();
  await expect(dialog).toContainText('3 repositories, about 9 requests');
  await expect(dialog).toContainText('None: every repository has been read');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

/** A registry of `count` small repositories that takes its time. */
async function slowRegistry(count: number): Promise<RegistryDouble> {
  const store = new SampleStore();
  const platform = { os: 'linux', architecture: 'amd64' };
  for (let at = 0; at < count; at++)
    putImage(store.repository(`team/service-${at}`), { layers: [], created: '2026-01-01T00:00:00Z', platform, config: { seed: `${at}` } }, [
      '1.0',
    ]);
  const registry = new RegistryDouble(store, { latency: 120 });
  await registry.start();
  return registry;
}

plain('a scan whose process is killed goes on after a restart, and counts no repository twice', async ({ page }) => {
  const registry = await slowRegistry(60);
  const dataFolder = await newDataFolder();
  const first = await startBrowserHost(dataFolder);
  await page.goto(first.url);
  const before = new Window(page);
  await before.addRegistry(registry.url, 'Slow');
  await page.getByRole('button', { name: 'Scan this registry' }).click();
  await before.dialog('Scan Slow').getByRole('button', { name: 'Scan', exact: true }).click();
  await before.openActivity();
  await expect(before.run('Scan of Slow')).toContainText(/[1-5]\d of 60 repositories/, { timeout: patient(30_000) });
  first.child.kill('SIGKILL');
  await first.ended;
  // The page asks for lists of tags, too: for the counts in its tree.
  const read = (): string[] => registry.requests.flatMap(({ path }) => /^\/v2\/(.+)\/manifests\/1\.0/.exec(path)?.[1] ?? []);
  const asked = new Set(read());
  registry.requests.length = 0;

  const second = await startBrowserHost(dataFolder);
  await page.goto(second.url);
  const longshore = new Window(page);
  await longshore.openActivity();
  const item = longshore.run('Scan of Slow');
  await expect(item).toContainText(/of 60 repositories/);
  await item.getByRole('button', { name: 'Pause' }).click();
  await expect(item).toContainText('Paused');
  await page.reload();
  await longshore.openActivity();
  await item.getByRole('button', { name: 'Resume' }).click();
  await expect(item).toContainText('Read 60 of 60 repositories.', { timeout: patient(30_000) });
  // Four were under way when it was killed.
  const again = read();
  expect(again.filter((name) => asked.has(name)).length).toBeLessThanOrEqual(4);
  expect(new Set(again).size).toBe(again.length);
  expect(new Set([...asked, ...again]).size).toBe(60);
  await second.stop();
  await registry.stop();
  await removeFolder(dataFolder);
});

plain('a scan that the registry limits says so, and what could not be read is shown in its dialog', async ({ page }) => {
  const registry = await slowRegistry(12);
  registry.fault = ({ path }) => {
    if (path.includes('service-3/')) return { kind: 'status', status: 403 };
    return path.includes('service-5/') ? { kind: 'status', status: 429, headers: { 'retry-after': '2400' } } : undefined;
  };
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder);
  await page.goto(host.url);
  const longshore = new Window(page);
  await longshore.addRegistry(registry.url, 'Limited');
  await page.getByRole('button', { name: 'Scan this registry' }).click();
  await longshore.dialog('Scan Limited').getByRole('button', { name: 'Scan', exact: true }).click();
  await longshore.openActivity();
  const item = longshore.run('Scan of Limited');
  await expect(item).toContainText('is limiting requests');
  await expect(item).toContainText(/The scan is paused\. The limit is renewed in (40|39) min/);
  registry.fault = ({ path }) => (path.includes('service-3/') ? { kind: 'status', status: 403 } : undefined);
  await item.getByRole('button', { name: 'Resume' }).click();
  await expect(item).toContainText('Read 11 of 12 repositories.', { timeout: patient(30_000) });
  await expect(item.getByRole('button', { name: 'Retry' })).toBeVisible();
  await item.getByRole('button', { name: 'Show' }).click();
  const dialog = longshore.dialog('Scan Limited');
  await expect(dialog).toContainText('1 repository could not be read completely');
  await expect(dialog.getByRole('listitem')).toContainText('team/service-3');
  registry.fault = undefined;
  await dialog.getByRole('button', { name: 'Retry' }).click();
  await expect(longshore.run('Scan of Limited').first()).toContainText('Read 12 of 12 repositories.', { timeout: patient(30_000) });
  await host.stop();
  await registry.stop();
  await removeFolder(dataFolder);
});
