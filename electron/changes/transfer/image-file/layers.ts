import { createHash } from 'node:crypto';
import { createGzip } from 'node:zlib';
import { z } from 'zod';
import { Failure } from '../../../../shared/errors.ts';
import { DIGEST_PATTERN } from '../../../../shared/oci/digest.ts';
import { type Compression, compressionOf } from '../../../layers/compression/compression.ts';
import { through, watched } from '../../../layers/compression/streams.ts';
import { gibibytes, isZlibError, unpacked, unpackLimits } from '../../../layers/compression/unpack.ts';
import { parseDocument } from './documents.ts';
import { type Entries, readFile } from './entries.ts';

/** A layer of a file, as a registry has it or will get it. Sizes in bytes. */
export type Layer = {
  readonly file: string;
  readonly compression: Compression;
  readonly digest: string;
  readonly size: number;
  /** Digest of the unpacked layer, which the config names in `rootfs.diff_ids`. */
  readonly diffId: string;
  readonly isEmpty: boolean;
};

/** `packs`: a layer that is not compressed is measured as gzip will make it. */
type Measure = { readonly file: string; readonly packs: boolean; readonly stored: string; readonly plain: string };

const algorithmOf = (digest: string): string => digest.slice(0, digest.indexOf(':'));

/** Reads a layer once. @throws Failure IMAGE_FILE `layer-damaged`, `unpacks-too-large`; the signal's reason. */
async function measure(entries: Entries, { file, packs, ...algorithms }: Measure, signal: AbortSignal): Promise<Layer> {
  let compression: Compression = 'none';
  for await (const chunk of readFile(entries, file)) {
    compression = compressionOf(chunk);
    break;
  }
  const stored = createHash(algorithms.stored);
  const plain = createHash(algorithms.plain);
  let [size, plainSize] = [0, 0];
  const onStored = (chunk: Uint8Array): void => {
    signal.throwIfAborted();
    size += chunk.byteLength;
    stored.update(chunk);
  };
  const onPlain = (chunk: Uint8Array): void => {
    plainSize += chunk.byteLength;
    if (plainSize > unpackLimits.unpacked)
      throw new Failure('IMAGE_FILE', { reason: 'unpacks-too-large', subject: file, limit: gibibytes(unpackLimits.unpacked) });
    plain.update(chunk);
  };
  const content = readFile(entries, file);
  try {
    if (packs && compression === 'none') for await (const chunk of through(watched(content, onPlain), createGzip())) onStored(chunk);
    else for await (const chunk of unpacked(watched(content, onStored), signal)) onPlain(chunk);
  } catch (error) {
    signal.throwIfAborted();
    if (isZlibError(error)) throw new Failure('IMAGE_FILE', { reason: 'layer-damaged', subject: file });
    throw error;
  }
  return {
    ...{ file, compression, size, digest: `${algorithms.stored}:${stored.digest('hex')}` },
    ...{ diffId: `${algorithms.plain}:${plain.digest('hex')}`, isEmpty: plainSize === 0 },
  };
}

/** Measures the layers of a file, each only once. */
export class LayerMeasure {
  private readonly known = new Map<string, Layer>();
  private readonly entries: Entries;
  private readonly packs: boolean;

  constructor(entries: Entries, packs: boolean) {
    this.entries = entries;
    this.packs = packs;
  }

  /** A layer; `like` are digests whose algorithms are used for it and for its unpacked content. */
  async of(file: string, signal: AbortSignal, like: { digest?: string; diffId?: string } = {}): Promise<Layer> {
    const [stored, plain] = [algorithmOf(like.digest ?? 'sha256:'), algorithmOf(like.diffId ?? 'sha256:')];
    const key = `${stored} ${plain} ${file}`;
    const layer = this.known.get(key) ?? (await measure(this.entries, { file, packs: this.packs, stored, plain }, signal));
    this.known.set(key, layer);
    return layer;
  }
}

const configSchema = z.object({ rootfs: z.object({ diff_ids: z.array(z.string().regex(DIGEST_PATTERN)).max(10_000) }).nullish() });

/** The digests of the unpacked layers, as the config names them (image-spec config.md); undefined where it does not. @throws Failure IMAGE_FILE. */
export const diffIdsOf = (config: Buffer, name: string): readonly string[] | undefined =>
  parseDocument(configSchema, config, name).rootfs?.diff_ids;

/**
 * Verifies an image's layers against its config: their number, their digests and their order. A layer that the file lacks is undefined.
 * Pure. @throws Failure IMAGE_FILE that names the layer.
 */
export function holdLayers(diffIds: readonly string[], layers: readonly (Layer | undefined)[], image: string): void {
  if (diffIds.length !== layers.length)
    throw new Failure('IMAGE_FILE', { reason: 'layer-count', subject: image, limit: `${layers.length} / ${diffIds.length}` });
  for (const [i, layer] of layers.entries()) {
    if (!layer || layer.diffId === diffIds[i]) continue;
    const reason = layer.isEmpty ? 'layer-empty' : diffIds.includes(layer.diffId) ? 'layer-order' : 'layer-other';
    throw new Failure('IMAGE_FILE', { reason, subject: layer.file });
  }
}
