import { notifications } from '@mantine/notifications';
import { previousTag } from '../../../shared/compare/previous.ts';
import { showComparison } from '../../lib/places.ts';
import { queryClient } from '../../lib/query-client.ts';
import { tagsQuery } from './queries.ts';
import type { TagTable } from './tag-table.ts';

type InRepository = { readonly connectionId: string; readonly repository: string };

/** The tag before another one, as far as the tags of its repository are known now. */
export function previousTagOf({ connectionId, repository }: InRepository, tag: string): string | undefined {
  const table = queryClient.getQueryData<TagTable>(tagsQuery(connectionId, repository).queryKey);
  return (
    table &&
    previousTag(tag, table.names, (name) => {
      const detail = table.details.get(name);
      return detail?.state === 'read' ? { digest: detail.digest, created: detail.created } : undefined;
    })
  );
}

/** Compares a tag with another one of its repository; without one, that is chosen there. */
export function compareTag(place: InRepository, tag: string, from: string | undefined): void {
  showComparison({ ...place, reference: from === undefined ? {} : { tag: from } }, { ...place, reference: { tag } });
}

/** Compares an image that is known by its digest; with what is chosen there. */
export const compareDigest = (place: InRepository, digest: string): void =>
  showComparison({ ...place, reference: {} }, { ...place, reference: { digest } });

/** Compares a tag with the version before it; where none is known, that is chosen there. */
export const compareWithPrevious = (place: InRepository, tag: string): void => compareTag(place, tag, previousTagOf(place, tag));

/** Compares two tags, the older with the newer one, or a single one with the version before it. `tags` come newest first (`tagsCompared`). */
export function compareTags(tags: readonly string[], place: InRepository, onlyTwo: string): void {
  const [newer, older, third] = tags;
  if (newer === undefined) return;
  if (third !== undefined) notifications.show({ message: onlyTwo, autoClose: 4_000 });
  else if (older !== undefined) compareTag(place, newer, older);
  else compareWithPrevious(place, newer);
}
