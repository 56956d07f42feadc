import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { command, inRepositorySchema, procedure } from './base.ts';

/** Minutes between two looks. */
export const WATCH_INTERVALS = [5, 15, 60, 360, 1440] as const;

/** The most tags that one pattern may match; all watches together have a limit of their own. */
export const MOST_WATCHED = 10_000;

/** Whether a pattern is the name of one tag: the list of tags is not asked for then. */
export const isOneTag = (pattern: string): boolean => !/[*?,]/.test(pattern);

/** A tag, tags by a pattern, or with `*` a whole repository that is looked at again and again. */
export const watchSchema = inRepositorySchema.extend({
  id: z.string().min(1).max(64),
  pattern: z.string().trim().min(1).max(200),
  minutes: z.literal(WATCH_INTERVALS),
});

/** What a look found: where the tag pointed before and points now; null where it was or is not there. */
export const watchChangeSchema = inRepositorySchema.extend({
  /** ms since 1970. */
  at: z.number(),
  tag: z.string(),
  kind: z.enum(['moved', 'appeared', 'vanished']),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

/** A failure carried as a value. */
export const watchFailureSchema = z.object({ code: z.string(), data: z.unknown() });

const watchViewSchema = watchSchema.extend({
  isPaused: z.boolean(),
  /** When it was looked at last, in ms since 1970; 0 before the first time. */
  checked: z.number(),
  /** When it is looked at next, at the earliest; a registry that asked to be left alone, or failed, is asked later. */
  next: z.number(),
  /** Tags that are there, as of the last look. */
  tags: z.number(),
  /** Tags that the last look could not read, or did not come to. */
  unread: z.number(),
  /** How many tags the pattern matches where they are too many to be watched; else 0. */
  tooMany: z.number(),
  /** Why the last look did not see all of it. */
  failure: watchFailureSchema.optional(),
});

/** Why nothing is asked now: the screen is locked, the computer sleeps, or the network is paid by what it transfers. */
const heldSchema = z.enum(['locked', 'asleep', 'metered']);

/** What looks found at one time: all of it counted, and the first few. */
const foundSchema = z.object({ count: z.number(), repositories: z.number(), changes: z.array(watchChangeSchema) });

export type Watch = z.infer<typeof watchSchema>;
export type WatchChange = z.infer<typeof watchChangeSchema>;
export type WatchView = z.infer<typeof watchViewSchema>;
export type WatchHeld = z.infer<typeof heldSchema>;
export type WatchFound = z.infer<typeof foundSchema>;

export const watchContract = {
  /** What is watched, and what was found, newest first. Asks no registry. */
  list: procedure.output(z.object({ watches: z.array(watchViewSchema), changes: z.array(watchChangeSchema), held: z.array(heldSchema) })),
  /** Watches something; what is watched already gets the new interval. Not added where as much is watched as can be. */
  add: command.input(watchSchema.omit({ id: true })).output(z.object({ isAdded: z.boolean() })),
  pause: command.input(z.object({ id: z.string().max(64), isPaused: z.boolean() })).output(z.object({})),
  remove: command.input(z.object({ id: z.string().max(64) })).output(z.object({})),
  /**
   * What is found, as it is found. `isMetered`: the page that asks sees that the network is paid by what it transfers. Nothing is asked of registries
   * while such a page listens.
   */
  found: procedure.input(z.object({ isMetered: z.boolean() })).output(eventIterator(foundSchema)),
};
