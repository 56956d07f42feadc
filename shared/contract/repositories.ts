import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { connectionIdSchema, inRepositorySchema, procedure } from './base.ts';

/** A page of the catalog as it arrives; `end` says whether a limit cut it short. */
const catalogEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('page'), names: z.array(z.string()) }),
  z.object({ kind: z.literal('end'), capped: z.boolean() }),
]);

export type CatalogEvent = z.infer<typeof catalogEventSchema>;

export const repositoriesContract = {
  list: procedure.input(z.object({ connectionId: connectionIdSchema })).output(eventIterator(catalogEventSchema)),
  tagCount: procedure.input(inRepositorySchema).output(z.object({ count: z.number() })),
};
