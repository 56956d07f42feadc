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
  await expect(dialog).toContainText('No such tag exists yet.');
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
  await expect(dialog).toContainText('No such tag exists yet.');
  proxy.hold = 20 * MB;
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(dialog).toBeHidden();
  await longshore
    .run(/^Copy /)
    .getByRole('button', { name: 'Show' })
    .click();
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
