import { isFailure, reasonOf } from '../../shared/errors.ts';
import { type Manifest, readManifest } from '../../shared/oci/manifest.ts';
import { Summaries } from '../browse/image-summary.ts';
import { type ConfigAnswer, configOf, viewOf } from '../browse/image-view.ts';
import { imagesOf } from '../browse/index-images.ts';
import type { RawManifest, RegistryClient } from '../registry/client.ts';
import type { ContentShelf } from '../storage/content.ts';
import { implementation } from './base.ts';

/** From this machine's disk if it is there; otherwise from the registry, and kept. A disk that is full must not hide what was read. */
async function cached(store: ContentShelf, digest: string, fetchIt: () => Promise<RawManifest>): Promise<RawManifest> {
  const known = await store.load(digest);
  if (known) return known;
  const fetched = await fetchIt();
  await store.save(fetched).catch(() => {});
  return fetched;
}

async function readConfig(
  store: ContentShelf,
  client: RegistryClient,
  repository: string,
  manifest: Manifest,
  signal: AbortSignal | undefined,
): Promise<ConfigAnswer | undefined> {
  const config = configOf(manifest);
  if (!config) return undefined;
  try {
    const blob = await cached(store, config.digest, async () => ({
      digest: config.digest,
      mediaType: config.mediaType,
      bytes: await client.blobs.get(repository, config.digest, signal),
    }));
    return { text: blob.bytes.toString('utf8') };
  } catch (error) {
    if (isFailure(error, 'NOT_FOUND')) return { problem: { why: 'missing' } };
    if (isFailure(error, 'INVALID_RESPONSE')) return { problem: reasonOf(error) };
    if (isFailure(error, 'DIGEST_MISMATCH')) return { problem: { why: 'digest' } };
    throw error;
  }
}

export const images = {
  get: implementation.images.get.handler(async ({ input: { connectionId, repository, digest }, context, signal }) => {
    const client = context.clients.of(connectionId);
    const cache = context.cache.of(connectionId);
    const raw = await cached(cache, digest, () => client.manifest(repository, digest, signal));
    const manifest = readManifest(raw.bytes.toString('utf8'), raw.mediaType);
    if (manifest.kind !== 'index') return viewOf(raw, manifest, await readConfig(cache, client, repository, manifest, signal));
    const summaries = new Summaries(client, repository, await context.summaries.of(connectionId, repository), signal);
    const found = await imagesOf(manifest, {
      manifest: async (child) => {
        const nested = await cached(cache, child, () => client.manifest(repository, child, signal));
        return readManifest(nested.bytes.toString('utf8'), nested.mediaType);
      },
      platforms: async (child) => (await summaries.get(child)).platforms,
    });
    return viewOf(raw, manifest, undefined, found);
  }),
};
