import { familyOf } from '../../shared/oci/version-family.ts';
import { listTags } from '../changes/core/scan.ts';
import { deleteOne, planOne, restoreTag } from '../changes/delete/one.ts';
import { retagMany } from '../changes/retag/apply.ts';
import { planRetag } from '../changes/retag/plan.ts';
import { askAboutTag } from '../changes/undo/settle.ts';
import { implementation } from './base.ts';

export const changes = {
  planRetag: implementation.changes.planRetag.handler(
    async ({ input: { connectionId, repository, from, to, hints, leaving }, context, signal }) => {
      const cache = await context.summaries.of(connectionId, repository);
      return planRetag({ client: context.clients.of(connectionId), repository, from, to, hints, leaving, cache, signal });
    },
  ),
  family: implementation.changes.family.handler(async ({ input: { connectionId, repository, tag }, context, signal }) => {
    const { names } = await listTags(context.clients.of(connectionId), repository, signal);
    return { family: familyOf(tag, names).map(({ tag: name, ahead }) => ({ tag: name, ...(ahead === undefined ? {} : { ahead }) })) };
  }),
  retag: implementation.changes.retag.handler(({ input, context }) => retagMany(context, input)),
  planDelete: implementation.changes.planDelete.handler(({ input, context, signal }) => planOne(context, input, signal)),
  delete: implementation.changes.delete.handler(({ input, context }) => deleteOne(context, input)),
  putBack: implementation.changes.putBack.handler(async ({ input, context }) => {
    const restored = await restoreTag(context, input);
    await askAboutTag(context, input.connectionId, input.repository, input.tag).catch(() => {});
    return restored;
  }),
};
