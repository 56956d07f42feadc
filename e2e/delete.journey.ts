import { createHash } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { inspectDigest, pullWhole, pushImage } from './support/content/images.ts';
import { startDistribution } from './support/servers/distribution.ts';

const deleteDialog = (page: Page, tag: string) => page.getByRole('alertdialog', { name: `Delete ${tag}` });

test('delete one of three tags of one image: the other two still pull', async ({ longshore, registry, page }) => {
  const { digest } = await pushImage(
    { layers: [3000, 4000] },
    { host: registry.host, repository: 'change/one', tags: ['1.9.2', '1.9', 'latest'] },
  );
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('change/one');
  await longshore.openMenu('1.9.2', 'Delete…');
  const dialog = deleteDialog(page, '1.9.2');
  const siblings = dialog.getByRole('list', { name: 'Other tags on this image' });
  await expect(siblings.getByRole('listitem')).toHaveText(['latest', '1.9']);
  await expect(dialog.getByRole('radio', { name: /Delete only this tag/ })).toBeChecked();
  await expect(dialog).toContainText('points the tag at an empty image');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('status').filter({ hasText: '1.9.2 is deleted' })).toBeVisible();
  await expect(longshore.tag('1.9.2')).toHaveCount(0);
  await expect(inspectDigest(registry.host, 'change/one', '1.9.2')).rejects.toThrow(/manifest unknown/);
  for (const tag of ['1.9', 'latest']) {
    expect(await inspectDigest(registry.host, 'change/one', tag)).toBe(digest);
    await pullWhole(registry.host, 'change/one', tag);
  }
});

test('delete the image and all its tags after typing the confirmation', async ({ longshore, registry, page }) => {
  await pushImage({ layers: [3000] }, { host: registry.host, repository: 'change/all', tags: ['2.0', '2.0.1'] });
  const kept = await pushImage({ layers: [3000] }, { host: registry.host, repository: 'change/all', tags: ['3.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('change/all');
  await longshore.openMenu('2.0', 'Delete…');
  const dialog = deleteDialog(page, '2.0');
  await dialog.getByRole('radio', { name: /Delete the image and all 2 tags/ }).check();
  await expect(dialog.getByRole('button', { name: 'Delete' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Type change/all to confirm' }).fill('change/all');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('status').filter({ hasText: '2 tags are deleted' })).toBeVisible();
  await expect(longshore.tag('2.0.1')).toHaveCount(0);
  for (const tag of ['2.0', '2.0.1']) await expect(inspectDigest(registry.host, 'change/all', tag)).rejects.toThrow(/manifest unknown/);
  expect(await inspectDigest(registry.host, 'change/all', '3.0')).toBe(kept.digest);
  await page.getByRole('button', { name: 'How to free the space' }).click();
  await expect(longshore.dialog('Free the space in the registry')).toContainText(
    'registry garbage-collect /etc/docker/registry/config.yml',
  );
});

test('where the registry refuses deletes, the dialog says so before anything is sent, with the setting to change', async ({
  longshore,
  page,
}) => {
  const registry = await startDistribution({ deletes: false });
  const { digest } = await pushImage({ layers: [3000] }, { host: registry.host, repository: 'change/off', tags: ['1.0', '1.1'] });
  await longshore.addRegistry(registry.host, 'No deletes');
  await longshore.openRepository('change/off');
  await longshore.openMenu('1.0', 'Delete…');
  const dialog = deleteDialog(page, '1.0');
  await expect(dialog).toContainText('REGISTRY_STORAGE_DELETE_ENABLED=true');
  await expect(dialog.getByRole('button', { name: 'Delete', exact: true })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Close' }).click();
  // A move deletes, too.
  await longshore.openMenu('1.0', 'Retag…');
  const retag = longshore.dialog('Retag 1.0');
  await retag.getByRole('textbox', { name: 'New tag' }).fill('2.0');
  await retag.getByRole('checkbox', { name: /^Move/ }).check();
  await expect(retag).toContainText('This registry refuses deletes.');
  await page.keyboard.press('Escape');
  expect(await inspectDigest(registry.host, 'change/off', '1.0')).toBe(digest);
  await expect(inspectDigest(registry.host, 'change/off', '2.0')).rejects.toThrow(/manifest unknown/);
  await registry.stop();
});

test('a read-only connection refuses changes', async ({ longshore, registry, page }) => {
  await pushImage({ layers: [3000] }, { host: registry.host, repository: 'change/readonly', tags: ['1.0'] });
  const dialog = await longshore.openAddDialog(registry.host, 'Careful');
  await dialog.getByRole('checkbox', { name: 'Read-only' }).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await longshore.openRepository('change/readonly');
  await longshore.openMenu('1.0', 'Delete…');
  await expect(deleteDialog(page, '1.0')).toContainText('read-only in Longshore');
  const apply = deleteDialog(page, '1.0').getByRole('button', { name: 'Delete', exact: true });
  await expect(apply).toBeDisabled();
  await deleteDialog(page, '1.0').getByRole('button', { name: 'Allow changes for 10 minutes' }).click();
  await expect(apply).toBeEnabled();
});

const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** Puts a manifest as a client would; its digest. */
async function put(
  host: string,
  repository: string,
  reference: string | undefined,
  document: { readonly mediaType: string },
): Promise<string> {
  const body = JSON.stringify(document);
  const url = `http://${host}/v2/${repository}/manifests/${reference ?? digestOf(body)}`;
  const { status } = await fetch(url, { method: 'PUT', body, headers: { 'content-type': document.mediaType } });
  expect(status).toBe(201);
  return digestOf(body);
}

/** Signs an image as cosign does: once under a tag, once as a referrer under the fallback tag. What was put, by tag or digest. */
async function sign(host: string, repository: string, image: string): Promise<string[]> {
  const tag = image.replace(':', '-');
  const { manifest } = await pushImage({ layers: [200] }, { host, repository, tags: [`${tag}.sig`] });
  const signature = JSON.parse(manifest) as { readonly mediaType: string };
  const subject = { mediaType: signature.mediaType, digest: image, size: 1 };
  const bundle = await put(host, repository, undefined, {
    ...signature,
    ...{ artifactType: 'application/vnd.dev.sigstore.bundle', subject },
  });
  const entry = { mediaType: signature.mediaType, digest: bundle, size: 1 };
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  await put(host, repository, tag, { ...{ schemaVersion: 2, manifests: [entry] }, mediaType });
  return [`${tag}.sig`, bundle, tag];
}

/** What the registry has under each reference: a digest, or nothing. */
const found = (host: string, repository: string, references: readonly string[]): Promise<(string | null)[]> =>
  Promise.all(
    references.map(async (reference) => {
      const accept = 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json';
      const answer = await fetch(`http://${host}/v2/${repository}/manifests/${reference}`, { method: 'HEAD', headers: { accept } });
      return answer.headers.get('docker-content-digest');
    }),
  );

test('an image is deleted with its signatures, and one undo restores all of them with the same digests', async ({
  longshore,
  registry,
  page,
}) => {
  const repository = 'change/signed';
  const { digest } = await pushImage({ layers: [3000] }, { host: registry.host, repository, tags: ['1.0'] });
  const references = ['1.0', ...(await sign(registry.host, repository, digest))];
  const before = await found(registry.host, repository, references);
  expect(before).not.toContain(null);
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository(repository);
  await longshore.openMenu('1.0', 'Delete…');
  const dialog = deleteDialog(page, '1.0');
  await expect(dialog.getByRole('checkbox', { name: 'Also delete its 2 signatures and attachments' })).toBeChecked();
  // There is nothing to choose between: no other tag keeps the image.
  await expect(dialog.getByRole('radio')).toHaveCount(0);
  await expect(dialog).toContainText('You can undo this until the registry collects garbage.');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  const notice = page.getByRole('status').filter({ hasText: '1.0 is deleted' });
  await expect(notice).toContainText('2 signatures and attachments were deleted with it.');
  expect(await found(registry.host, repository, references)).toEqual(references.map(() => null));
  await notice.getByRole('button', { name: 'Undo' }).click();
  const undo = longshore.dialog('Undo a change');
  await undo.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(undo).toBeHidden();
  await expect(longshore.tag('1.0')).toBeVisible();
  await expect.poll(() => found(registry.host, repository, references)).toEqual(before);
});

test('a warning stands at the choice that it is about, all other tags can be read, and the field to type in is in view', async ({
  longshore,
  registry,
  page,
}) => {
  const repository = 'change/many-names';
  const tags = Array.from({ length: 16 }, (_, i) => `2.0.${i}`);
  const { digest } = await pushImage({ layers: [3000] }, { host: registry.host, repository, tags });
  await pushImage({ layers: [200] }, { host: registry.host, repository, tags: [`${digest.replace(':', '-')}.sig`] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository(repository);
  await longshore.openMenu('2.0.3', 'Delete…');
  const dialog = deleteDialog(page, '2.0.3');
  const also = dialog.getByRole('checkbox', { name: 'Also delete its signature or attachment' });
  await expect(dialog).toContainText('You can undo this.');
  await expect(also).toBeDisabled();
  await expect(dialog).not.toContainText('orphaned');
  const siblings = dialog.getByRole('list', { name: 'Other tags on this image' });
  await siblings.getByRole('button', { name: 'and 3 more' }).click();
  await expect(siblings.getByRole('listitem')).toHaveText(tags.filter((tag) => tag !== '2.0.3').reverse());
  await dialog.getByRole('radio', { name: /Delete the image and all 16 tags/ }).check();
  await also.uncheck();
  await expect(dialog).toContainText('1 signature or attachment will be orphaned.');
  for (const [width, height] of [
    [900, 600],
    [640, 400],
  ] as const) {
    await page.setViewportSize({ width, height });
    await expect(dialog.getByRole('textbox', { name: `Type ${repository} to confirm` })).toBeInViewport({ ratio: 1 });
    await expect(dialog.getByRole('button', { name: 'Delete', exact: true })).toBeInViewport({ ratio: 1 });
  }
});
