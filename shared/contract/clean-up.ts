import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { weighedSets } from '../clean-up.ts';
import { connectionIdSchema, procedure, repositorySchema } from './base.ts';
import { nameSchema } from './delete.ts';

const patternKind = z.enum(['glob', 'regex']);
/** `builds` matches the names of pull requests, branches, commits and days, and needs no pattern. */
const matchKind = z.enum([...patternKind.options, 'builds']);

/** One rule. The first rule of a set that matches a tag decides about it. An empty text matches everything, or excepts nothing. */
const ruleSchema = z.object({
  match: z.string().max(500),
  matchKind,
  except: z.string().max(500),
  exceptKind: patternKind,
  /** A range as npm writes it, such as `<2.0.0`. Empty for any tag, also one that is not a version. */
  versions: z.string().max(200),
  /** How many of the newest are kept; null where age alone decides. */
  keepNewest: z.number().int().min(0).max(100_000).nullable(),
  /** `minor`: by version, so many of each minor version. */
  newestBy: z.enum(['version', 'minor', 'date']),
  /** Only older tags are deleted; null for any age. */
  olderThanDays: z.number().int().min(0).max(36_500).nullable(),
  /** Only tags that were pulled last before so many days are deleted; null whenever they were pulled. Where the registry does not say, they are kept. */
  notPulledDays: z.number().int().min(0).max(36_500).nullable().default(null),
});

export const ruleSetSchema = z.object({
  name: z.string().trim().max(100),
  rules: z.array(ruleSchema).max(20),
  /** Younger tags are kept, whatever the rules say. */
  graceDays: z.number().int().min(0).max(36_500),
  /** Deletes tags and keeps every image. */
  untagOnly: z.boolean(),
  /** Keeps tags that move from image to image, such as `latest`, whatever the rules say. */
  keepFloating: z.boolean().default(true),
  /** Keeps the newest release in all its variants, with every other name of those images, whatever the rules say. */
  keepNewestRelease: z.boolean().default(true),
  /** Deletes signatures and other referrers whose image the registry no longer has. */
  orphans: z.boolean().default(false),
  /** Deletes manifests without a tag that are known of and older than the grace time. */
  untagged: z.boolean().default(false),
});

/** Why a tag is deleted (`rule`, `subject-deleted`, `orphaned`, `untagged`) or kept (all others). */
const reasonSchema = z.enum([
  'rule',
  'subject-deleted',
  'orphaned',
  'untagged',
  'no-rule',
  'newest',
  'too-young',
  'not-a-version',
  'unknown-age',
  'pulled-lately',
  'unknown-pull',
  'grace',
  'protected',
  'floating',
  'newest-release',
  'in-use',
  'referrer',
  'unread',
]);

const rowSchema = z.object({
  /** The digest of a manifest without a tag. */
  tag: z.string(),
  digest: z.string(),
  /** ISO 8601; undefined where unknown. */
  created: z.string().optional(),
  /** Compressed bytes of the image. */
  size: z.number().optional(),
  action: z.enum(['delete', 'keep']),
  reason: reasonSchema,
  /** Counted from 1; the rule that decided. */
  rule: z.number().optional(),
  /** What people would miss: a person is warned where it is deleted. */
  role: z.enum(['floating', 'newest-release']).optional(),
});

const weightSchema = z.object({ bytesFreed: z.number(), bytesKept: z.number() });
/** What another set of rules would delete of what was read. */
const yieldSchema = z.object({ set: z.enum(weighedSets), tags: z.number(), bytesFreed: z.number() });

/**
 * `rows` come in parts, image by image; `end` follows the last repository; `bytesTotal` is all that was read, each
 * blob once. `invalid` is a rule that cannot be used.
 */
const cleanUpEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('invalid'),
    rule: z.number(),
    field: z.enum(['match', 'except', 'versions']),
    why: z.enum(['invalid', 'unsupported']),
  }),
  z.object({ kind: z.literal('progress'), repository: z.string(), read: z.number(), total: z.number(), of: z.number(), done: z.number() }),
  z.object({ kind: z.literal('rows'), repository: z.string(), rows: z.array(rowSchema) }),
  z.object({
    kind: z.literal('end'),
    planId: z.string(),
    complete: z.boolean(),
    unreadable: z.array(z.string()),
    bytesTotal: z.number(),
    yields: z.array(yieldSchema).readonly(),
    ...weightSchema.shape,
  }),
]);

export type CleanUpRule = z.infer<typeof ruleSchema>;
export type RuleSet = z.infer<typeof ruleSetSchema>;
export type CleanUpReason = z.infer<typeof reasonSchema>;
export type CleanUpRow = z.infer<typeof rowSchema>;
export type CleanUpEvent = z.infer<typeof cleanUpEventSchema>;
export type Weight = z.infer<typeof weightSchema>;
export type SetYield = z.infer<typeof yieldSchema>;

const scopeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('repository'), repository: repositorySchema }),
  /** Every repository whose name begins with this. */
  z.object({ kind: z.literal('namespace'), prefix: z.string().max(255) }),
]);

export const cleanUpContract = {
  /** The dry run: every tag, Delete or Keep, and the reason. Reads, changes nothing. */
  plan: procedure
    .input(z.object({ connectionId: connectionIdSchema, scope: scopeSchema, ruleSet: ruleSetSchema }))
    .output(eventIterator(cleanUpEventSchema)),
  /** The bytes that deleting these tags of a dry run frees, after it was edited. CONFLICT `plan-expired` for a dry run that is no longer kept. */
  weigh: procedure
    .input(
      z.object({ planId: z.string().max(64), deleted: z.array(z.object({ repository: repositorySchema, tags: z.array(nameSchema) })) }),
    )
    .output(weightSchema),
};
