import { expect } from '@playwright/test';
import keytar from 'keytar';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';
import { filesWith } from './support/files-with.ts';
import { freePort } from './support/process.ts';
import { makeCertificates } from './support/servers/certificates.ts';
import { startDistribution } from './support/servers/distribution.ts';
import { startTokenService } from './support/servers/token-service.ts';

const USERNAME = 'ci-reader';
const PASSWORD = 'corréct-horse-8d1f';

test('add a registry with htpasswd: its password is in the Secret Service and in no file of the data folder', async ({
  longshore,
  host,
}) => {
  const registry = await startDistribution({ htpasswd: { username: USERNAME, password: PASSWORD } });
  await pushImage(
    { layers: [1000] },
    { host: registry.host, repository: 'team/api', tags: ['1.0'], credentials: `${USERNAME}:${PASSWORD}` },
  );
  const dialog = await longshore.openAddDialog(registry.host, 'Guarded');
  await longshore.signInWith(dialog, USERNAME, PASSWORD);
  await expect(dialog.getByRole('checkbox', { name: 'Remember in the system keychain' })).toBeChecked();
  await dialog.getByRole('button', { name: 'Test' }).click();
  await expect(dialog.getByRole('status')).toContainText('Signed in');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await longshore.openRepository('team/api');
  await expect(longshore.tag('1.0')).toContainText('image');
  const kept = await keytar.findCredentials('Longshore');
  expect(kept.some((entry) => entry.password.endsWith(PASSWORD))).toBe(true);
  // What is written at the end counts too, and nothing moves while it is searched.
  await host.stop();
  expect(await filesWith(host.dataFolder, 'Guarded')).not.toEqual([]);
  expect(await filesWith(host.dataFolder, PASSWORD)).toEqual([]);
  expect(await filesWith(host.dataFolder, Buffer.from(`${USERNAME}:${PASSWORD}`).toString('base64'))).toEqual([]);
  await registry.stop();
});

test('add a registry with token auth, whose signed tokens the registry itself verifies', async ({ longshore }) => {
  const tokens = await startTokenService(USERNAME, PASSWORD);
  const registry = await startDistribution({ token: tokens, deletes: true });
  await pushImage(
    { layers: [1000] },
    { host: registry.host, repository: 'team/api', tags: ['1.0', '1.0.1'], credentials: `${USERNAME}:${PASSWORD}` },
  );
  const before = tokens.given();
  const dialog = await longshore.openAddDialog(registry.host, 'Tokens');
  await longshore.signInWith(dialog, USERNAME, PASSWORD);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await longshore.openRepository('team/api');
  await expect(longshore.tag('1.0.1')).toContainText('image');
  expect(tokens.given()).toBeGreaterThan(before);
  await registry.stop();
  await tokens.stop();
});

test('add a registry over TLS with its own certificate authority; without the CA the failure says so', async ({ longshore, page }) => {
  const certificates = await makeCertificates();
  const registry = await startDistribution({ tls: certificates });
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0'] });
  const dialog = await longshore.openAddDialog(registry.host, 'Encrypted');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('is not trusted');
  await expect(dialog.getByRole('alert')).toContainText('Example Corp Internal CA');
  await dialog.getByRole('button', { name: 'Certificates' }).click();
  await dialog.getByRole('textbox', { name: 'Certificate authority (PEM)' }).fill(certificates.authorityPem);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await longshore.openRepository('team/api');
  await expect(longshore.tag('1.0')).toContainText('image');
  await expect(page.getByText('Not encrypted')).toHaveCount(0);
  await registry.stop();
});

test('a wrong password is named as the cause, and the right one is accepted in the same dialog', async ({ longshore, host }) => {
  const registry = await startDistribution({ htpasswd: { username: USERNAME, password: PASSWORD } });
  await pushImage(
    { layers: [1000] },
    { host: registry.host, repository: 'team/api', tags: ['1.0'], credentials: `${USERNAME}:${PASSWORD}` },
  );
  const dialog = await longshore.openAddDialog(registry.host, 'Guarded');
  await longshore.signInWith(dialog, USERNAME, 'not-it');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('did not accept the sign-in');
  // The diagnosis asks the same address as the test, which found plain http, and says the same.
  await dialog.getByRole('button', { name: 'Diagnose' }).click();
  await expect(dialog.getByRole('list', { name: 'Steps' }).getByRole('listitem').last()).toContainText('did not accept the sign-in');
  await expect(dialog.getByRole('list', { name: 'Steps' }).getByRole('listitem').last()).toBeInViewport();
  // It is told once, and beside the failure is the way to save nevertheless.
  await expect(dialog.getByText('did not accept the sign-in')).toHaveCount(1);
  await expect(dialog.locator('[data-footer]').getByRole('button', { name: /^Save/ })).toHaveText(['Save']);
  await expect(dialog.getByRole('button', { name: 'Save anyway' })).toBeInViewport();
  await dialog.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await expect(dialog.getByRole('alert')).toBeHidden();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await longshore.openRepository('team/api');
  expect(host.output()).not.toContain(PASSWORD);
  await registry.stop();
});

test('a registry that is down is shown as unreachable, and its repositories appear once it is up', async ({ longshore, page }) => {
  const port = await freePort();
  const dialog = await longshore.openAddDialog(`127.0.0.1:${port}`, 'Down');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('cannot be reached');
  await expect(dialog.getByRole('alert')).toContainText('Nothing is listening at this address');
  await dialog.getByRole('textbox', { name: 'Registry address' }).fill(`http://127.0.0.1:${port}`);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByRole('button', { name: 'Save anyway' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('cannot be reached');
  const registry = await startDistribution({ port });
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0'] });
  await page.getByRole('main').getByRole('button', { name: 'Try again' }).click();
  await longshore.openRepository('team/api');
  await registry.stop();
});

test('a test says that a sign-in was not checked where the registry asks for none', async ({ longshore, registry }) => {
  const dialog = await longshore.openAddDialog(registry.host, 'Open');
  await longshore.signInWith(dialog, USERNAME, 'wrong');
  await dialog.getByRole('button', { name: 'Test' }).click();
  await expect(dialog.getByRole('status')).toContainText('The registry asked for no sign-in, so yours was not checked.');
});
