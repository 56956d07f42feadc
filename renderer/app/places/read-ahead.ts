import { hashKey } from '@tanstack/react-query';
import type { Place } from '../../../shared/place.ts';
import { connectionsQuery } from '../../features/connections/queries.ts';
import { tagsQuery } from '../../features/tags/queries.ts';
import { onBeforeShown } from '../../lib/places.ts';
import { queryClient } from '../../lib/query-client.ts';

type TagsQuery = ReturnType<typeof tagsQuery>;

/** The reading of the tags that a place shows. */
function readingOf({ connectionId, repository }: Place): TagsQuery | undefined {
  if (repository === undefined) return undefined;
  const registries = queryClient.getQueryData(connectionsQuery.queryKey)?.connections ?? [];
  return registries.some(({ id }) => id === connectionId) ? tagsQuery(connectionId, repository) : undefined;
}

/** ms after the button is released until a reading that no page shows ends. */
const SHOWN_WITHIN = 1_000;

/** Ends a reading whose repository was left before it was shown. */
function endUnwatched({ queryKey }: TagsQuery): void {
  const reading = queryClient.getQueryCache().find({ queryKey, exact: true });
  if (reading?.getObserversCount() === 0) void queryClient.cancelQueries({ queryKey, exact: true });
}

/**
 * Asks for the tags of a repository when a person presses the button on it, or opens it by key: before the window draws the page that shows them, which
 * takes longer than a registry nearby takes to answer. If the button is released elsewhere, the reading ends.
 */
export function startReadingAhead(): void {
  let ahead: TagsQuery | undefined;
  let checking: ReturnType<typeof setTimeout> | undefined;
  onBeforeShown((place) => {
    // It may have been started by an earlier click.
    clearTimeout(checking);
    const next = readingOf(place);
    const isAsked = next !== undefined && ahead !== undefined && hashKey(next.queryKey) === hashKey(ahead.queryKey);
    if (ahead && !isAsked) endUnwatched(ahead);
    ahead = next;
    if (ahead) void queryClient.prefetchQuery(ahead);
    return isAsked || ahead === undefined;
  });
  const onRelease = (): void => {
    clearTimeout(checking);
    checking = setTimeout(() => ahead && endUnwatched(ahead), SHOWN_WITHIN);
  };
  document.addEventListener('pointerup', onRelease);
  document.addEventListener('pointercancel', onRelease);
}
