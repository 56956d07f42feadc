import { setTimeout as wait } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { createSampleContent } from '../electron/sample/content.ts';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';
import { filesWith } from './support/files-with.ts';
import { freePort } from './support/process.ts';
import { RegistryDouble } from './support/registry/double.ts';
import { startDistribution } from './support/servers/distribution.ts';

test('a registry that lists nothing is a normal state: a reference is pasted, its repository is remembered and pinned', async ({
  longshore,
  page,
}) => {
  const registry = new RegistryDouble(createSampleContent(), { catalog: 'missing', quota: { limit: 200, remaining: 176, window: 21_600 } });
  const { host } = new URL(await registry.start());
  await longshore.addRegistry(host, 'Silent');
  await expect(page.getByRole('main')).toContainText('does not list its repositories');
  await expect(page.getByRole('alert')).toHaveCount(0);
  const prompt = page.getByRole('textbox', { name: 'Repository or reference' });
  await prompt.fill(`${host}/team/api:1.9.2`);
  await prompt.press('Enter');
  await expect(longshore.tag('1.9.2')).toContainText('index');
  await expect(longshore.repository('team/api')).toBeVisible();
  await page.getByRole('button', { name: 'Pin this repository' }).click();
  await prompt.fill('team/never');
  await prompt.press('Enter');
  await expect(page.getByText('This repository has no tags.')).toBeVisible();
  await expect(longshore.repository('team/never')).toHaveCount(0);
  await longshore.repository('team/api').click();
  await expect(page.getByRole('button', { name: 'Unpin this repository' })).toBeVisible();
  await page.reload();
  await expect(longshore.repository('team/api')).toBeVisible();
  await registry.stop();
});

test('a pinned repository is at the top of the list', async ({ longshore, page, registry }) => {
  for (const repository of ['alpha/one', 'zulu/last'])
    await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.0'] });
  await longshore.addRegistry(registry.host, 'Pins');
  await longshore.openRepository('zulu/last');
  await page.getByRole('button', { name: 'Pin this repository' }).click();
  await expect(page.getByRole('treeitem').first()).toHaveAccessibleName('zulu/last');
  await expect(longshore.repository('zulu/last')).toHaveCount(2);
  await page.getByRole('button', { name: 'Unpin this repository' }).click();
  await expect(longshore.repository('zulu/last')).toHaveCount(1);
});

test('when a registry stops answering the screen is kept, and is refreshed once the registry answers again', async ({
  longshore,
  page,
}) => {
  const port = await freePort();
  let registry = await startDistribution({ port });
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0'] });
  await longshore.addRegistry(`http://${registry.host}`, 'Away');
  await longshore.openRepository('team/api');
  await expect(longshore.tag('1.0')).toContainText('image');
  await registry.stop();
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('cannot be reached');
  await expect(longshore.tag('1.0')).toContainText('image');
  await expect(page.getByRole('contentinfo')).toContainText('unreachable');
  registry = await startDistribution({ port });
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0', '1.1'] });
  await expect(longshore.tag('1.1')).toContainText('image');
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
  await registry.stop();
});

test('a crash leaves no secret in the data folder, the working folder or the output', async ({ longshore, host }) => {
  const secret = 'corréct-horse-crash';
  const registry = await startDistribution({ htpasswd: { username: 'ci', password: secret } });
  const dialog = await longshore.openAddDialog(registry.host, 'Guarded');
  await longshore.signInWith(dialog, 'ci', secret);
  await dialog.getByRole('checkbox', { name: 'Remember in the system keychain' }).uncheck();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  const ended = new Promise((resolve) => host.child.once('exit', resolve));
  host.child.kill('SIGSEGV');
  await ended;
  await wait(200);
  expect(await filesWith(host.dataFolder, secret)).toEqual([]);
  expect(host.output()).not.toContain(secret);
  await registry.stop();
});
