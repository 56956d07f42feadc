import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { connectionIdSchema, inRepositorySchema, listCutSchema, namesSchema, procedure } from './base.ts';

/** `remembered` are the names that there were, a page is one of the catalog as it arrives; `end` says what cut it short, if anything did. */
const catalogEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('remembered'), names: namesSchema }),
  z.object({ kind: z.literal('page'), names: namesSchema }),
  z.object({ kind: z.literal('end'), cut: listCutSchema.optional() }),
]);

export type CatalogEvent = z.infer<typeof catalogEventSchema>;

export const repositoriesContract = {
  /** What is remembered where `recall` asks for it and the registry does not answer before, then the names. */
  list: procedure.input(z.object({ connectionId: connectionIdSchema, recall: z.boolean() })).output(eventIterator(catalogEventSchema)),
  tagCount: procedure.input(inRepositorySchema).output(z.object({ count: z.number() })),
};
