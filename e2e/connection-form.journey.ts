import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Locator } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';
import { chooseInMenu } from './support/page/keys.ts';
import { makeCertificates } from './support/servers/certificates.ts';
import { type Distribution, startDistribution } from './support/servers/distribution.ts';

const USERNAME = 'ci-reader';
const PASSWORD = 'swordfish';

async function startGuarded(): Promise<Distribution> {
  const registry = await startDistribution({ htpasswd: { username: USERNAME, password: PASSWORD } });
  const at = { host: registry.host, repository: 'team/api', tags: ['1.0'], credentials: `${USERNAME}:${PASSWORD}` };
  await pushImage({ layers: [1000] }, at);
  return registry;
}

/** Buttons that look like the one to press. */
const mainButtons = (dialog: Locator): Locator => dialog.locator('button[data-variant="filled"]');

test('a registry that asks for a sign-in: the form switches to it with the cursor in Username, and typing goes on', async ({
  longshore,
  page,
}) => {
  await page.setViewportSize({ width: 900, height: 600 });
  const registry = await startGuarded();
  const dialog = await longshore.openAddDialog(registry.host, 'Guarded');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('asks for a sign-in');
  await expect(dialog.getByRole('combobox', { name: 'Sign in with' })).toHaveValue('Username and password');
  const username = dialog.getByRole('textbox', { name: 'Username' });
  await expect(username).toBeFocused();
  // In a small window, too, it is not left under the buttons.
  const bottom = (box: { readonly y: number; readonly height: number } | null): number => (box ? box.y + box.height : 0);
  const buttons = await dialog.getByRole('button', { name: 'Save', exact: true }).boundingBox();
  expect(bottom(await username.boundingBox())).toBeLessThan(buttons?.y ?? 0);
  await expect(mainButtons(dialog)).toHaveText(['Save']);
  await page.keyboard.type(USERNAME);
  await page.keyboard.press('Tab');
  await page.keyboard.type('not-it');
  await expect(dialog.getByRole('button', { name: 'Show password' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('did not accept the sign-in');
  await expect(dialog.getByRole('textbox', { name: 'Password' })).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await longshore.openRepository('team/api');
  await registry.stop();
});

test('"Sign in…" asks for the sign-in and nothing else, from the failure and from the status, and stays where one is', async ({
  longshore,
  page,
}) => {
  const registry = await startGuarded();
  const add = await longshore.openAddDialog(`http://${registry.host}`, 'Guarded');
  await add.getByRole('button', { name: 'Save' }).click();
  await add.getByRole('button', { name: 'Save anyway' }).click();
  await page.getByRole('main').getByRole('button', { name: 'Sign in…' }).click();
  const dialog = longshore.dialog('Sign in to Guarded');
  await expect(dialog.getByRole('textbox', { name: 'Username' })).toBeFocused();
  await expect(dialog.getByRole('textbox', { name: 'Registry address' })).toHaveCount(0);
  await expect(mainButtons(dialog)).toHaveText(['Sign in']);
  await page.keyboard.press('Escape');
  await page.getByRole('contentinfo').getByRole('button', { name: 'Sign in…' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Username' })).toBeFocused();
  await page.keyboard.type(USERNAME);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await longshore.openRepository('team/api');
  await expect(page.getByRole('contentinfo')).toContainText(`as ${USERNAME}`);
  await registry.stop();
});

test('what is no address cannot be saved anyway', async ({ longshore }) => {
  const add = await longshore.openAddDialog('not a url', 'Typo');
  await add.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(add.getByRole('alert')).toContainText('This is not the address of a registry');
  await expect(add.getByRole('button', { name: 'Save anyway' })).toHaveCount(0);
  const address = add.getByRole('textbox', { name: 'Registry address' });
  await expect(address).toHaveAttribute('aria-invalid', 'true');
  await address.fill('registry.example.com');
  await expect(address).not.toHaveAttribute('aria-invalid', 'true');
});

test('a registry that does not answer is said while it is tested, which can be ended without losing the form', async ({ longshore }) => {
  const silent = createServer(() => {});
  await once(silent.listen(0, '127.0.0.1'), 'listening');
  const { port } = silent.address() as AddressInfo;
  const add = await longshore.openAddDialog(`http://127.0.0.1:${port}`, 'Silent');
  await add.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(add.getByRole('status')).toContainText(`127.0.0.1:${port} has not answered yet.`);
  await add.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(add.getByRole('button', { name: 'Test', exact: true })).toBeEnabled();
  await expect(add.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Silent');
  // Only what was pressed is busy.
  const loading = add.locator('button[data-loading]');
  await add.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(loading).toHaveText(['Save']);
  await add.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(loading).toHaveCount(0);
  await expect(add.getByRole('alert')).toHaveCount(0);
  silent.closeAllConnections();
  silent.close();
});

test('what keeps a registry safe and how it is reached are found without opening anything', async ({ longshore, page }) => {
  const dialog = await longshore.openAddDialog('registry.example.com', 'Example');
  for (const section of ['Sign-in', 'Safety', 'Network and certificates'])
    await expect(dialog.getByRole('region', { name: section })).toBeVisible();
  await expect(dialog.getByRole('checkbox', { name: 'Read-only' })).toBeVisible();
  await expect(dialog.getByRole('combobox', { name: 'Protected tags' })).toBeVisible();
  await expect(dialog.getByRole('combobox', { name: 'Proxy' })).toBeVisible();
  await expect(mainButtons(dialog)).toHaveText(['Save']);
  await page.setViewportSize({ width: 640, height: 400 });
  for (const name of ['Test', 'Cancel', 'Save'])
    await expect(dialog.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 1 });
});

test('certificates are taken from a file that is chosen or dropped, and a private key is not shown again', async ({
  longshore,
  page,
}, info) => {
  const certificates = await makeCertificates();
  const registry = await startDistribution({ tls: certificates });
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0'] });
  const file = info.outputPath('authority.pem');
  await writeFile(file, `Issuer: CN=Example\n${certificates.authorityPem}`);
  const dialog = await longshore.openAddDialog(registry.host, 'Encrypted');
  await dialog.getByRole('button', { name: 'Certificates' }).click();
  const choosing = page.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Choose file: Certificate authority (PEM)' }).click();
  await (await choosing).setFiles(file);
  const authority = dialog.getByRole('textbox', { name: 'Certificate authority (PEM)' });
  await expect(authority).toHaveValue(certificates.authorityPem.trim());
  // A key that is dropped with its certificate goes into its own field, and no text of it onto the screen.
  const key = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----';
  const dropped = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'client.pem'));
    return data;
  }, `${key}\n${certificates.authorityPem}`);
  await dialog.getByRole('textbox', { name: 'Client certificate (PEM)' }).dispatchEvent('drop', { dataTransfer: dropped });
  await expect(dialog.getByRole('textbox', { name: 'Client certificate (PEM)' })).toHaveValue(certificates.authorityPem.trim());
  await expect(dialog.getByText('A private key was added.')).toBeVisible();
  expect(await dialog.innerHTML()).not.toContain('c2VjcmV0');
  await dialog.getByRole('button', { name: 'Remove this key' }).click();
  await dialog.getByRole('textbox', { name: 'Client key (PEM)' }).fill(key);
  await expect(dialog.getByRole('textbox', { name: 'Client key (PEM)' })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Remove this key' }).click();
  await dialog.getByRole('textbox', { name: 'Client certificate (PEM)' }).fill('');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await longshore.openRepository('team/api');
  await registry.stop();
});

test('the form opens at its top, and what had the focus before a dialog has it again', async ({ longshore, registry, page }) => {
  await longshore.addRegistry(registry.host, 'Local');
  const storage = page.getByRole('main').getByRole('button', { name: 'Storage', exact: true });
  for (const [width, height] of [
    [1280, 800],
    [900, 600],
  ] as const) {
    await page.setViewportSize({ width, height });
    await storage.focus();
    await longshore.command('Add registry');
    const address = longshore.dialog('Add registry').getByRole('textbox', { name: 'Registry address' });
    await expect(address).toBeFocused();
    await expect(address).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Escape');
    await expect(storage).toBeFocused();
  }
  const line = page.getByRole('button', { name: 'Local', exact: true });
  await line.focus();
  await chooseInMenu(page, 'Diagnose…');
  await expect(longshore.dialog(/Diagnos/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(line).toBeFocused();
});

test('one Escape does not lose what was typed into the form, and an address that is saved already is said', async ({
  longshore,
  registry,
  page,
}) => {
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.command('Add registry');
  const dialog = longshore.dialog('Add registry');
  const address = dialog.getByRole('textbox', { name: 'Registry address' });
  await address.fill(`http://${registry.host}/v2/`);
  await expect(dialog.getByRole('status')).toHaveText('This address is already saved as Local.');
  await page.keyboard.press('Escape');
  await expect(dialog.getByRole('alert')).toContainText('Press Escape again');
  await expect(dialog.getByRole('alert')).toBeInViewport();
  // Whoever types on is asked again.
  await address.fill('registry.test');
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await expect(dialog.getByRole('status')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(dialog.getByRole('alert')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  // Where nothing was changed there is nothing to lose.
  await page.getByRole('button', { name: 'Actions for registry Local' }).click();
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  await expect(longshore.dialog('Edit registry')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(longshore.dialog('Edit registry')).toBeHidden();
});
