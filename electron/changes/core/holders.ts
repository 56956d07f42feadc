import { referrersTag } from '../../../shared/oci/digest.ts';
import { readManifest } from '../../../shared/oci/manifest.ts';
import type { ImageSummary } from '../../browse/image-summary.ts';
import type { RawManifest } from '../../registry/client.ts';
import { tagsOn } from './scan.ts';
import type { Snapshot } from './snapshot.ts';

/** Indexes that a manifest is part of, and tags of lists that only name it as a referrer of its subject. */
export type Holding = { readonly indexes: readonly ImageSummary[]; readonly lists: readonly string[] };

/**
 * Whether an index under this tag only lists a manifest with this subject. The referrers tag schema of the distribution specification keeps
 * such lists where a registry has no referrers API: nobody pulls one, and it does not break when a manifest that it names is deleted.
 */
export const isListOf = (tag: string, subject: string | undefined): boolean => subject !== undefined && tag === referrersTag(subject);

/** The digest of what a manifest says that it is about. */
export function subjectIn({ bytes, mediaType }: RawManifest): string | undefined {
  const manifest = readManifest(bytes.toString('utf8'), mediaType);
  return 'subject' in manifest ? manifest.subject : undefined;
}

/** Tags of manifests that are too large to be read. */
export const tooLargeOf = ({ scan, summaries }: Snapshot): string[] =>
  [...scan.heads].filter(([, { digest }]) => summaries.get(digest)?.overLimit).map(([tag]) => tag);

/** What names a digest. An index within an index counts through its parent's children. */
export function holdingOf(
  { scan, summaries }: Pick<Snapshot, 'scan' | 'summaries'>,
  { digest, subject }: { readonly digest: string; readonly subject?: string | undefined },
): Holding {
  const indexes: ImageSummary[] = [];
  const lists: string[] = [];
  for (const summary of summaries.values()) {
    if (summary.digest === digest || !summary.children.includes(digest)) continue;
    const tags = tagsOn(scan, summary.digest);
    if (tags.length > 0 && tags.every((tag) => isListOf(tag, subject))) lists.push(...tags);
    else indexes.push(summary);
  }
  return { indexes, lists };
}
