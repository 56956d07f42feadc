import { queryOptions, experimental_streamedQuery as streamedQuery } from '@tanstack/react-query';
import { assertNever } from '../../../shared/assert-never.ts';
import type { UntaggedEvent, UntaggedImage } from '../../../shared/contract/untagged.ts';
import { api, client } from '../../lib/client.ts';

type Untagged = {
  readonly asOf: string | undefined;
  readonly isTold: boolean;
  readonly isCut: boolean;
  readonly images: readonly UntaggedImage[];
};

const nothing: Untagged = { asOf: undefined, isTold: false, isCut: false, images: [] };

function addEvent(known: Untagged, event: UntaggedEvent): Untagged {
  switch (event.kind) {
    case 'start':
      return { ...known, asOf: event.asOf, isTold: event.isTold, isCut: event.isCut };
    case 'images':
      return { ...known, images: [...known.images, ...event.images] };
    default:
      return assertNever(event);
  }
}

/** Manifests of a repository without a tag, as they are found. */
export const untaggedQuery = (connectionId: string, repository: string) =>
  queryOptions({
    queryKey: api.untagged.list.key({ input: { connectionId, repository } }),
    queryFn: streamedQuery<UntaggedEvent, Untagged>({
      streamFn: ({ signal }) => client.untagged.list({ connectionId, repository }, { signal }),
      reducer: addEvent,
      initialValue: nothing,
    }),
    staleTime: 0,
    gcTime: 0,
  });
