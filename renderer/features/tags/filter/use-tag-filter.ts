import { useCallback } from 'react';
import { type TagFilter, tagFilter } from '../../../../shared/query/tag-filter.ts';
import { useExpressions } from '../../../lib/query/use-expressions.ts';
import { useLabels } from './use-labels.ts';

/** Makes filters of what is typed; `typed` says what has to be loaded for that, `readId` after which reading. Ages count from when a filter is made. */
export function useTagFilters(
  typed: string,
  place: { readonly connectionId: string; readonly repository: string },
  readId: string | undefined,
): (text: string) => TagFilter {
  const compile = useExpressions(typed.includes('/'));
  const labels = useLabels(place, typed, readId);
  return useCallback((text) => tagFilter(text, { now: Date.now(), compile, labels }), [compile, labels]);
}
