import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { dockerFiles, layerOf, sha256, tarOf } from './support/content/image-files.ts';
import { inspectDigest, pullWhole, pushImage } from './support/content/images.ts';
import { run } from './support/process.ts';

test('an image is saved to a file that skopeo reads, and loaded back from it with the same digest, by keyboard', async ({
  longshore,
  page,
  registry,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-files-'));
  const repository = 'files/api';
  const images = [
    { layers: [200_000], architecture: 'amd64' },
    { layers: [300_000], architecture: 'arm64' },
  ];
  const { digest } = await pushImage(images, { host: registry.host, repository, tags: ['1.9.2'] });
  await longshore.addRegistry(registry.host, 'Files');
  await longshore.openRepository(repository);
  await longshore.tag('1.9.2').click();
  await longshore.command('save 1.9.2');
  const save = longshore.dialog('Save 1.9.2 to a file');
  await expect(save).toContainText('in 4 blobs.');
  await expect(save.getByRole('textbox', { name: 'File' })).toBeFocused();
  await expect(save.getByRole('textbox', { name: 'File' })).toHaveValue(/\.tar$/);
  const path = join(folder, 'api.tar');
  await save.getByRole('textbox', { name: 'File' }).fill(path);
  await page.keyboard.press('Enter');
  await expect(save).toBeHidden();
  await longshore.runsEnded();
  await expect(page.getByRole('status').filter({ hasText: 'Saved 1.9.2' })).toContainText(
    `skopeo copy --all oci-archive:${path} docker://…`,
  );
  const to = `docker://${registry.host}/files/by-skopeo:1.0`;
  await run('skopeo', ['copy', '--quiet', '--all', '--dest-tls-verify=false', `oci-archive:${path}`, to]);
  expect(await inspectDigest(registry.host, 'files/by-skopeo', '1.0')).toBe(digest);
  // Not over a file that is there, unless it is said.
  await longshore.command('save 1.9.2');
  await expect(save).toContainText('in 4 blobs.');
  await expect(save.getByRole('textbox', { name: 'File' })).toHaveValue(/\.tar$/);
  await save.getByRole('textbox', { name: 'File' }).fill(path);
  await page.keyboard.press('Enter');
  await expect(save.getByRole('alert')).toContainText('A file with this name exists');
  await save.getByRole('checkbox', { name: 'Replace the file' }).check();
  await save.getByText('For docker load').click();
  await expect(save.getByRole('radio', { name: /linux\/amd64/ })).toBeChecked();
  await expect(save).toContainText('in 2 blobs.');
  await save.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(save).toBeHidden();
  await longshore.runsEnded();
  await run('skopeo', [
    'copy',
    '--quiet',
    '--dest-tls-verify=false',
    `docker-archive:${path}`,
    `docker://${registry.host}/files/docker:1.0`,
  ]);
  // Back again, into a new repository.
  await longshore.command('load an image');
  const load = longshore.dialog('Load an image from a file');
  await expect(load.getByRole('textbox', { name: 'File' })).toBeFocused();
  await page.keyboard.type(path);
  await expect(load.getByRole('textbox', { name: 'Tag' })).toHaveValue('1.9.2');
  await load.getByRole('textbox', { name: 'Repository' }).fill('files/loaded');
  await expect(load).toContainText('files/loaded is a new repository in Files.');
  await page.keyboard.press('Enter');
  await expect(load).toBeHidden();
  await longshore.runsEnded();
  await pullWhole(registry.host, 'files/loaded', '1.9.2');
  // The list has the new repository without being asked.
  await expect(longshore.repository('files/loaded')).toBeVisible();
  await rm(folder, { recursive: true, force: true });
});

test('what an index names and the registry does not have is named before it is copied or saved', async ({ longshore, page, registry }) => {
  const repository = 'files/sparse';
  const images = ['amd64', 'arm64', 's390x'].map((architecture) => ({ layers: [20_000], architecture }));
  const { manifest } = await pushImage(images, { host: registry.host, repository, tags: ['1.0'] });
  const [, arm64] = (JSON.parse(manifest) as { manifests: { digest: string }[] }).manifests;
  const gone = await fetch(`${registry.url}/v2/${repository}/manifests/${arm64?.digest}`, { method: 'DELETE' });
  expect(gone.status).toBe(202);
  const missing = '1 image of this index was not found at the source and is left out: linux/arm64.';
  await longshore.addRegistry(registry.host, 'Sparse');
  await longshore.openRepository(repository);
  await longshore.tag('1.0').click();
  await longshore.command('save 1.0');
  const save = longshore.dialog('Save 1.0 to a file');
  await expect(save).toContainText(missing);
  await expect(save.getByRole('checkbox', { name: /linux/ })).toHaveCount(2);
  await page.keyboard.press('Escape');
  await longshore.command('copy 1.0');
  const copy = longshore.dialog('Copy 1.0');
  await copy.getByRole('textbox', { name: 'Repository' }).fill('files/sparse-copy');
  await expect(copy).toContainText(missing);
  await copy.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(copy).toBeHidden();
  await longshore.runsEnded();
  await pullWhole(registry.host, 'files/sparse-copy', '1.0');
});

test('a file with a broken image is refused in the dialog, by the name of its layer', async ({ longshore, page, registry }) => {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-files-'));
  const [first, second] = await Promise.all([layerOf('a'), layerOf('b')]);
  const path = join(folder, 'broken.tar');
  await writeFile(path, await tarOf(dockerFiles([second, first], [first, second].map(sha256))));
  await longshore.addRegistry(registry.host, 'Broken');
  await longshore.command('load an image');
  const load = longshore.dialog('Load an image from a file');
  await load.getByRole('textbox', { name: 'File' }).fill(path);
  await expect(load.getByRole('textbox', { name: 'Tag' })).toHaveValue('1.0');
  await load.getByRole('textbox', { name: 'Repository' }).fill('files/broken');
  await expect(load.getByRole('alert')).toContainText('its layers are in the wrong order');
  await expect(load.getByRole('alert')).toContainText('layer-0/layer.tar');
  await expect(load.getByRole('button', { name: 'Load', exact: true })).toBeDisabled();
  await page.keyboard.press('Escape');
  expect((await fetch(`${registry.url}/v2/files/broken/tags/list`)).status).toBe(404);
  await rm(folder, { recursive: true, force: true });
});

test('a tar that is dropped on the window is loaded into the repository that is shown, and no copy of it is left', async ({
  longshore,
  page,
  registry,
  host,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-files-'));
  // Larger than one message.
  const { digest } = await pushImage({ layers: [7_000_000] }, { host: registry.host, repository: 'files/dropped', tags: ['2.0'] });
  const path = join(folder, 'api.tar');
  const from = `docker://${registry.host}/files/dropped:2.0`;
  await run('skopeo', ['copy', '--quiet', '--src-tls-verify=false', from, `oci-archive:${path}:2.0-file`]);
  const bytes = (await readFile(path)).toString('base64');
  const drop = async (): Promise<void> => {
    const files = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], 'api.tar'));
      return transfer;
    }, bytes);
    await page.dispatchEvent('body', 'drop', { dataTransfer: files });
  };
  await drop();
  await expect(page.getByRole('status').filter({ hasText: 'Choose a registry first' })).toBeVisible();
  await longshore.addRegistry(registry.host, 'Dropped');
  await longshore.openRepository('files/dropped');
  await page.getByRole('grid', { name: 'Tags' }).focus();
  await drop();
  const load = longshore.dialog('Load an image from a file');
  await expect(load.getByRole('textbox', { name: 'File' })).toBeFocused();
  await expect(load.getByRole('textbox', { name: 'Repository' })).toHaveValue('files/dropped');
  await expect(load.getByRole('textbox', { name: 'Tag' })).toHaveValue('2.0-file');
  await expect(load.getByRole('textbox', { name: 'File' })).toHaveValue(/api\.tar$/);
  await load.getByRole('button', { name: 'Load', exact: true }).click();
  await expect(load).toBeHidden();
  await longshore.runsEnded();
  expect(await inspectDigest(registry.host, 'files/dropped', '2.0-file')).toBe(digest);
  await expect(longshore.tag('2.0-file')).toBeVisible();
  expect(await readdir(join(host.dataFolder, 'dropped'))).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});
