import { ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '../../shared/contract/contract.ts';
import type { Run } from '../../shared/contract/runs.ts';

type RunsClient = Pick<ContractRouterClient<typeof contract>, 'runs'>;

/** Follows a run to its end. @throws ORPCError what it failed with. */
export async function endOf({ runs }: RunsClient, { runId }: { readonly runId: string }): Promise<Run> {
  let last: Run | undefined;
  for await (const { run } of await runs.follow({ id: runId })) last = run;
  if (last?.ended === undefined) throw new Error('It is told no more of a run that has not ended');
  if (last.failure) throw new ORPCError(last.failure.code, { data: last.failure.data });
  return last;
}
