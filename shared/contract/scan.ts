import { z } from 'zod';
import { command, connectionIdSchema, procedure } from './base.ts';
import { quotaSchema } from './connections.ts';

/**
 * Repositories that would be read, and about how many requests that takes; null where nothing says how large they are. `atLeast`: by the tags that are
 * known.
 */
const effortSchema = z.object({ repositories: z.number(), requests: z.number().nullable(), atLeast: z.number() });

/** What a scan of a registry would do: read what was never read, or everything. */
const planSchema = z.object({
  unread: effortSchema,
  all: effortSchema,
  /** The registry counts manifests that are read as pulls. */
  countsPulls: z.boolean(),
  /** The requests that are left, where the registry says so, and `reserve`: how many of them the scan leaves to others. */
  quota: quotaSchema.extend({ reserve: z.number() }).optional(),
  /** The scan that is under way. */
  runId: z.string().optional(),
});

export type ScanPlan = z.infer<typeof planSchema>;

const about = z.object({ connectionId: connectionIdSchema });

export const scanContract = {
  /** Asks the index alone, and sends the registry nothing. */
  plan: procedure.input(about).output(planSchema),
  /** Starts a run that reads the registry into the index; the one that is under way, where there is one. `again`: also what was read before. */
  start: command.input(about.extend({ again: z.boolean() })).output(z.object({ runId: z.string() })),
};
