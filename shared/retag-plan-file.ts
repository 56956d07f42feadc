import { z } from 'zod';
import { canonicalJson } from './canonical-json.ts';
import { digestSchema, MOST_TAGS, repositorySchema, tagSchema } from './contract/base.ts';
import type { CurrentTag, RetagPlan } from './contract/retag.ts';
import { type Drift, driftOf, type Fact } from './plan-drift.ts';
import { protectedMoves } from './protected-moves.ts';

/** What keeps the image that a tag leaves: another tag, an index, nothing, or what could not be read. */
const keptSchema = z.enum(['by-tag', 'by-index', 'by-nothing', 'unknown']);

const targetSchema = z.strictObject({
  from: tagSchema,
  /** What `from` points to, and `to` will. */
  digest: digestSchema,
  to: tagSchema,
  /** What `to` points to before; null where the tag does not exist. */
  expected: digestSchema.nullable(),
  /** Where `to` leaves another image. */
  kept: keptSchema.optional(),
});

/**
 * The plan of a retag as a file: which tags are pointed at which digest, and what each of them is expected to point to before. As the plan of a
 * deletion it has no time, no machine, no person and no secret. `remove`: the old tag is deleted once every new one points to its image.
 */
const retagFileSchema = z
  .strictObject({
    longshore: z.literal('retag-plan'),
    version: z.literal(1),
    registry: z.url({ protocol: /^https?$/ }).max(2048),
    repository: repositorySchema,
    remove: z.boolean(),
    targets: z.array(targetSchema).min(1).max(MOST_TAGS),
    /** Protected tags that are overwritten or deleted: their names have to be given again. */
    protected: z.array(tagSchema).max(MOST_TAGS + 1),
  })
  // A tag that is moved onto itself would be deleted.
  .refine(({ remove, targets }) => !remove || targets.every(({ from, to }) => from !== to));

export type RetagFile = z.infer<typeof retagFileSchema>;
type Target = RetagFile['targets'][number];

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function keptOf(current: CurrentTag): Target['kept'] {
  if (current.state !== 'taken') return undefined;
  if (current.keptAs !== undefined) return 'by-tag';
  if (current.indexes.length > 0) return 'by-index';
  return current.complete ? 'by-nothing' : 'unknown';
}

function targetOf({ from, digest, to, current }: RetagPlan['targets'][number]): Target {
  const expected = current.state === 'free' ? null : current.state === 'same' ? digest : current.digest;
  const kept = keptOf(current);
  return { from, digest, to, expected, ...(kept === undefined ? {} : { kept }) };
}

type Decision = Pick<RetagFile, 'registry' | 'repository' | 'remove'> & {
  /** The patterns of protected tags. */
  readonly patterns: readonly string[];
};

/** The file of a retag as it is carried out. Pure. */
export function retagFileOf(planned: RetagPlan['targets'], { patterns, ...decision }: Decision): RetagFile {
  const targets = planned.map(targetOf).sort((a, b) => byText(a.to, b.to));
  const [old] = targets;
  const moves = [
    ...targets.map(({ to, expected, digest }) => ({ tag: to, before: expected, after: digest })),
    ...(decision.remove && old ? [{ tag: old.from, before: old.digest, after: null }] : []),
  ];
  return { longshore: 'retag-plan', version: 1, ...decision, targets, protected: protectedMoves(moves, patterns).sort(byText) };
}

/** The bytes of a plan: canonical JSON, so that equal plans are equal files. */
export const writeRetagFile = (file: RetagFile): string => canonicalJson(file);

/** Reads a plan, which may have been laid out anew by whoever reviewed it. Undefined for what is none, or from a later version. */
export function readRetagFile(value: unknown): RetagFile | undefined {
  const read = retagFileSchema.safeParse(value);
  return read.success ? read.data : undefined;
}

/** What is asked for to make a plan again. */
export const retagQuestionOf = ({ repository, targets }: RetagFile) => ({
  repository,
  targets: targets.map(({ from, to }) => ({ from, to, hints: [] as string[] })),
});

/** Everything that decides. Nothing was asked about `unread`: old tags that are missing, and their new ones. */
const factsOf = ({ repository, targets, ...file }: RetagFile, unread: ReadonlySet<string>): Fact[] => [
  ...targets.flatMap(({ from, digest, to, expected, kept }): Fact[] => [
    { at: `${repository}:${from}`, what: 'tag', value: { state: 'points-to', digest } },
    ...(unread.has(to) ? [] : newFactsOf(repository, { to, expected, kept })),
  ]),
  ...file.protected
    .filter((tag) => !unread.has(tag))
    .map((tag): Fact => ({ at: `${repository}:${tag}`, what: 'protected', value: { state: 'yes' } })),
];

const newFactsOf = (repository: string, { to, expected, kept }: Pick<Target, 'to' | 'expected' | 'kept'>): Fact[] => [
  { at: `${repository}:${to}`, what: 'tag', value: expected === null ? { state: 'free' } : { state: 'points-to', digest: expected } },
  ...(kept === undefined ? [] : [{ at: `${repository}@${expected}`, what: 'kept', value: { state: kept } } as const]),
];

/** What is no longer as a plan expects it, in the order of its names. Pure. */
export function retagDrift(expected: RetagFile, now: RetagFile): Drift[] {
  const read = new Set(now.targets.flatMap(({ from, to }) => [from, to]));
  const unread = new Set(expected.targets.flatMap(({ from, to }) => [from, to]).filter((tag) => !read.has(tag)));
  return driftOf(factsOf(expected, unread), factsOf(now, unread), writeRetagFile(expected) === writeRetagFile(now));
}
