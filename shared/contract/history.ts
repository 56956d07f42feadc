import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { undoObstacleSchema } from '../reasons.ts';
import { command, digestSchema, inRepositorySchema, procedure, runIdSchema, tagSchema } from './base.ts';

/** Where a tag pointed before a change and where it was to point after; null is nowhere. */
export const moveSchema = z.object({ tag: z.string(), before: digestSchema.nullable(), after: digestSchema.nullable() });

/** What refers to an image: a manifest by its digest, or a tag made from the image's digest (the referrers fallback, cosign's). */
export const referrerSchema = z.object({ reference: z.string(), digest: digestSchema, artifactType: z.string() });

/** A request that changes something, as it is recorded before it is sent. */
export const stepRequestSchema = z.object({
  method: z.enum(['PUT', 'DELETE', 'POST']),
  /** The tag or digest in its path. */
  reference: z.string(),
  /** What was put there. */
  digest: z.string().optional(),
  mediaType: z.string().optional(),
  why: z.enum(['move', 'prove', 'replace', 'remove', 'restore', 'child', 'blob']),
  /** The repository of the same registry that a blob is mounted from. */
  mount: z.string().optional(),
});

/** A recorded request, with its answer. */
const changeStepSchema = stepRequestSchema.extend({
  /** ISO 8601. */
  at: z.string(),
  /** The answer: a status or the code of a failure; neither where none is known. */
  status: z.number().optional(),
  failure: z.string().optional(),
  /** ms */
  took: z.number().optional(),
});

/** Where a copy came from, and what it takes to do it again. */
const copySourceSchema = z.object({
  connectionId: z.string(),
  repository: z.string(),
  reference: z.string(),
  platforms: z.array(z.string()).nullable(),
  referrers: z.boolean(),
  /** Each tag at the target with its image, where several were copied. */
  images: z.array(z.object({ tag: z.string(), reference: z.string() })).optional(),
});

/** What a change is about. */
export const changeSubjectSchema = z.object({
  connection: z.object({ id: z.string(), name: z.string(), url: z.string() }),
  repository: z.string(),
  what: z.enum(['retag', 'delete-tag', 'delete-image', 'delete-many', 'copy', 'load', 'undo']),
  /** The tag that it is about; for a retag of one tag, `from` is the one that it was made from. */
  tag: z.string(),
  from: z.string().optional(),
  copy: copySourceSchema.optional(),
  /** The change that an undo takes back. Where that was an undo itself, this is a redo. */
  undoes: z.string().optional(),
  redoes: z.boolean().optional(),
  /** The same for the changes that one run makes in several repositories: they are undone together. */
  group: z.string().optional(),
  /** How many of its tags are manifests without a tag, named by their digests. */
  untagged: z.number().optional(),
});

/**
 * How a change ended. `partly`: some of it was done. Two wait for a decision: `interrupted` did not reach its end, and the outcome of `unknown`
 * could not be proven because the registry stopped answering.
 */
export const endStateSchema = z.enum(['done', 'partly', 'failed', 'interrupted', 'unknown', 'restored', 'left']);

/** `unrecognized`: a later version recorded an end that this one does not know. */
export const changeStateSchema = z.enum([...endStateSchema.options, 'running', 'unrecognized']);

/** A change without its steps and tags, of which there may be thousands. */
export const changeSchema = changeSubjectSchema.extend({
  id: z.string(),
  at: z.string(),
  ended: z.string().optional(),
  state: changeStateSchema,
  /** How many tags it is about, and how many steps were recorded. */
  tags: z.number(),
  steps: z.number(),
  /** Whether it got as far as its tags; also true where a part of it cannot be read. */
  movedTags: z.boolean(),
});

/** An entry that this version cannot read, from a later version or damaged. It is kept in its file unchanged. */
const unreadSchema = z.object({ kind: z.literal('unread'), at: z.string().optional(), text: z.string() });

const historyEntrySchema = z.discriminatedUnion('kind', [z.object({ kind: z.literal('change'), change: changeSchema }), unreadSchema]);

const stepEntrySchema = z.discriminatedUnion('kind', [z.object({ kind: z.literal('step'), step: changeStepSchema }), unreadSchema]);

export type Move = z.infer<typeof moveSchema>;
export type Referrer = z.infer<typeof referrerSchema>;
export type ChangeStep = z.infer<typeof changeStepSchema>;
export type StepRequest = z.infer<typeof stepRequestSchema>;
export type EndState = z.infer<typeof endStateSchema>;
export type CopySource = z.infer<typeof copySourceSchema>;
export type ChangeSubject = z.infer<typeof changeSubjectSchema>;
export type Change = z.infer<typeof changeSchema>;
export type HistoryEntry = z.infer<typeof historyEntrySchema>;
export type StepEntry = z.infer<typeof stepEntrySchema>;

/**
 * What undoing would do to each tag. `moved`: someone has moved it since, and it is not changed. `lost`: its content was not found. `kept`: it
 * cannot be removed here.
 */
const undoMoveSchema = moveSchema.extend({
  action: z.enum(['restore', 'remove', 'none', 'moved', 'lost', 'kept']),
  now: z.string().nullable(),
});

const undoPlanSchema = z.object({
  /** The first of the tags; `tags` is how many there are. */
  moves: z.array(undoMoveSchema),
  tags: z.number(),
  /** What is restored with an image that it refers to. */
  referrers: z.array(referrerSchema),
  /** Manifests and blobs that neither the trash nor the registry has; the first of them. */
  missing: z.array(z.string()),
  /** Names that have to be typed: of protected tags, and where something is deleted in production, of the repository or registry. */
  toType: z.object({ protected: z.array(z.string()).readonly(), production: z.string().optional() }),
  /** Why nothing can be undone; undefined where it can. */
  obstacle: undoObstacleSchema.optional(),
});

export type UndoMove = z.infer<typeof undoMoveSchema>;
export type UndoPlan = z.infer<typeof undoPlanSchema>;

const changeId = z.object({ id: z.string().min(1).max(64) });

/** How many of the tags and images were checked. */
const progressSchema = z.object({ kind: z.literal('progress'), done: z.number(), total: z.number() });

const undoPlanEventSchema = z.discriminatedUnion('kind', [progressSchema, z.object({ kind: z.literal('plan'), plan: undoPlanSchema })]);

export type UndoProgress = z.infer<typeof progressSchema>;
export type UndoPlanEvent = z.infer<typeof undoPlanEventSchema>;
/** What is done about a change that waits for a decision: the registry is asked again, or it is restored, completed, or left as it is. */
const settleWaySchema = z.enum(['ask', 'restore', 'complete', 'leave']);
export type SettleWay = z.infer<typeof settleWaySchema>;

/** Where the next page begins, as given by the page before; null after the last. */
const cursor = z.string().max(100);
const pageOf = { from: z.int().nonnegative().default(0), limit: z.int().min(1).max(500) };

/** A change, and others of the same run that are undone with it. */
const undoInput = changeId.extend({ others: z.array(z.string().min(1).max(64)).max(10_000).default([]) });

const begun = z.object({ runId: runIdSchema });

export const historyContract = {
  /** A page of the history, newest first. `search` looks in tags, repositories, registries and digests. */
  list: procedure
    .input(z.object({ before: cursor.optional(), limit: z.int().min(1).max(200), search: z.string().max(500).default('') }))
    .output(z.object({ entries: z.array(historyEntrySchema), next: cursor.nullable() })),
  /** One change and a page of its steps. `from` and `next` are places in its file. */
  get: procedure
    .input(changeId.extend(pageOf))
    .output(z.object({ change: changeSchema, entries: z.array(stepEntrySchema), next: z.number().nullable() })),
  /** A page of the tags of one change: where each pointed before and after. */
  moves: procedure.input(changeId.extend(pageOf)).output(z.object({ moves: z.array(moveSchema), next: z.number().nullable() })),
  /** Changes that wait for a decision, and those whose decision is being carried out. */
  interrupted: procedure.output(z.object({ changes: z.array(changeSchema) })),
  /** How many tags of a change are where it was to put them, as far as the registry has answered. All of its steps are read for it. */
  done: procedure.input(changeId).output(z.object({ tags: z.number() })),
  /** The newest change that moved or deleted a tag, with where it was to point after; null where none is recorded. */
  lastOfTag: procedure
    .input(inRepositorySchema.extend({ tag: tagSchema }))
    .output(z.object({ last: z.object({ change: changeSchema, after: digestSchema.nullable() }).nullable() })),
  planUndo: procedure.input(undoInput).output(eventIterator(undoPlanEventSchema)),
  /** Begins a run that restores what the change moved, and proves it. Tags that were moved since are left alone. */
  undo: command.input(undoInput.extend({ typed: z.array(z.string().max(512)).max(10_000).default([]) })).output(begun),
  /**
   * Begins a run that settles a change which waits for a decision. One that is checked again ends where all of it was done, or nothing; else
   * it still waits.
   */
  settle: command.input(changeId.extend({ how: settleWaySchema })).output(begun),
};
