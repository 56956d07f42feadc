import type { DeleteOutcome, SinglePlan } from '../../../shared/contract/delete.ts';
import { type AppOverDouble, inRepository, REPOSITORY } from '../hosts/app-over-double.ts';

type Client = AppOverDouble['client'];

/** The plan of deleting one tag, as the page gets it. */
export async function planned(client: Client, tag: string): Promise<SinglePlan> {
  for await (const event of await client.delete.planOne({ ...inRepository, tag })) if (event.kind === 'plan') return event.plan;
  throw new Error('no plan');
}

/** Deletes a tag or its image as planned, confirmed where that is asked for. */
export async function deleted(client: Client, tag: string, what: 'tag' | 'image'): Promise<DeleteOutcome & { changeId: string }> {
  const { digest, siblings } = await planned(client, tag);
  const request = { ...inRepository, tag, digest, what, siblings, confirmation: REPOSITORY, typed: [] };
  for await (const event of await client.delete.applyOne(request))
    if (event.kind === 'done') return { ...event.outcome, changeId: event.changeId };
  throw new Error('no outcome');
}
