import { expect, test } from 'vitest';
import { Failure } from '../../shared/errors.ts';
import { type Descriptor, type Manifest, type Platform, readManifest } from '../../shared/oci/manifest.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../shared/oci/media-types.ts';
import { imagesOf } from './index-images.ts';

const amd64: Platform = { os: 'linux', architecture: 'amd64' };
const arm64: Platform = { os: 'linux', architecture: 'arm64' };
const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const child = (letter: string, platform?: object, mediaType = OCI_MANIFEST) => ({ mediaType, digest: digest(letter), size: 1, platform });

function index(...manifests: readonly object[]): Extract<Manifest, { kind: 'index' }> {
  const read = readManifest(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }), OCI_INDEX);
  if (read.kind !== 'index') throw new Error(read.kind);
  return read;
}

const images = (
  given: Extract<Manifest, { kind: 'index' }>,
  configs: Readonly<Record<string, Platform>> = {},
  nested: Readonly<Record<string, Manifest>> = {},
) => {
  const asked: string[] = [];
  const missing = (): never => {
    throw new Failure('NOT_FOUND', { what: 'manifest' });
  };
  const note = (of: Descriptor['digest']): string => {
    asked.push(of);
    return of[7] ?? '';
  };
  const found = imagesOf(given, {
    manifest: async (of) => nested[note(of)] ?? missing(),
    platforms: async (of) => [configs[note(of)] ?? missing()],
  });
  return found.then((list) => ({ asked, list: list.map(({ digest: of, platform, form }) => [of[7], platform, ...(form ? [form] : [])]) }));
};

test('what the index names is not asked for, and attestations are no images', async () => {
  const { asked, list } = await images(index(child('a', amd64), child('b', { os: 'unknown', architecture: 'unknown' })));
  expect(asked).toEqual([]);
  expect(list).toEqual([['a', amd64]]);
});

test('an image without a platform has that of its config, and one that cannot be read has none', async () => {
  expect((await images(index(child('a'), child('b', {}), child('c', arm64)), { a: amd64 })).list).toEqual([
    ['a', amd64],
    ['b', undefined],
    ['c', arm64],
  ]);
});

test('the images of an index in an index stand in its place; one that is missing stands for itself', async () => {
  const nested = { e: index(child('a'), child('b', arm64)) };
  const given = index(child('e', undefined, OCI_INDEX), child('f', undefined, OCI_INDEX), child('c', amd64));
  expect((await images(given, { a: amd64 }, nested)).list).toEqual([
    ['a', amd64],
    ['b', arm64],
    ['f', undefined],
    ['c', amd64],
  ]);
});

test('the same platform in other forms stands behind the plain one, each with its name, and what is about a row is no image', async () => {
  const zstd = { annotations: { 'io.github.containers.compression.zstd': 'true' } };
  const nydus = { ...amd64, 'os.features': ['nydus.remoteimage.v1'] };
  const soci = { artifactType: 'application/vnd.amazon.soci.index.v2+json' };
  const about = { annotations: { 'com.amazon.soci.image-manifest-digest': digest('b') } };
  const given = index(
    { ...child('1', amd64), ...zstd },
    child('b', amd64),
    child('2', nydus),
    child('c', arm64),
    { ...child('3', amd64), ...soci },
    { ...child('4', amd64), ...about },
    { ...child('5', { os: 'linux', architecture: 's390x' }), ...zstd },
  );
  const { asked, list } = await images(given);
  expect(list).toEqual([
    ['b', amd64],
    ['1', amd64, 'zstd'],
    ['2', { ...amd64, features: ['nydus.remoteimage.v1'] }, 'nydus'],
    ['c', arm64],
    ['5', { os: 'linux', architecture: 's390x' }, 'zstd'],
  ]);
  // Only a platform that stands twice is looked into.
  expect(asked).toEqual([digest('b')]);
});

test('of two images of one platform the layers tell which is of nydus', async () => {
  const layer = { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: digest('1'), size: 1 };
  const image = (annotations: object) =>
    readManifest(
      JSON.stringify({
        schemaVersion: 2,
        config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digest('2'), size: 1 },
        layers: [{ ...layer, annotations }],
      }),
      OCI_MANIFEST,
    );
  const nested = { a: image({ 'containerd.io/snapshot/nydus-bootstrap': 'true' }), b: image({}) };
  expect((await images(index(child('a', amd64), child('b', amd64)), {}, nested)).list).toEqual([
    ['b', amd64],
    ['a', amd64, 'nydus'],
  ]);
});

test('no more than 50 manifests are read, however deep they are', async () => {
  const nested: Record<string, Manifest> = {};
  nested['e'] = index(
    ...Array.from({ length: 30 }, () => child('e', undefined, OCI_INDEX)),
    ...Array.from({ length: 1_000 }, () => child('a')),
  );
  const { asked, list } = await images(nested['e'] as Extract<Manifest, { kind: 'index' }>, {}, nested);
  expect(asked.length).toBeLessThanOrEqual(50);
  expect(list.length).toBeGreaterThan(1_000);
});
