import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { undoObstacleSchema } from '../errors.ts';
import { command, digestSchema, procedure, runIdSchema } from './base.ts';

/** Where a tag pointed before a change and where it was to point after; null is nowhere. */
export const moveSchema = z.object({ tag: z.string(), before: digestSchema.nullable(), after: digestSchema.nullable() });

/** What refers to an image: a manifest by its digest, or a tag made from the image's digest (the referrers fallback, cosign's). */
export const referrerSchema = z.object({ reference: z.string(), digest: digestSchema, artifactType: z.string() });

/** A request that is to change something, as it is written down before it is sent. */
export const stepRequestSchema = z.object({
  method: z.enum(['PUT', 'DELETE', 'POST']),
  /** The tag or digest in its path. */
  reference: z.string(),
  /** What was put there. */
  digest: z.string().optional(),
  mediaType: z.string().optional(),
  why: z.enum(['move', 'prove', 'replace', 'remove', 'put-back', 'child', 'blob']),
  /** The repository of the same registry that a blob is taken over from. */
  mount: z.string().optional(),
});

/** One request that changed something, or was to. */
const changeStepSchema = stepRequestSchema.extend({
  /** ISO 8601. */
  at: z.string(),
  /** What came of it: nothing yet, a status, or the code of a failure. */
  status: z.number().optional(),
  failure: z.string().optional(),
  /** ms */
  took: z.number().optional(),
});

/** Where a copy came from, with all that it takes to do it again. */
const copySourceSchema = z.object({
  connectionId: z.string(),
  repository: z.string(),
  reference: z.string(),
  platforms: z.array(z.string()).nullable(),
  referrers: z.boolean(),
});

/** What a change is about, as it is written down before its first request. */
export const changeBeginSchema = z.object({
  connection: z.object({ id: z.string(), name: z.string(), url: z.string() }),
  repository: z.string(),
  what: z.enum(['retag', 'delete-tag', 'delete-image', 'delete-many', 'copy', 'load', 'undo']),
  /** The tag that it was about, and for a retag the one that it came from. */
  tag: z.string(),
  from: z.string().optional(),
  copy: copySourceSchema.optional(),
  moves: z.array(moveSchema),
  /** What referred to an image that went: some registries take it along. */
  referrers: z.array(referrerSchema).default([]),
  /** Digests that are deleted with their tags. */
  images: z.array(digestSchema).default([]),
});

/**
 * How a change ended. `partly`: some of it was done. Two wait for the person to choose: `interrupted` did not reach its end, `unknown` could
 * not be proven because the registry no longer answered.
 */
export const endStateSchema = z.enum(['done', 'partly', 'failed', 'interrupted', 'unknown', 'put-back', 'left']);

const changeSchema = changeBeginSchema.extend({
  id: z.string(),
  at: z.string(),
  ended: z.string().optional(),
  /** `unrecognized`: it ended in a way that a later version knows. */
  state: z.enum([...endStateSchema.options, 'running', 'unrecognized']),
  steps: z.array(changeStepSchema),
  /** Lines of this change that could not be understood. */
  unreadLines: z.number(),
});

/** Lines of the history that this version does not understand: of a later one, or damaged. They are kept in its file as they are. */
const unreadSchema = z.object({ at: z.string().optional(), lines: z.number(), text: z.string() });

export type Referrer = z.infer<typeof referrerSchema>;
export type ChangeStep = z.infer<typeof changeStepSchema>;
export type StepRequest = z.infer<typeof stepRequestSchema>;
/** A change as it begins. */
export type ChangeBegin = z.input<typeof changeBeginSchema>;
export type EndState = z.infer<typeof endStateSchema>;
export type UnreadHistory = z.infer<typeof unreadSchema>;
export type CopySource = z.infer<typeof copySourceSchema>;
export type Change = z.infer<typeof changeSchema>;

/**
 * What undoing would do to each tag. `moved` has been changed by somebody since and stays as it is, `lost` is one whose content is gone, `stays`
 * one that cannot be removed here.
 */
const undoMoveSchema = moveSchema.extend({
  action: z.enum(['restore', 'remove', 'none', 'moved', 'lost', 'stays']),
  now: z.string().nullable(),
});

const undoPlanSchema = z.object({
  moves: z.array(undoMoveSchema),
  /** What went along with an image, and is put back after it. */
  referrers: z.array(referrerSchema),
  /** Manifests and blobs that are neither here nor there any more. */
  missing: z.array(z.string()),
  /** Why nothing can be undone; undefined where it can. */
  obstacle: undoObstacleSchema.optional(),
});

export type UndoMove = z.infer<typeof undoMoveSchema>;
export type UndoPlan = z.infer<typeof undoPlanSchema>;

const changeId = z.object({ id: z.string().min(1).max(64) });

/** How far it has come: tags and images that were asked (`read`), tags that are dealt with (`work`), `bytes` that are transferred. */
const progressSchema = z.object({
  kind: z.literal('progress'),
  phase: z.enum(['read', 'work', 'bytes']),
  done: z.number(),
  total: z.number(),
});

const undoPlanEventSchema = z.discriminatedUnion('kind', [progressSchema, z.object({ kind: z.literal('plan'), plan: undoPlanSchema })]);

/**
 * `stopped`: the person ended it early; what was done is in the change, and the rest can be done later. `restored` and `removed`: tags that point
 * again to what they did, and new ones that were removed; the change ends as `partly` where others were left as they are.
 */
const settleEventSchema = z.discriminatedUnion('kind', [
  progressSchema,
  z.object({ kind: z.literal('done'), change: changeSchema, stopped: z.boolean(), restored: z.number(), removed: z.number() }),
]);

export type HistoryProgress = z.infer<typeof progressSchema>;
export type UndoPlanEvent = z.infer<typeof undoPlanEventSchema>;
export type SettleEvent = z.infer<typeof settleEventSchema>;
/** What is done about a change that waits: it is asked again what became of it, it is restored, completed, or left as it is. */
export type SettleWay = 'ask' | 'put-back' | 'finish' | 'leave';

export const historyContract = {
  /** Newest first. `unread` is at most a hundred of what could not be understood, `unreadTotal` how many there are. */
  list: procedure.output(z.object({ changes: z.array(changeSchema), unread: z.array(unreadSchema), unreadTotal: z.number() })),
  /** Changes that are under way, without their steps: asked for again and again while one runs. */
  running: procedure.output(z.object({ changes: z.array(z.object({ id: z.string(), steps: z.number() })) })),
  planUndo: procedure.input(changeId).output(eventIterator(undoPlanEventSchema)),
  /** Restores what the change moved, and proves it; tags that were moved since are left alone. One that waits for a decision is settled. */
  undo: command.input(changeId.extend({ runId: runIdSchema })).output(eventIterator(settleEventSchema)),
  /** A change that waits for a decision. One that is asked about ends where all of it was done, or nothing; else it goes on waiting. */
  settle: command
    .input(changeId.extend({ runId: runIdSchema, how: z.enum(['ask', 'put-back', 'finish', 'leave']) }))
    .output(eventIterator(settleEventSchema)),
};
