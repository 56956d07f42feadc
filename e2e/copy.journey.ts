import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { inspectDigest, pullWhole, pushImage } from './support/content/images.ts';
import { startCuttingProxy } from './support/servers/cutting-proxy.ts';
import { startDistribution } from './support/servers/distribution.ts';

const MB = 1_000_000;
const platforms = [
  { layers: [2 * MB], architecture: 'amd64' },
  { layers: [MB], architecture: 'arm64' },
];

test('an image is promoted to another registry by keyboard: the plan says what is transferred, the digest is proven after, and undo removes the copy', async ({
  longshore,
  page,
  registry,
}) => {
  const target = await startDistribution({ deletes: true });
  const repository = 'copy/api';
  const { digest } = await pushImage(platforms, { host: registry.host, repository, tags: ['1.9.2'] });
  await longshore.addRegistry(target.host, 'Prod');
  await longshore.addRegistry(registry.host, 'Staging');
  await longshore.openRepository(repository);
  await longshore.tag('1.9.2').click();
  await longshore.command('copy 1.9.2');
  const dialog = longshore.dialog('Copy 1.9.2');
  await expect(dialog.getByRole('combobox', { name: 'To registry' })).toHaveValue('Prod');
  await expect(dialog).toContainText('3.0 MB to transfer in 4 blobs.');
  await expect(dialog).toContainText('copy/api is a new repository in Prod.');
  await expect(dialog.getByRole('checkbox', { name: /linux\/arm64/ })).toBeChecked();
  await dialog.getByRole('textbox', { name: 'Repository' }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('status').filter({ hasText: 'verified' })).toContainText('3.0 MB transferred');
  expect(await inspectDigest(target.host, repository, '1.9.2')).toBe(digest);
  await pullWhole(target.host, repository, '1.9.2');
  await page.keyboard.press('Control+z');
  const undo = longshore.dialog('Undo a change');
  await expect(undo.getByRole('button', { name: 'Undo', exact: true })).toHaveAttribute('aria-disabled', 'false');
  await page.keyboard.press('Enter');
  await expect(undo).toBeHidden();
  await longshore.runsEnded();
  await expect(inspectDigest(target.host, repository, '1.9.2')).rejects.toThrow();
  await target.stop();
});

test('one platform is copied into another repository of the same registry: every blob is mounted', async ({ longshore, registry }) => {
  const proxy = await startCuttingProxy(registry.port);
  const repository = 'copy/many';
  const { manifest } = await pushImage(platforms, { host: registry.host, repository, tags: ['1.0'] });
  const children = (JSON.parse(manifest) as { manifests: { digest: string }[] }).manifests;
  await longshore.addRegistry(proxy.host, 'Own');
  await longshore.openRepository(repository);
  await longshore.openMenu('1.0', 'Copy to…');
  const dialog = longshore.dialog('Copy 1.0');
  await dialog.getByRole('textbox', { name: 'Repository' }).fill('copy/arm');
  await dialog.getByRole('checkbox', { name: /linux\/amd64/ }).uncheck();
  await expect(dialog).toContainText('to mount within the registry. No bytes are transferred.');
  await expect(dialog).toContainText('Fewer platforms make a different image');
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
  expect(proxy.uploaded).toBe(0);
  expect(await inspectDigest(registry.host, 'copy/arm', '1.0')).toBe(children[1]?.digest);
  // The tree has the new repository without being asked.
  await expect(longshore.repository('copy/arm')).toBeVisible();
  await pullWhole(registry.host, 'copy/arm', '1.0');
  await proxy.stop();
});

test('a copy that is stopped leaves the target unchanged, and says so; started again, it does not send twice what was transferred', async ({
  longshore,
  registry,
}) => {
  const target = await startDistribution({ deletes: true });
  const proxy = await startCuttingProxy(target.port);
  const repository = 'copy/large';
  const { digest } = await pushImage({ layers: [60 * MB, 3 * MB] }, { host: registry.host, repository, tags: ['1.0'] });
  await longshore.addRegistry(proxy.host, 'Prod');
  await longshore.addRegistry(registry.host, 'Staging');
  await longshore.openRepository(repository);
  await longshore.openMenu('1.0', 'Copy to…');
  const dialog = longshore.dialog('Copy 1.0');
  await expect(dialog).toContainText('copy/large is a new repository in Prod.');
  proxy.hold = 20 * MB;
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(dialog).toBeHidden();
  await longshore
    .run(/^Copy /)
    .getByRole('button', { name: 'Show' })
    .click();
  await expect(dialog).toContainText('Prod / copy/large:1.0');
  await expect(dialog.getByRole('list', { name: 'Blobs in progress' })).toBeVisible();
  await expect.poll(() => proxy.uploaded).toBeGreaterThan(15 * MB);
  await dialog.getByRole('button', { name: 'Stop' }).click();
  proxy.hold = undefined;
  await expect(dialog.getByRole('alert')).toContainText('Stopped. 1.0 at the target is unchanged');
  await expect(dialog).toContainText('already present');
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
  expect(await inspectDigest(target.host, repository, '1.0')).toBe(digest);
  await proxy.stop();
  await target.stop();
});

test('a copy to a misspelt repository says that it is new and which one was meant; the target is remembered, and the notice opens it', async ({
  longshore,
  page,
  registry,
}) => {
  const [prod, other] = await Promise.all([startDistribution({ deletes: true }), startDistribution({ deletes: true })]);
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'near/api', tags: ['1.0', '1.1'] });
  await pushImage({ layers: [2000] }, { host: prod.host, repository: 'near/api', tags: ['old'] });
  await longshore.addRegistry(prod.host, 'Prod');
  await longshore.addRegistry(other.host, 'Other');
  await longshore.addRegistry(registry.host, 'Staging');
  await longshore.openRepository('near/api');
  await longshore.openMenu('1.0', 'Copy to…');
  const dialog = longshore.dialog('Copy 1.0');
  // Two others, and none was chosen yet: the own registry, and no error before anything was typed.
  const target = dialog.getByRole('combobox', { name: 'To registry' });
  await expect(target).toHaveValue('Staging');
  await expect(dialog).toContainText('Choose another registry, repository or tag to copy to.');
  await expect(dialog).not.toContainText('This is the source image itself.');
  await target.click();
  await page.getByRole('option', { name: 'Prod' }).click();
  await expect(dialog).toContainText('No such tag exists yet.');
  await dialog.getByRole('textbox', { name: 'Repository' }).fill('shop/api');
  await expect(dialog).toContainText('shop/api is a new repository in Prod.');
  await expect(dialog.getByRole('button', { name: 'Did you mean near/api?' })).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Repository' }).fill('near/aip');
  await expect(dialog).toContainText('near/aip is a new repository in Prod.');
  await dialog.getByRole('button', { name: 'Did you mean near/api?' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Repository' })).toHaveValue('near/api');
  await expect(dialog).toContainText('No such tag exists yet.');
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
  await page.getByRole('status').filter({ hasText: 'Copied 1.0 to Prod / near/api' }).getByRole('button', { name: 'Open' }).click();
  await expect(page.getByRole('button', { name: 'Prod' }).and(page.locator('[aria-current=true]'))).toBeVisible();
  await expect(longshore.tag('1.0')).toBeVisible();
  await expect(longshore.tag('old')).toBeVisible();
  await page.keyboard.press('Alt+ArrowLeft');
  await longshore.openMenu('1.1', 'Copy to…');
  await expect(longshore.dialog('Copy 1.1').getByRole('combobox', { name: 'To registry' })).toHaveValue('Prod');
  await Promise.all([prod.stop(), other.stop()]);
});

test('a target that refuses the sign-in offers to enter it', async ({ longshore, page, registry }) => {
  const guarded = await startDistribution({ htpasswd: { username: 'me', password: 'right' } });
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'near/api', tags: ['1.0'] });
  const add = await longshore.openAddDialog(`http://${guarded.host}`, 'Guarded');
  await add.getByRole('button', { name: 'Save' }).click();
  await add.getByRole('button', { name: 'Save anyway' }).click();
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('near/api');
  await longshore.openMenu('1.0', 'Copy to…');
  const dialog = longshore.dialog('Copy 1.0');
  await expect(dialog.getByRole('combobox', { name: 'To registry' })).toHaveValue('Guarded');
  await expect(dialog.getByRole('alert')).toContainText('asks for a sign-in');
  await dialog.getByRole('button', { name: 'Sign in…' }).click();
  await expect(longshore.dialog('Sign in to Guarded').getByRole('textbox', { name: 'Username' })).toBeFocused();
  await page.keyboard.press('Escape');
  await guarded.stop();
});

test('a protected tag at the target is overwritten only after its name is typed', async ({ longshore, page, registry }) => {
  const before = await pushImage({ layers: [1000] }, { host: registry.host, repository: 'guard/prod', tags: ['stable'] });
  const { digest } = await pushImage({ layers: [2000] }, { host: registry.host, repository: 'guard/api', tags: ['stable', '2.0'] });
  const add = await longshore.openAddDialog(registry.host, 'Guarded');
  const patterns = add.getByRole('combobox', { name: 'Protected tags' });
  if (!(await patterns.isVisible())) await add.getByRole('button', { name: 'Security' }).click();
  // Two patterns: a space ends one, as a comma does.
  await patterns.pressSequentially('prod* stable');
  await patterns.press('Enter');
  await add.getByRole('button', { name: 'Save' }).click();
  await expect(add).toBeHidden();
  await longshore.openRepository('guard/api');
  await longshore.openMenu('stable', 'Copy to…');
  const copy = longshore.dialog('Copy stable');
  await copy.getByRole('textbox', { name: 'Repository' }).fill('guard/prod');
  await expect(copy).toContainText(`It points to ${before.digest.slice(7, 14)} now`);
  await expect(copy.getByRole('button', { name: 'Copy', exact: true })).toBeDisabled();
  await copy.getByRole('textbox', { name: 'Protected. Type stable to overwrite' }).fill('stable');
  await copy.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(copy).toBeHidden();
  await expect.poll(() => inspectDigest(registry.host, 'guard/prod', 'stable')).toBe(digest);
  // The same of a retag.
  const fresh = await pushImage({ layers: [3000] }, { host: registry.host, repository: 'guard/api', tags: ['2.1'] });
  await page.keyboard.press('F5');
  await longshore.openMenu('2.1', 'Retag…');
  const retag = longshore.dialog('Retag 2.1');
  await retag.getByRole('textbox', { name: 'New tag' }).fill('stable');
  await expect(retag.getByRole('status')).toContainText(`It points to ${digest.slice(7, 14)} now`);
  await expect(retag.getByRole('button', { name: 'Retag' })).toBeDisabled();
  await retag.getByRole('textbox', { name: 'Protected. Type stable to overwrite' }).fill('stable');
  await page.keyboard.press('Enter');
  await expect(retag).toBeHidden();
  await expect.poll(() => inspectDigest(registry.host, 'guard/api', 'stable')).toBe(fresh.digest);
});
