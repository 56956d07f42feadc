import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { connectionIdSchema, inRepositorySchema, listCutSchema, namesSchema, procedure } from './base.ts';

/** A page of the catalog as it arrives; `end` says what cut it short, if anything did. */
const catalogEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('page'), names: namesSchema }),
  z.object({ kind: z.literal('end'), cut: listCutSchema.optional() }),
]);

export type CatalogEvent = z.infer<typeof catalogEventSchema>;

export const repositoriesContract = {
  list: procedure.input(z.object({ connectionId: connectionIdSchema })).output(eventIterator(catalogEventSchema)),
  tagCount: procedure.input(inRepositorySchema).output(z.object({ count: z.number() })),
};
