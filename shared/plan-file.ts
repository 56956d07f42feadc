import { z } from 'zod';
import { canonicalJson } from './canonical-json.ts';
import { digestSchema, repositorySchema, tagSchema } from './contract/base.ts';
import type { DeletePlan } from './contract/delete.ts';
import { nameSchema } from './contract/delete.ts';
import { referrerSchema } from './contract/history.ts';
import { type Drift, driftOf, type Fact } from './plan-drift.ts';

const MOST = 100_000;

const names = z.array(z.string().max(400)).max(MOST);
const how = z.enum(['image', 'tags']);

/** An image with the tags that go and those that stay, and what decides about it. `tags` of a manifest without one has its digest. */
const imageSchema = z.strictObject({
  digest: digestSchema,
  how,
  tags: z.array(nameSchema).min(1).max(MOST),
  others: z.array(tagSchema).max(MOST),
  indexes: names,
  lists: names,
  referrers: z.array(referrerSchema).max(MOST),
  obstacles: names,
});

const referrerImageSchema = z.strictObject({ digest: digestSchema, how, subject: digestSchema, tags: names, others: names });

const partSchema = z.strictObject({
  repository: repositorySchema,
  images: z.array(imageSchema).min(1).max(MOST),
  /** Signatures and the like that go with their images. */
  referrers: z.array(referrerImageSchema).max(MOST),
  /** How single tags are deleted there. */
  way: z.enum(['tag-delete', 'placeholder']),
  /** Protected tags that go: their names have to be given again. */
  protected: names,
  /** Whether everything could be read that might use the images. */
  complete: z.boolean(),
});

/**
 * The plan of a deletion as a file: what goes, what stays of the same images, and the digests that all of it is expected to have. It has no time, no
 * machine, no person and no secret, so that the same plan is the same bytes wherever it is made. `registry` is the address, without a sign-in.
 * `alone`: one tag was chosen for itself; `whole`: the whole image with all its tags.
 */
const planFileSchema = z.strictObject({
  longshore: z.literal('delete-plan'),
  version: z.literal(1),
  registry: z.url({ protocol: /^https?$/ }).max(2048),
  alone: z.boolean(),
  whole: z.boolean(),
  untagOnly: z.boolean(),
  withReferrers: z.boolean(),
  repositories: z.array(partSchema).min(1).max(MOST),
  /** Bytes that garbage collection can free at the most, as of when it was made. */
  bytesFreed: z.number().nonnegative(),
});

export type PlanFile = z.infer<typeof planFileSchema>;
type Part = PlanFile['repositories'][number];

export type PlanDecision = Pick<PlanFile, 'registry' | 'alone' | 'whole' | 'untagOnly' | 'withReferrers' | 'bytesFreed'>;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const sorted = (texts: readonly string[]): string[] => [...new Set(texts)].sort(byText);

function partOf({ repository, groups, referrers, way, guarded, complete }: DeletePlan, withReferrers: boolean): Part {
  const images = groups.map(({ digest, how, tags, others, indexes, lists, referrers, obstacles }) => ({
    ...{
      digest,
      how,
      tags: sorted(tags),
      others: sorted(others),
      indexes: sorted(indexes),
      lists: sorted(lists),
      obstacles: sorted(obstacles),
    },
    referrers: referrers
      .map(({ reference, digest, artifactType }) => ({ reference, digest, artifactType }))
      .sort((a, b) => byText(a.reference, b.reference) || byText(a.digest, b.digest)),
  }));
  const going = referrers.map(({ digest, how, subject, tags, others }) => ({
    digest,
    how,
    subject,
    tags: sorted(tags),
    others: sorted(others),
  }));
  return {
    repository,
    images: images.sort((a, b) => byText(a.digest, b.digest) || byText(a.tags[0] ?? '', b.tags[0] ?? '')),
    referrers: withReferrers ? going.sort((a, b) => byText(a.digest, b.digest)) : [],
    way,
    protected: sorted(guarded),
    complete,
  };
}

/**
 * The file of plans as they are carried out. Repositories of which nothing is chosen any more are left out, and so is that referrers are deleted
 * where there are none: the answer to a question that nobody was asked is no other plan. Pure.
 */
export function planFileOf(plans: readonly DeletePlan[], decision: PlanDecision): PlanFile {
  const parts = plans.filter(({ groups }) => groups.length > 0).map((plan) => partOf(plan, decision.withReferrers));
  const withReferrers = parts.some(({ referrers }) => referrers.length > 0);
  return {
    longshore: 'delete-plan',
    version: 1,
    ...decision,
    withReferrers,
    repositories: parts.sort((a, b) => byText(a.repository, b.repository)),
  };
}

/** The bytes of a plan: canonical JSON, so that equal plans are equal files. */
export const writePlanFile = (file: PlanFile): string => canonicalJson(file);

/** Reads a plan, which may have been laid out anew by whoever reviewed it. Undefined for what is none, or from a later version. */
export function readPlanFile(value: unknown): PlanFile | undefined {
  const read = planFileSchema.safeParse(value);
  return read.success ? read.data : undefined;
}

/** What is asked for to make a plan again. A choice of several names where each is expected to be; one alone is only asked for alone. */
export const questionOf = ({ alone, untagOnly, repositories }: PlanFile) => ({
  untagOnly,
  targets: repositories.map(({ repository, images }) => ({
    repository,
    // With the whole image, the tag that was chosen is one of its tags, whichever.
    tags: alone ? images.flatMap(({ tags }) => tags).slice(0, 1) : images.flatMap(({ tags }) => tags),
    ...(alone
      ? {}
      : {
          seen: Object.fromEntries(
            images.flatMap(({ digest, tags }) => tags.flatMap((tag) => (tag === digest ? [] : [[tag, digest] as const]))),
          ),
        }),
  })),
});

/** Protected names as the plans of several repositories take them. */
export const typedOf = ({ repositories }: PlanFile): string[] =>
  repositories.flatMap((part) => part.protected.map((tag) => (repositories.length > 1 ? `${part.repository}:${tag}` : tag)));

/** Everything that decides. */
const factsOf = ({ repositories }: PlanFile): Fact[] => repositories.flatMap(factsOfPart);

function factsOfPart({ repository, images, referrers, way, complete, ...part }: Part): Fact[] {
  const yes = { state: 'yes' } as const;
  return [
    { at: repository, what: 'way', value: { state: way } },
    { at: repository, what: 'complete', value: { state: complete ? 'yes' : 'no' } },
    ...part.protected.map((tag): Fact => ({ at: `${repository}:${tag}`, what: 'protected', value: yes })),
    ...images.flatMap(({ digest, how, tags, others, indexes, lists, referrers: attached, obstacles }): Fact[] => {
      const at = `${repository}@${digest}`;
      return [
        { at, what: 'image', value: { state: how === 'image' ? 'deleted' : 'kept' } },
        ...tags.map(
          (tag): Fact =>
            tag === digest
              ? { at, what: 'untagged', value: { state: 'deleted' } }
              : { at: `${repository}:${tag}`, what: 'tag', value: { state: 'deleted', digest } },
        ),
        ...others.map((tag): Fact => ({ at: `${repository}:${tag}`, what: 'tag', value: { state: 'kept', digest } })),
        ...indexes.map((other): Fact => ({ at, what: 'index', other, value: yes })),
        ...lists.map((other): Fact => ({ at, what: 'list', other, value: yes })),
        ...attached.map(
          ({ reference: other, digest: by }): Fact => ({ at, what: 'attachment', other, value: { state: 'points-to', digest: by } }),
        ),
        ...obstacles.map((other): Fact => ({ at, what: 'obstacle', other, value: yes })),
      ];
    }),
    ...referrers.map(({ digest, how, tags, others, subject }): Fact => {
      const names = [...tags, ...others.map((tag) => `(${tag})`)];
      return {
        at: `${repository}@${digest}`,
        what: 'referrer',
        other: subject,
        value: { state: how === 'image' ? 'deleted' : 'kept', names },
      };
    }),
  ];
}

/** What is no longer as a plan expects it, in the order of its names. How much is freed may change: it decides nothing. Pure. */
export function driftBetween(expected: PlanFile, now: PlanFile): Drift[] {
  const isEqual = writePlanFile({ ...expected, bytesFreed: 0 }) === writePlanFile({ ...now, bytesFreed: 0 });
  return driftOf(factsOf(expected), factsOf(now), isEqual);
}
