import { z } from 'zod';
import { command, procedure } from './base.ts';

/** What is remembered of registries on this computer; `bytes` of its file. `trouble`: since this start it is not what it was. */
const indexStatsSchema = z.object({
  bytes: z.number(),
  repositories: z.number(),
  tags: z.number(),
  images: z.number(),
  trouble: z.enum(['damaged', 'newer', 'deleted', 'memory-only']).optional(),
});

export const localIndexContract = {
  stats: procedure.output(indexStatsSchema),
  /** Forgets everything that was read; it is read again when it is looked at. */
  clear: command.output(z.object({})),
};
