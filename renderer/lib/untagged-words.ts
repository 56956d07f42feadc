import { isDigest, shortDigest } from '../../shared/oci/digest.ts';

/** How many tags something is about, and how many of them are manifests without a tag. */
type Counted = { readonly count: number; readonly untagged?: number | undefined };

/** Which words are said of them: those for tags, for manifests without a tag, or for both. It is the context of a text. */
export function untaggedContext({ count, untagged = 0 }: Counted): { readonly context?: 'untagged' | 'mixed' } {
  if (untagged === 0) return {};
  return { context: untagged === count ? 'untagged' : 'mixed' };
}

/** A tag as it is, and the digest of a manifest without one in short. */
export const shortName = (name: string): string => (isDigest(name) ? shortDigest(name) : name);
