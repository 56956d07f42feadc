import type { ImageView } from '../../shared/contract/images.ts';
import { isFailure, reasonOf } from '../../shared/errors.ts';
import { type Manifest, readManifest } from '../../shared/oci/manifest.ts';
import type { RawManifest, RegistryClient } from '../registry/client.ts';
import { Summaries, type SummaryCache } from './image-summary.ts';
import { type ConfigAnswer, configOf, viewOf } from './image-view.ts';
import { imagesOf } from './index-images.ts';

/** Where content is kept between reads, by its digest. */
export type ContentShelf = {
  /** Undefined where it is not found or damaged: then the registry is asked again. */
  load(digest: string): Promise<RawManifest | undefined>;
  /** @throws Failure STORAGE, with the reason that the file system gave (ENOSPC for a full disk). */
  save(manifest: RawManifest): Promise<void>;
};

/** From the disk, otherwise from the registry, and kept. A full disk must not hide what was read. */
export async function cached(shelf: ContentShelf, digest: string, fetchIt: () => Promise<RawManifest>): Promise<RawManifest> {
  const known = await shelf.load(digest);
  if (known) return known;
  const fetched = await fetchIt();
  await shelf.save(fetched).catch(() => {});
  return fetched;
}

async function readConfig(
  shelf: ContentShelf,
  client: RegistryClient,
  repository: string,
  manifest: Manifest,
  signal: AbortSignal | undefined,
): Promise<ConfigAnswer | undefined> {
  const config = configOf(manifest);
  if (!config) return undefined;
  try {
    const blob = await cached(shelf, config.digest, async () => ({
      digest: config.digest,
      mediaType: config.mediaType,
      bytes: await client.blobs.get(repository, config.digest, signal),
    }));
    return { text: blob.bytes.toString('utf8') };
  } catch (error) {
    if (isFailure(error, 'NOT_FOUND')) return { problem: { why: 'missing' } };
    if (isFailure(error, 'INVALID_RESPONSE')) return { problem: reasonOf(error) };
    if (isFailure(error, 'UNSUPPORTED')) return { problem: { why: 'unverifiable' } };
    if (isFailure(error, 'DIGEST_MISMATCH')) return { problem: { why: 'digest' } };
    throw error;
  }
}

/** What an image is read with. */
type ImageSource = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly content: ContentShelf;
  /** Opened for an index only. */
  readonly summaries: () => Promise<SummaryCache>;
};

/** An image, or an index with its images, as the page shows it. @throws Failure of the manifest; a missing config is noted in the view. */
export async function readImage(source: ImageSource, digest: string, signal: AbortSignal | undefined): Promise<ImageView> {
  const { client, repository, content } = source;
  const read = (wanted: string) => cached(content, wanted, () => client.manifest(repository, wanted, signal));
  const raw = await read(digest);
  const manifest = parsed(raw);
  if (manifest.kind !== 'index') return viewOf(raw, manifest, await readConfig(content, client, repository, manifest, signal));
  const summaries = new Summaries(client, repository, await source.summaries(), signal);
  const found = await imagesOf(manifest, {
    manifest: async (child) => parsed(await read(child)),
    platforms: async (child) => (await summaries.get(child)).platforms,
  });
  return viewOf(raw, manifest, undefined, found);
}

const parsed = (raw: RawManifest): Manifest => readManifest(raw.bytes.toString('utf8'), raw.mediaType);
