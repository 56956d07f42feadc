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

/** Ends a reading whose repository was left before it was shown. */
function endUnwatched({ queryKey }: TagsQuery): void {
  const reading = queryClient.getQueryCache().find({ queryKey, exact: true });
  if (reading?.getObserversCount() === 0) void queryClient.cancelQueries({ queryKey, exact: true });
}

/**
 * Asks for the tags of a repository as soon as a person goes there, before the window draws the page that shows them: that takes longer than a registry
 * nearby takes to answer.
 */
export function startReadingAhead(): void {
  let ahead: TagsQuery | undefined;
  onBeforeShown((place) => {
    if (ahead) endUnwatched(ahead);
    ahead = readingOf(place);
    if (ahead) void queryClient.prefetchQuery(ahead);
  });
}
