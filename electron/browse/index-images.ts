import type { IndexImage } from '../../shared/contract/images.ts';
import { isFailure } from '../../shared/errors.ts';
import type { Descriptor, Manifest, Platform } from '../../shared/oci/manifest.ts';
import { isIndexType } from '../../shared/oci/media-types.ts';
import { MAX_CHILDREN_READ } from '../registry/http/limits.ts';
import { platformKey, type Role, roleOf } from './linked/roles.ts';

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

/** In which form a row has its platform; nothing of the plain one. */
const inForm = (role: Role): Pick<IndexImage, 'form'> => (role === 'zstd' || role === 'nydus' ? { form: role } : {});

const named = (child: Descriptor, platform = child.platform): IndexImage => ({
  digest: child.digest,
  ...(platform ? { platform } : {}),
  ...inForm(roleOf(child, undefined)),
});

/**
 * The images of an index, in its order, those of its own indexes in their places, with the platforms that it or their configs name. What is about
 * another row is none. Reads at most 50 manifests; what is beyond is as the index names it.
 */
async function imagesIn(index: Index, reader: IndexReader, nesting: number, most: number): Promise<IndexImage[]> {
  const children = index.manifests.filter((child) => roleOf(child, undefined) !== 'tied');
  const unnamed = children.filter((child) => isIndexType(child.mediaType) || !child.platform);
  const read = new Set(nesting >= MAX_NESTING ? [] : unnamed.slice(0, most));
  const indexes = [...read].filter((child) => isIndexType(child.mediaType)).length;
  const below = Math.floor((most - read.size) / Math.max(1, indexes));
  const found = await Promise.all(
    children.map(async (child): Promise<IndexImage[]> => {
      if (!read.has(child)) return [named(child)];
      if (isIndexType(child.mediaType)) {
        const nested = await readable(reader.manifest(child.digest));
        return nested?.kind === 'index' ? imagesIn(nested, reader, nesting + 1, below) : [named(child)];
      }
      return [named(child, (await readable(reader.platforms(child.digest)))?.[0])];
    }),
  );
  return found.flat();
}

/** A platform that stands twice without a word of why: the layers of nydus tell it. */
async function withForm(image: IndexImage, reader: IndexReader): Promise<IndexImage> {
  const manifest = await readable(reader.manifest(image.digest));
  const { digest, platform } = image;
  const row = { mediaType: '', digest, size: 0, annotations: [], ...(platform ? { platform } : {}) };
  return { ...image, ...inForm(roleOf(row, manifest)) };
}

/**
 * The images of an index and of its own indexes, with their platforms and forms, in the order of the index; but of one platform the plain one is before
 * its other forms: whoever wants the platform takes the first.
 */
export async function imagesOf(index: Index, reader: IndexReader): Promise<IndexImage[]> {
  const images = await imagesIn(index, reader, 0, MAX_CHILDREN_READ);
  const groups = [...Map.groupBy(images, (image) => platformKey(image) ?? image.digest).values()].filter((group) => group.length > 1);
  const unsaid = groups.flat().filter(({ form, platform }) => platform && form === undefined);
  const told = await Promise.all(unsaid.slice(0, MAX_CHILDREN_READ).map(async (image) => [image, await withForm(image, reader)] as const));
  const known = new Map(told);
  const placed = new Map(images.map((image) => [image, image]));
  for (const group of groups) {
    const now = group.map((image) => known.get(image) ?? image);
    const plainFirst = [...now.filter(({ form }) => form === undefined), ...now.filter(({ form }) => form !== undefined)];
    group.forEach((image, i) => {
      placed.set(image, plainFirst[i] ?? image);
    });
  }
  return [...placed.values()];
}
