import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { connect } from './support/connect.ts';
import { LinkedPusher, SLSA_V1 } from './support/content/linked-images.ts';
import { chooseOption } from './support/page/keys.ts';

const ZSTD = { 'io.github.containers.compression.zstd': 'true' };

/** An index as buildx, buildah, nydusify and soci write one together: the zstd twin first, statements, an index for a snapshotter. */
async function pushForms(url: string): Promise<void> {
  const client = connect(url);
  const pusher = new LinkedPusher(client, 'team/api');
  const amd64 = await pusher.image('amd64');
  const zstd = { ...(await pusher.image('amd64', { seed: 'zstd' })), annotations: ZSTD };
  const nydus = await pusher.image('amd64', { seed: 'nydus', layer: { 'containerd.io/snapshot/nydus-bootstrap': 'true' } });
  const marked = { ...nydus, platform: { os: 'linux', architecture: 'amd64', 'os.features': ['nydus.remoteimage.v1'] } };
  const soci = {
    ...(await pusher.refer(amd64, 'application/vnd.amazon.soci.index.v2+json', {})),
    platform: { os: 'linux', architecture: 'amd64' },
    annotations: { 'com.amazon.soci.image-manifest-digest': amd64.digest },
  };
  const arm64 = await pusher.image('arm64');
  await pusher.index([zstd, amd64, marked, soci, arm64, await pusher.buildx(amd64.digest, [SLSA_V1])], '1.0');
  await client.close();
}

const offered = (page: Page) => page.getByRole('listbox', { name: 'Platform' }).getByRole('option');

test('the platforms of an index are chosen by keys: its other forms are apart and named, what is about a platform is none', async ({
  longshore,
  registry,
  page,
}) => {
  await pushForms(registry.url);
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.command('team/api:1.0');
  await expect(page.getByRole('tabpanel')).toContainText('Platformslinux/amd64, linux/arm64');
  for (const tab of ['Layers', 'Files', 'Config', 'Build']) {
    await page.getByRole('tab', { name: tab }).press('Enter');
    const platform = page.getByRole('combobox', { name: 'Platform' });
    // The plain one, though the index has another form first.
    await expect(platform).toHaveValue('linux/amd64');
    await platform.focus();
    await page.keyboard.press('ArrowDown');
    await expect(offered(page)).toHaveText(['linux/amd64', 'linux/arm64', 'linux/amd64, zstd', 'linux/amd64, nydus']);
    await expect(page.getByRole('listbox', { name: 'Platform' })).toContainText('Other forms of the same content');
    await page.keyboard.press('Escape');
  }
  await page.getByRole('tab', { name: 'Layers' }).press('Enter');
  const platform = page.getByRole('combobox', { name: 'Platform' });
  await platform.focus();
  await chooseOption(page, platform, 'linux/amd64, zstd');
  await page.setViewportSize({ width: 900, height: 600 });
  // Nothing of the bar is pushed out of a small window.
  await expect(page.getByRole('combobox', { name: 'Platform' })).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('button', { name: 'Close details' })).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('tab', { name: 'Manifest' })).toBeInViewport({ ratio: 1 });
});
