import { z } from 'zod';
import { command, connectionIdSchema, procedure, repositorySchema } from './base.ts';

/** Why the index is not what it was: set aside and begun anew, or in memory only. */
export const indexTroubleSchema = z.enum(['damaged', 'newer', 'deleted', 'memory-only']);

/** How much is remembered of registries on this computer; `bytes` of its file. */
const indexStatsSchema = z.object({ bytes: z.number(), repositories: z.number(), tags: z.number(), images: z.number() });

/** Repositories whose tags have all been read, of those that are known by name. `oldest`: when, in ISO 8601, of the one that was read longest ago. */
const coverageSchema = z.object({ read: z.number(), known: z.number(), oldest: z.string().optional() });

export type IndexTrouble = z.infer<typeof indexTroubleSchema>;
export type IndexStats = z.infer<typeof indexStatsSchema>;
export type Coverage = z.infer<typeof coverageSchema>;

export const localIndexContract = {
  /** `trouble`: since this start it is not what it was. */
  stats: procedure.output(indexStatsSchema.extend({ trouble: indexTroubleSchema.optional() })),
  /** How much has been read: of all registries, of one, or of a folder of one. */
  coverage: procedure
    .input(z.object({ connectionId: connectionIdSchema.optional(), folder: repositorySchema.optional() }))
    .output(coverageSchema),
  /** Forgets everything that was read; it is read again when it is looked at. */
  clear: command.output(z.object({})),
};
