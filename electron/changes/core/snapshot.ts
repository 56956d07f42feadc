import { blames } from '../../../shared/errors.ts';
import { isIndexType, isManifestType } from '../../../shared/oci/media-types.ts';
import { type ImageSummary, Summaries, type SummaryCache } from '../../browse/image-summary.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { isOverLimit } from '../../registry/http/limits.ts';
import { pool } from '../../registry/pool.ts';
import { type Progress, type Scan, scanRepository } from './scan.ts';

/** Where a snapshot is read, and what is known of manifests from before. */
export type Source = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly cache: SummaryCache;
  readonly signal?: AbortSignal | undefined;
};

/** What was read of manifests, and the digests of those that could not be read: their contents are unknown. */
type Manifests = { readonly summaries: ReadonlyMap<string, ImageSummary>; readonly unreadManifests: readonly string[] };

/** One read of a repository: every tag, and the manifests that the tags point to or only the indexes among them. */
export type Snapshot = Manifests & { readonly scan: Scan };

/** Which manifests of a repository are read: all that have a tag, or the indexes among these. */
type Wanted = 'all' | 'indexes';

/** Reads every tag of a repository, and then its manifests. @throws Failure of the connection. */
export async function readSnapshot(source: Source, wanted: Wanted, onProgress: Progress): Promise<Snapshot> {
  const scan = await scanRepository(source.client, source.repository, source.signal, onProgress);
  return withManifests(source, scan, wanted);
}

/** Adds the manifests to tags that have been read. @throws Failure of the connection. */
export async function withManifests(source: Source, scan: Scan, wanted: Wanted): Promise<Snapshot> {
  return { scan, ...(await readManifests(source, wanted === 'all' ? digestsOf(scan) : indexDigests(scan))) };
}

/** Whether every tag and every wanted manifest was read. Nothing is claimed or done that an unread one could contradict. */
export const isComplete = ({ scan, unreadManifests }: Snapshot): boolean =>
  scan.unread.length === 0 && !scan.capped && unreadManifests.length === 0;

/** Reads these manifests, each with a tag that points to it if there is one. @throws Failure of the connection. */
export async function readManifests(source: Source, digests: ReadonlyMap<string, string | undefined>): Promise<Manifests> {
  const { client, repository, cache, signal } = source;
  const reader = new Summaries(client, repository, cache, signal);
  const summaries = new Map<string, ImageSummary>();
  const unreadManifests: string[] = [];
  const waiting = [...digests];
  await pool(
    () => client.width,
    () => waiting.pop(),
    async ([digest, tag]) => {
      try {
        const summary = await reader.get(digest, tag).catch((error: unknown) => {
          if (isOverLimit(error)) return summariseOverLimit(source, tag ?? digest);
          throw error;
        });
        summaries.set(digest, summary);
        if (summary.covers) unreadManifests.push(digest);
      } catch (error) {
        if (blames(error) === 'connection') throw error;
        unreadManifests.push(digest);
      }
    },
  );
  return { summaries, unreadManifests };
}

/**
 * What is known of a manifest over the limit. An image contains no other manifest; of anything else every digest in it counts as one that it
 * contains, so that nothing is deleted that it may need. Sizes are not counted. @throws Failure where it is too large to be searched.
 */
async function summariseOverLimit({ client, repository, signal }: Source, reference: string): Promise<ImageSummary> {
  const known = { kind: 'unknown', content: 'unknown', platforms: [], layers: [], configs: [], overLimit: true } as const;
  const head = await client.head(repository, reference, signal);
  if (head && isManifestType(head.mediaType)) return { ...known, digest: head.digest, mediaType: head.mediaType, children: [] };
  const { digest, mediaType, named } = await client.digestsNamed(repository, reference, signal);
  return { ...known, digest, mediaType, children: named };
}

/** The digests of a scan, each with a tag that points to it. */
const digestsOf = ({ heads }: Scan): ReadonlyMap<string, string> => new Map([...heads].map(([tag, { digest }]) => [digest, tag]));

/** Those whose media type is an index. */
export const indexDigests = ({ heads }: Scan): ReadonlyMap<string, string> =>
  new Map([...heads].filter(([, { mediaType }]) => isIndexType(mediaType)).map(([tag, { digest }]) => [digest, tag]));
