import { familyOf } from '../../shared/oci/version-family.ts';
import { listTags } from '../changes/core/scan.ts';
import { applyRetag } from '../changes/retag/apply.ts';
import { planRetag } from '../changes/retag/plan.ts';
import { implementation } from './base.ts';

export const retag = {
  plan: implementation.retag.plan.handler(async ({ input: { connectionId, repository, from, to, hints, leaving }, context, signal }) => {
    const cache = await context.summaries.of(connectionId, repository);
    return planRetag({ client: context.clients.of(connectionId), repository, from, to, hints, leaving, cache, signal });
  }),
  family: implementation.retag.family.handler(async ({ input: { connectionId, repository, tag }, context, signal }) => {
    const { names } = await listTags(context.clients.of(connectionId), repository, signal);
    return { family: familyOf(tag, names).map(({ tag: name, ahead }) => ({ tag: name, ...(ahead === undefined ? {} : { ahead }) })) };
  }),
  apply: implementation.retag.apply.handler(({ input, context }) => applyRetag(context, input)),
};
