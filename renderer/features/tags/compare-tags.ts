import { notifications } from '@mantine/notifications';
import { showComparison } from '../../lib/places.ts';
import { queryClient } from '../../lib/query-client.ts';
import { previousIn } from './previous.ts';
import { tagsQuery } from './queries.ts';
import type { TagTable } from './tag-table.ts';

type InRepository = { readonly connectionId: string; readonly repository: string };

/** The tag before another one, as far as the tags of its repository are known now. */
export const previousTagOf = ({ connectionId, repository }: InRepository, tag: string): string | undefined =>
  previousIn(queryClient.getQueryData<TagTable>(tagsQuery(connectionId, repository).queryKey), tag);

/** Compares a tag with another one of its repository; without one, that is chosen there. */
export function compareTag(place: InRepository, tag: string, from: string | undefined): void {
  showComparison({ ...place, reference: from === undefined ? {} : { tag: from } }, { ...place, reference: { tag } });
}

/** Compares two tags, the older with the newer one, or a single one with the version before it. `tags` come newest first (`tagsCompared`). */
export function compareTags(tags: readonly string[], place: InRepository, onlyTwo: string): void {
  const [newer, older, third] = tags;
  if (newer === undefined) return;
  if (third !== undefined) notifications.show({ message: onlyTwo, autoClose: 4_000 });
  else compareTag(place, newer, older ?? previousTagOf(place, newer));
}
