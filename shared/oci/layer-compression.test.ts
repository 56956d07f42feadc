import { expect, test } from 'vitest';
import { layerCompression } from './layer-compression.ts';

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
