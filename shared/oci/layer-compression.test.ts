import { expect, test } from 'vitest';
import { layerCompression, statedUnpacked } from './layer-compression.ts';

const LAYER = 'application/vnd.oci.image.layer.v1.tar';

test.each<[string, string | undefined, string | undefined]>([
  [`${LAYER}+gzip`, undefined, 'gzip'],
  [`${LAYER}+gzip`, 'containerd.io/snapshot/stargz/toc.digest', 'estargz'],
  [`${LAYER}+zstd`, undefined, 'zstd'],
  [`${LAYER}+zstd`, 'io.github.containers.zstd-chunked.manifest-position', 'zstd-chunked'],
  [`${LAYER}+zstd`, 'io.containers.zstd-chunked.manifest-position', 'zstd-chunked'],
  [LAYER, undefined, 'tar'],
  ['application/vnd.docker.image.rootfs.diff.tar.gzip', undefined, 'gzip'],
  [`${LAYER}+br`, undefined, undefined],
  ['application/vnd.in-toto+json', undefined, undefined],
  ['application/octet-stream', undefined, undefined],
])('a layer of type %s with the annotation %s: %s', (mediaType, annotation, compression) => {
  expect(layerCompression({ mediaType, annotations: annotation === undefined ? [] : [[annotation, 'x']] })).toBe(compression);
});

test.each<[string, string, string, number | undefined]>([
  ['a plain tar is what it unpacks to', LAYER, '', 7],
  ['eStargz tells', `${LAYER}+gzip`, '2048', 2048],
  ['a text is no size', `${LAYER}+gzip`, '2 kB', undefined],
  ['other layers do not tell', `${LAYER}+zstd`, '', undefined],
])('what a layer unpacks to: %s', (_, mediaType, said, bytes) => {
  const annotations = said === '' ? [] : ([['io.containers.estargz.uncompressed-size', said]] as const);
  expect(statedUnpacked({ mediaType, size: 7, annotations: [...annotations] as [string, string][] })).toBe(bytes);
});
