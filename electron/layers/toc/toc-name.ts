import { hash } from 'node:crypto';
import type { Descriptor } from '../../../shared/oci/manifest.ts';

type Annotated = Pick<Descriptor, 'digest' | 'annotations'>;

/** Annotations of a layer that say where its table of contents is and what proves it, and of an image which SOCI index it has. */
const OF_LAYER = /^(?:io\.(?:github\.)?containers\.zstd-chunked\.manifest-|containerd\.io\/snapshot\/stargz\/toc\.digest$)/;
const OF_IMAGE = 'com.amazon.soci.index-digest';

/**
 * Names the table of contents that an image has one of its layers listed by: the digest of the layer does not, because two images may name two
 * tables of it. Where no annotation tells, it is the image's own: what refers to it may.
 */
export function tocName(image: Annotated, layer: Pick<Descriptor, 'annotations'>): string {
  const told = [...layer.annotations.filter(([key]) => OF_LAYER.test(key)), ...image.annotations.filter(([key]) => key === OF_IMAGE)];
  return hash('sha256', JSON.stringify(told.length > 0 ? told : image.digest));
}
