import { queryOptions, useMutation } from '@tanstack/react-query';
import { historyChanged } from '../../lib/changes.ts';
import { api, client } from '../../lib/client.ts';

/** What a retag would do; asked for once the person pauses. Never kept: a plan is only true for a moment. */
export const retagPlanQuery = (
  { connectionId, repository, from, to, leaving }: Omit<Parameters<typeof client.retag.plan>[0], 'hints'>,
  hints: string[],
) =>
  queryOptions({
    queryKey: [...api.retag.plan.key(), connectionId, repository, from, to, leaving],
    queryFn: ({ signal }) => client.retag.plan({ connectionId, repository, from, to, hints, leaving }, { signal }),
    staleTime: 0,
    gcTime: 0,
  });

/** The tags that name the family of a version, and which of them are ahead of it. */
export const familyQuery = (connectionId: string, repository: string, tag: string) =>
  queryOptions(api.retag.family.queryOptions({ input: { connectionId, repository, tag }, staleTime: 0, gcTime: 0 }));

/** It has ended once it is answered: reading the history again may have to wait for the connection. */
export const useRetag = () => useMutation(api.retag.apply.mutationOptions({ onSettled: () => void historyChanged() }));
