import { expect } from '@playwright/test';
import { createFormat } from '../renderer/lib/text/format.ts';
import { shortDigest } from '../shared/oci/digest.ts';
import { readManifest } from '../shared/oci/manifest.ts';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';

const OCI = 'application/vnd.oci.image.manifest.v1+json';

test('open an image: its layers have the sizes that the manifest says', async ({ longshore, registry, page }) => {
  const pushed = await pushImage(
    { layers: [52_000, 2_310_000, 700], labels: { maintainer: '平台组' } },
    { host: registry.host, repository: 'look/api', tags: ['2.0'] },
  );
  const manifest = readManifest(pushed.manifest, OCI);
  const sizes = manifest.kind === 'image' ? manifest.layers.map((layer) => layer.size) : [];
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('look/api');
  await longshore.tag('2.0').click();
  await expect(page.getByText('平台组')).toBeVisible();
  await page.getByRole('tablist', { name: 'Image' }).getByRole('tab', { name: 'Layers' }).click();
  const rows = page.getByRole('table', { name: 'Layers' }).getByRole('row');
  const format = createFormat('en');
  for (const [i, size] of sizes.entries()) {
    await expect(rows.nth(i + 1)).toContainText(format.bytes(size));
    await expect(
      rows
        .nth(i + 1)
        .getByTitle(format.exactBytes(size))
        .first(),
    ).toBeVisible();
  }
  await expect(rows.nth(2)).toContainText('RUN make step-1');
  const total = sizes.reduce((sum, size) => sum + size, 0);
  await expect(rows.nth(sizes.length)).toContainText(format.bytes(total));
  await expect(longshore.tag('2.0')).toContainText(format.bytes(total));
  await page.getByRole('tab', { name: 'Config' }).click();
  await expect(page.getByRole('table', { name: 'Config' })).toContainText('serve');
  await page.getByRole('tab', { name: 'Build' }).click();
  await expect(page.getByRole('list', { name: 'Build' })).toContainText('CMD ["serve"]');
  const layer = manifest.kind === 'image' ? manifest.layers[1]?.digest : undefined;
  await expect(page.getByRole('list', { name: 'Build' }).getByTitle(layer ?? '', { exact: true })).toHaveText(shortDigest(layer ?? ''));
  await page.getByRole('tab', { name: 'Manifest' }).click();
  await expect(page.getByText('Digest verified')).toBeVisible();
  await expect(page.getByRole('tabpanel')).toContainText(manifest.kind === 'image' ? manifest.config.digest : '');
});

test('open an index: its platforms can be switched, and its size counts each blob once', async ({ longshore, registry, page }) => {
  await pushImage(
    [
      { layers: [40_000], architecture: 'amd64' },
      { layers: [90_000, 5_000], architecture: 'arm64' },
    ],
    { host: registry.host, repository: 'look/multi', tags: ['3.0'] },
  );
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('look/multi');
  await expect(longshore.tag('3.0')).toContainText('index');
  await expect(longshore.tag('3.0')).toContainText('amd64');
  await expect(longshore.tag('3.0')).toContainText('arm64');
  await longshore.tag('3.0').click();
  await page.getByRole('tab', { name: 'Layers' }).click();
  const rows = page.getByRole('table', { name: 'Layers' }).getByRole('row');
  await expect(rows).toHaveCount(2);
  await page.getByRole('combobox', { name: 'Platform' }).click();
  await page.getByRole('option', { name: 'linux/arm64' }).click();
  await expect(rows).toHaveCount(3);
  await page.getByRole('tab', { name: 'Manifest' }).click();
  await expect(page.getByRole('combobox', { name: 'Platform' })).toHaveValue('linux/arm64');
  await page.getByRole('combobox', { name: 'Platform' }).click();
  await page.getByRole('option', { name: 'Index' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('manifests');
});
