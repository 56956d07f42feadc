import { keepPreviousData, queryOptions, experimental_streamedQuery as streamedQuery } from '@tanstack/react-query';
import type { StorageBy, StorageEvent, StorageResult, StorageScope, StorageSelection } from '../../../shared/contract/storage.ts';
import { api, client } from '../../lib/client.ts';

/** How often what is being read is counted again, in ms. */
export const WHILE_READING = 3_000;

/** What has been counted: where it is not finished, how far. */
export type Counting = {
  readonly progress: Extract<StorageEvent, { kind: 'progress' }> | undefined;
  readonly result: StorageResult | undefined;
};

function addEvent(counting: Counting, event: StorageEvent): Counting {
  return event.kind === 'progress' ? { ...counting, progress: event } : { progress: undefined, result: event.result };
}

export type StorageQuestion = { readonly connectionId: string; readonly scope: StorageScope; readonly by: StorageBy };

/** What a scope takes. While more of it is read, it is counted again and again; what was counted before stays until then. */
export const storageQuery = (question: StorageQuestion, isReading: boolean) =>
  queryOptions({
    queryKey: api.storage.read.key({ input: question }),
    queryFn: streamedQuery<StorageEvent, Counting>({
      streamFn: ({ signal }) => client.storage.read(question, { signal }),
      reducer: addEvent,
      initialValue: { progress: undefined, result: undefined },
      refetchMode: 'replace',
    }),
    refetchInterval: isReading ? WHILE_READING : false,
    staleTime: 0,
    structuralSharing: false,
  });

/** What a selection takes, and what deleting it frees. */
export const weighQuery = (connectionId: string, selection: StorageSelection) =>
  queryOptions({
    ...api.storage.weigh.queryOptions({ input: { connectionId, selection } }),
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });

/** The tags that use a layer. */
export const layerUsersQuery = (connectionId: string, digest: string) =>
  queryOptions(api.storage.layerUsers.queryOptions({ input: { connectionId, digest }, staleTime: 0 }));
