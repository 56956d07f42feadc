import type { LayerFormat } from '../files/layer-facts.ts';
import type { Descriptor } from './manifest.ts';

/** Both families of annotations of zstd:chunked; the older one has no `github`. */
const CHUNKED = ['io.github.containers.zstd-chunked.manifest-position', 'io.containers.zstd-chunked.manifest-position'];
const ESTARGZ = 'containerd.io/snapshot/stargz/toc.digest';

/** Whether a layer can only be pulled by clients that know zstd. */
export const isZstd = (format: LayerFormat | undefined): boolean => format === 'zstd' || format === 'zstd-chunked';

/** Annotation of eStargz: bytes of the tar (`docs/estargz.md` of stargz-snapshotter). */
const UNPACKED = 'io.containers.estargz.uncompressed-size';

/** Bytes that a layer unpacks to, as its descriptor says; undefined where that says nothing. */
export function statedUnpacked(layer: Pick<Descriptor, 'mediaType' | 'annotations' | 'size'>): number | undefined {
  if (layerCompression(layer) === 'tar') return layer.size;
  const said = layer.annotations.find(([key]) => key === UNPACKED)?.[1] ?? '';
  return /^\d{1,15}$/.test(said) ? Number(said) : undefined;
}

/** How a layer is compressed, as its descriptor says; undefined where that says nothing. Its bytes may prove it wrong. */
export function layerCompression({ mediaType, annotations }: Pick<Descriptor, 'mediaType' | 'annotations'>): LayerFormat | undefined {
  if (!/(?:^|[./+])tar(?:[.+]|$)/.test(mediaType)) return undefined;
  const has = (key: string): boolean => annotations.some(([one]) => one === key);
  if (mediaType.endsWith('zstd')) return CHUNKED.some(has) ? 'zstd-chunked' : 'zstd';
  if (mediaType.endsWith('gzip')) return has(ESTARGZ) ? 'estargz' : 'gzip';
  return mediaType.endsWith('tar') ? 'tar' : undefined;
}
