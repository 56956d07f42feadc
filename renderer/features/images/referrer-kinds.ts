import type { ImageReferrer } from '../../../shared/contract/images.ts';
import { subjectOfTag } from '../../../shared/oci/content-kind.ts';

/** The tags that are named after the image; `tags` is undefined where the list of the repository is not complete. */
export type KnownTags = 'pending' | { readonly tags: readonly string[] | undefined };

type Table = { readonly names: readonly string[]; readonly listed: boolean; readonly cut?: unknown };

/** What the list of a repository's tags tells of those that could hold referrers of an image. */
export function tagsNamedAfter(digest: string | undefined, table: Table | undefined, isReading: boolean): KnownTags {
  if (!table?.listed) return isReading ? 'pending' : { tags: undefined };
  if (table.cut !== undefined) return { tags: undefined };
  return { tags: table.names.filter((name) => subjectOfTag(name) === digest) };
}

const KINDS = ['signature', 'sbom', 'attestation', 'other'] as const;

type Of = Pick<ImageReferrer, 'content'>;

const kindOf = ({ content }: Of) => KINDS.find((kind) => kind === content) ?? 'other';

/** Signatures first, then the other kinds as they are counted. */
export const byKind = <T extends Of>(referrers: readonly T[]): readonly T[] =>
  referrers.toSorted((a, b) => KINDS.indexOf(kindOf(a)) - KINDS.indexOf(kindOf(b)));

/** How many there are of each kind, those of which there is one. */
export function countKinds(referrers: readonly Of[]) {
  const kinds = referrers.map(kindOf);
  return KINDS.map((kind) => ({ kind, count: kinds.filter((one) => one === kind).length })).filter(({ count }) => count > 0);
}
