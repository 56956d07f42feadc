import { afterEach, beforeEach, expect, test } from 'vitest';
import { putLayered } from '../../e2e/support/content/layered-image.ts';
import { type AppOverDouble, inRepository, startAppOverDouble } from '../../e2e/support/hosts/app-over-double.ts';
import { bytesOf, digestOfBytes } from '../index/digest-bytes.ts';

const BLAKE3 = `blake3:${'c'.repeat(64)}`;
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

let over: AppOverDouble;
beforeEach(async () => {
  over = await startAppOverDouble();
});
afterEach(() => over.stop());

/** An image of which one layer is named by BLAKE3, under the tag 1.0; its digest. */
function putImage(tags: readonly string[] = ['1.0']): string {
  const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip';
  return putLayered(over.repository, [[{ name: 'a', content: 'text' }], { bytes: Buffer.from('x'), mediaType, digest: BLAKE3 }], tags);
}

const asked = (): number => over.registry.requests.filter(({ path }) => path.includes('blake3')).length;

test('an image with a layer named by BLAKE3 is shown with all of its layers, and nothing is asked for by that digest', async () => {
  const digest = putImage();
  expect(await over.client.images.get({ ...inRepository, digest })).toMatchObject({ kind: 'image', layers: [{}, { digest: BLAKE3 }] });
  const problems: unknown[] = [];
  for await (const event of await over.client.files.read({ ...inRepository, digest, full: false }))
    if (event.kind === 'layer') problems.push([event.number, event.files, event.problems]);
  expect(problems).toEqual(
    expect.arrayContaining([
      [1, 1, []],
      [2, 0, [{ why: 'unverifiable', count: 1, detail: 'BLAKE3' }]],
    ]),
  );
  expect(asked()).toBe(0);
});

test('an image whose config is named by BLAKE3 says why there is none to show', async () => {
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: BLAKE3, size: 2 };
  const digest = over.repository.putDocument({ schemaVersion: 2, mediaType: MANIFEST, config, layers: [] } as { mediaType: string }, []);
  expect(await over.client.images.get({ ...inRepository, digest })).toMatchObject({ configProblem: { why: 'unverifiable' } });
});

test('an index with a part named by BLAKE3 is shown with all of its parts; that one is refused with the reason', async () => {
  const child = { mediaType: MANIFEST, digest: BLAKE3, size: 9, platform: { os: 'linux', architecture: 'arm64' } };
  const other = { mediaType: MANIFEST, digest: putImage([]), size: 9, platform: { os: 'linux', architecture: 'amd64' } };
  const document = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [other, child] };
  const digest = over.repository.putDocument(document as { mediaType: string }, ['2.0']);
  expect(await over.client.images.get({ ...inRepository, digest })).toMatchObject({ images: [{}, { digest: BLAKE3 }] });
  const failure = { code: 'UNSUPPORTED', data: { feature: 'digest', detail: BLAKE3 } };
  await expect(over.client.images.get({ ...inRepository, digest: BLAKE3 })).rejects.toMatchObject(failure);
  expect(asked()).toBe(0);
});

test('it can be retagged, which writes the manifest alone, and is not copied or saved', async () => {
  const digest = putImage();
  const failure = { code: 'UNSUPPORTED', data: { feature: 'digest', detail: BLAKE3 } };
  const target = { connectionId: 'c', repository: 'team/other' };
  const images = [{ reference: '1.0', tag: '1.0' }];
  const copied = over.client.transfer.copy.plan({ source: inRepository, images, target, platforms: null, referrers: false });
  await expect(copied).rejects.toMatchObject(failure);
  const saved = over.client.transfer.save.plan({ ...inRepository, tags: ['1.0'], platforms: null, format: 'oci' });
  await expect(saved).rejects.toMatchObject(failure);
  const { planId } = await over.client.retag.plan({ ...inRepository, targets: [{ from: '1.0', to: '1.1', hints: [] }] });
  await over.client.retag.apply({ planId, targets: ['1.1'], remove: false, typed: [] });
  await expect.poll(() => over.repository.tags.get('1.1'), { timeout: 20_000 }).toBe(digest);
});

test('the index keeps which algorithm a digest is by', () => {
  for (const digest of [BLAKE3, `sha256:${'c'.repeat(64)}`, `sha512:${'c'.repeat(128)}`])
    expect(digestOfBytes(bytesOf(digest))).toBe(digest);
});
