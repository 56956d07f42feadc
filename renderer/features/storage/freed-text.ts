import type { SelectionWeight } from '../../../shared/contract/storage.ts';

/** How far a figure can be trusted: there may be more of it, less of it, or either. */
export type Certainty = 'exact' | 'atLeast' | 'upTo' | 'about';

/**
 * Images that were not read whole may have more to free; repositories that were not read may use the same layers, so that less is freed. Pure.
 */
export function certaintyOf({ unread, elsewhere }: Pick<SelectionWeight, 'unread' | 'elsewhere'>): Certainty {
  if (unread > 0) return elsewhere > 0 ? 'about' : 'atLeast';
  return elsewhere > 0 ? 'upTo' : 'exact';
}
