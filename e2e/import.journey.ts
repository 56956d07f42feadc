import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import keytar from 'keytar';
import { pushImage } from './support/content/images.ts';
import { filesWith } from './support/files-with.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { Window } from './support/page/window.ts';
import { startDistribution } from './support/servers/distribution.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const PASSWORD = 'logged-in-already';

base('a machine that is logged in with docker: from the first start to tags without typing anything', async ({ page }) => {
  const registry = await startDistribution({ htpasswd: { username: 'ci', password: PASSWORD } });
  const helped = await startDistribution({ htpasswd: { username: 'bot', password: 'from-the-helper' } });
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0'], credentials: `ci:${PASSWORD}` });
  await pushImage({ layers: [1000] }, { host: helped.host, repository: 'team/web', tags: ['2.0'], credentials: 'bot:from-the-helper' });
  const home = await mkdtemp(join(tmpdir(), 'longshore-home-'));
  await mkdir(join(home, 'bin'));
  const helper = join(home, 'bin', 'docker-credential-office');
  await writeFile(helper, `#!/bin/sh\necho '{"ServerURL":"","Username":"bot","Secret":"from-the-helper"}'\n`);
  await chmod(helper, 0o755);
  const config = { auths: { [registry.host]: { auth: base64(`ci:${PASSWORD}`) } }, credHelpers: { [helped.host]: 'office' } };
  await writeFile(join(home, 'config.json'), JSON.stringify(config));
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder, [], {
    DOCKER_CONFIG: home,
    PATH: `${join(home, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
  });
  const frames: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => void frames.push(payload.toString())));
  await page.goto(host.url);
  const longshore = new Window(page);
  await page.getByRole('main').getByRole('button', { name: 'Import registries' }).click();
  const dialog = longshore.dialog('Import registries');
  await expect(dialog).toContainText(join(home, 'config.json'));
  // By keyboard from here: the focus is where it goes on.
  await expect(dialog.getByRole('button', { name: 'Read these files' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('status')).toHaveText('2 registries found.');
  await expect(dialog.getByRole('checkbox', { name: registry.host })).toBeChecked();
  await expect(dialog).toContainText('as ci');
  await expect(dialog).toContainText('with docker-credential-office');
  await expect(dialog.getByRole('button', { name: 'Import 2 registries' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  // The addresses stand there without a scheme: loopback answers plain http only, and that is found out.
  const registries = page.getByRole('navigation', { name: 'Registries' });
  await registries.getByRole('button', { name: registry.host, exact: true }).click();
  await longshore.openRepository('team/api');
  await expect(longshore.tag('1.0')).toContainText('image');
  await registries.getByRole('button', { name: helped.host, exact: true }).click();
  await longshore.openRepository('team/web');
  await expect(longshore.tag('2.0')).toContainText('image');
  const kept = await keytar.findCredentials('Longshore');
  expect(kept.some((entry) => entry.password.endsWith(PASSWORD))).toBe(true);
  expect(kept.some((entry) => entry.password.includes('from-the-helper'))).toBe(false);
  // Nothing that crossed to the page, and nothing on the disk, holds a secret.
  expect(frames.length).toBeGreaterThan(5);
  for (const secret of [PASSWORD, 'from-the-helper', base64(`ci:${PASSWORD}`)]) expect(frames.join('\n')).not.toContain(secret);
  await page.getByRole('button', { name: 'Add registry', exact: true }).click();
  await longshore.dialog('Add registry').getByRole('button', { name: 'Import…' }).click();
  await longshore.dialog('Import registries').getByRole('button', { name: 'Read these files' }).click();
  await expect(longshore.dialog('Import registries').getByText('already saved')).toHaveCount(2);
  await host.stop();
  for (const secret of [PASSWORD, 'from-the-helper']) expect(await filesWith(dataFolder, secret)).toEqual([]);
  await removeFolder(dataFolder);
  await rm(home, { recursive: true, force: true });
  await registry.stop();
  await helped.stop();
});

base('importing again chooses nothing that is saved, leaves one where one is, and shows what came when asked to', async ({ page }) => {
  const registry = await startDistribution();
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0'] });
  const other = await startDistribution();
  const home = await mkdtemp(join(tmpdir(), 'longshore-home-'));
  const auth = { auth: base64('ci:secret') };
  await writeFile(join(home, 'config.json'), JSON.stringify({ auths: { [registry.host]: auth, [other.host]: auth } }));
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder, [], { DOCKER_CONFIG: home });
  await page.goto(host.url);
  const longshore = new Window(page);
  await longshore.addRegistry(registry.host, 'Mine');
  await longshore.openRepository('team/api');
  await page.getByRole('button', { name: 'Add registry', exact: true }).click();
  await longshore.dialog('Add registry').getByRole('button', { name: 'Import…' }).click();
  const dialog = longshore.dialog('Import registries');
  await dialog.getByRole('button', { name: 'Read these files' }).click();
  // Saved without a sign-in: it may be imported with one, but only when asked to.
  await expect(dialog.getByRole('checkbox', { name: registry.host })).not.toBeChecked();
  await expect(dialog).toContainText('this address is saved with another sign-in');
  await expect(dialog.getByRole('checkbox', { name: other.host })).toBeChecked();
  await dialog.getByRole('button', { name: 'Import 1 registry' }).click();
  const notice = page.getByRole('status').filter({ hasText: '1 registry imported.' });
  await expect(longshore.tag('1.0')).toBeVisible();
  await notice.getByRole('button', { name: 'Show' }).click();
  const registries = page.getByRole('navigation', { name: 'Registries' });
  await expect(registries.getByRole('button', { name: other.host, exact: true })).toHaveAttribute('aria-current', 'true');
  await host.stop();
  await removeFolder(dataFolder);
  await rm(home, { recursive: true, force: true });
  await registry.stop();
  await other.stop();
});
