import type { Pairs } from '../../shared/oci/manifest.ts';

/** Pairs that are remembered of one document; the rest is left out. */
export const MOST_PAIRS = 64;
/** Characters of a key; a pair with a longer one is left out. */
export const LONGEST_KEY = 128;
/** Characters that are remembered of a value; a longer one ends in an ellipsis. */
export const LONGEST_VALUE = 256;

/** What is remembered of the labels of a config, or of the annotations of a manifest. An image may hold megabytes of them. */
export function rememberedPairs(pairs: Pairs): Pairs {
  const short = pairs.filter(([key]) => key !== '' && key.length <= LONGEST_KEY);
  return short
    .slice(0, MOST_PAIRS)
    .map(([key, value]) => [key, value.length <= LONGEST_VALUE ? value : `${value.slice(0, LONGEST_VALUE - 1)}…`] as [string, string]);
}
