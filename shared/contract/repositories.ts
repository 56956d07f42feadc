import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { connectionIdSchema, inRepositorySchema, listCutSchema, namesSchema, procedure } from './base.ts';

/** `remembered` has the names of the last catalog, `page` some of this one as they arrive; `end` says what cut it short, if anything did. */
const catalogEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('remembered'), names: namesSchema }),
  z.object({ kind: z.literal('page'), names: namesSchema }),
  z.object({ kind: z.literal('end'), cut: listCutSchema.optional() }),
]);

export type CatalogEvent = z.infer<typeof catalogEventSchema>;

export const repositoriesContract = {
  /** The names; before them those of the last catalog, if `recall` asks for them and the registry has not answered yet. */
  list: procedure.input(z.object({ connectionId: connectionIdSchema, recall: z.boolean() })).output(eventIterator(catalogEventSchema)),
  tagCount: procedure.input(inRepositorySchema).output(z.object({ count: z.number() })),
};
