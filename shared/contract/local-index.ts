import { z } from 'zod';
import { command, procedure } from './base.ts';

/** Why the index is not what it was: set aside and begun anew, or in memory only. */
const indexTroubleSchema = z.enum(['damaged', 'newer', 'deleted', 'memory-only']);

/** How much is remembered of registries on this computer; `bytes` of its file. */
const indexStatsSchema = z.object({ bytes: z.number(), repositories: z.number(), tags: z.number(), images: z.number() });

export type IndexTrouble = z.infer<typeof indexTroubleSchema>;
export type IndexStats = z.infer<typeof indexStatsSchema>;

export const localIndexContract = {
  /** `trouble`: since this start it is not what it was. */
  stats: procedure.output(indexStatsSchema.extend({ trouble: indexTroubleSchema.optional() })),
  /** Forgets everything that was read; it is read again when it is looked at. */
  clear: command.output(z.object({})),
};
