import type { IndexImage } from '../../shared/contract/images.ts';
import { isFailure } from '../../shared/errors.ts';
import { type Descriptor, isAttestation, type Manifest, type Platform } from '../../shared/oci/manifest.ts';
import { isIndexType } from '../../shared/oci/media-types.ts';
import { MAX_CHILDREN_READ } from '../registry/http/limits.ts';

type Index = Extract<Manifest, { kind: 'index' }>;

/** How the parts of an index are read. @throws Failure. */
export type IndexReader = {
  readonly manifest: (digest: string) => Promise<Manifest>;
  readonly platforms: (digest: string) => Promise<readonly Platform[]>;
};

const MAX_NESTING = 3;

/** A part that cannot be read is shown with what is known of it. */
async function readable<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isFailure(error)) return undefined;
    throw error;
  }
}

const named = ({ digest, platform }: Descriptor): IndexImage => (platform ? { digest, platform } : { digest });

/**
 * The images of an index, in its order, those of its own indexes in their places, with the platforms that it or their configs name. Attestations are
 * none. Reads at most 50 manifests; what is beyond is as the index names it.
 */
export async function imagesOf(index: Index, reader: IndexReader, nesting = 0, most = MAX_CHILDREN_READ): Promise<IndexImage[]> {
  const children = index.manifests.filter((child) => !isAttestation(child));
  const unnamed = children.filter((child) => isIndexType(child.mediaType) || !child.platform);
  const read = new Set(nesting >= MAX_NESTING ? [] : unnamed.slice(0, most));
  const indexes = [...read].filter((child) => isIndexType(child.mediaType)).length;
  const below = Math.floor((most - read.size) / Math.max(1, indexes));
  const found = await Promise.all(
    children.map(async (child): Promise<IndexImage[]> => {
      if (!read.has(child)) return [named(child)];
      if (isIndexType(child.mediaType)) {
        const nested = await readable(reader.manifest(child.digest));
        return nested?.kind === 'index' ? imagesOf(nested, reader, nesting + 1, below) : [named(child)];
      }
      const platform = (await readable(reader.platforms(child.digest)))?.[0];
      return [platform ? { digest: child.digest, platform } : named(child)];
    }),
  );
  return found.flat();
}
