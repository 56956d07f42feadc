import { expect } from '@playwright/test';
import { putImage } from '../electron/sample/store.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../shared/oci/media-types.ts';
import { test } from './fixtures.ts';
import { RegistryDouble } from './support/registry/double.ts';

test('rows say what could not be read: an index of 20,000 images, a manifest over the limit, a list whose pages form a circle', async ({
  longshore,
  page,
}) => {
  const registry = new RegistryDouble();
  const { host } = new URL(await registry.start());
  const repository = registry.store.repository('large/index');
  const images = Array.from({ length: 50 }, (_, i) => {
    const layers = [{ instruction: 'RUN x', size: 1_000_000, seed: `${i}` }];
    return putImage(repository, { layers, created: '2026-01-01T00:00:00Z', platform: { os: 'linux', architecture: 'arm64' } });
  });
  const rest = Array.from({ length: 19_950 }, (_, i) => ({ digest: `sha256:${String(i).padStart(64, '0')}`, size: 1 }));
  const manifests = [...images, ...rest].map((child) => ({ mediaType: OCI_MANIFEST, ...child }));
  repository.putManifest({ bytes: Buffer.from(JSON.stringify({ schemaVersion: 2, manifests })), mediaType: OCI_INDEX }, 'wide');
  repository.putManifest({ bytes: Buffer.alloc(5 * 1024 * 1024, 32), mediaType: OCI_MANIFEST }, 'heavy');
  registry.fault = ({ path }) =>
    path.endsWith('/tags/list')
      ? { kind: 'body', body: JSON.stringify({ tags: ['wide', 'heavy', 'wide'] }), headers: { link: `<${path}?n=1000>; rel="next"` } }
      : undefined;
  await longshore.addRegistry(host, 'Large');
  await longshore.openRepository('large/index');
  await expect(longshore.tag('wide')).toContainText('50 of 20,000 read');
  await expect(longshore.tag('wide')).toContainText('arm64');
  await expect(longshore.tag('wide')).toContainText('≥ 50.0 MB');
  await expect(longshore.tag('wide')).toHaveCount(1);
  await expect(longshore.tag('heavy')).toContainText('manifest over 4 MiB, not read');
  await expect(page.getByRole('main')).toContainText('links to the next page repeat');
  await longshore.tag('wide').click();
  await expect(page.getByRole('table', { name: 'Overview' })).toContainText('This index lists 20,000 images. The first 1,000 are shown.');
  await registry.stop();
});
