import { queryOptions } from '@tanstack/react-query';
import { api, client } from '../../lib/client.ts';

type Question = {
  readonly connectionId: string;
  readonly repository: string;
  readonly targets: readonly { readonly from: string; readonly to: string }[];
};

/** What a retag would do; read once the person pauses. Never cached: a plan is only true for a moment. */
export const retagPlanQuery = ({ connectionId, repository, targets }: Question, hintsFor: (tag: string) => string[]) =>
  queryOptions({
    queryKey: [...api.retag.plan.key(), connectionId, repository, targets],
    queryFn: ({ signal }) => {
      const hinted = targets.map(({ from, to }) => ({ from, to, hints: hintsFor(to) }));
      return client.retag.plan({ connectionId, repository, targets: hinted }, { signal });
    },
    enabled: targets.length > 0,
    staleTime: 0,
    gcTime: 0,
  });

/** The tags that name the family of a version, and which of them are ahead of it. */
export const familyQuery = (connectionId: string, repository: string, tag: string) =>
  queryOptions(api.retag.family.queryOptions({ input: { connectionId, repository, tag }, staleTime: 0, gcTime: 0 }));

type Order = Parameters<typeof client.retag.apply>[0];

/** Begins the run that carries out what was planned. */
export const startRetag = (order: Order): Promise<{ runId: string }> => client.retag.apply(order);

/** The plan as a file, of these of its tags. */
export const retagPlanText = (decision: Parameters<typeof client.retag.file>[0]): Promise<{ text: string }> => client.retag.file(decision);
