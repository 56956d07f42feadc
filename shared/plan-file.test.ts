import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DeletePlan } from './contract/delete.ts';
import { driftBetween, type PlanDecision, type PlanFile, planFileOf, readPlanFile, writePlanFile } from './plan-file.ts';

const digestOf = (n: number): string => `sha256:${n.toString(16).padStart(64, '0')}`;

const tags = fc.uniqueArray(fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,6}$/), { minLength: 1, maxLength: 4 });
const referrer = fc.record({ reference: fc.stringMatching(/^[a-z]{1,5}$/), digest: fc.nat(50).map(digestOf), artifactType: fc.string() });
const group = fc.record({
  digest: fc.nat(10_000).map(digestOf),
  mediaType: fc.string(),
  tags,
  others: tags,
  how: fc.constantFrom('image' as const, 'tags' as const),
  indexes: tags,
  lists: tags,
  referrers: fc.uniqueArray(referrer, { maxLength: 3, selector: ({ reference }) => reference }),
  obstacles: fc.uniqueArray(fc.constantFrom('in-index' as const, 'read-only' as const, 'delete-disabled' as const)),
});
const plan: fc.Arbitrary<DeletePlan> = fc.record({
  repository: fc.stringMatching(/^[a-z]{1,8}\/[a-z]{1,8}$/),
  isAlone: fc.boolean(),
  groups: fc.uniqueArray(group, { maxLength: 4, selector: ({ digest }) => digest }),
  referrers: fc.uniqueArray(
    fc.record({
      digest: fc.nat(99).map(digestOf),
      others: tags,
      how: fc.constant('image' as const),
      subject: fc.nat(9).map(digestOf),
      tags,
    }),
    { maxLength: 2, selector: ({ digest }) => digest },
  ),
  way: fc.constantFrom('tag-delete' as const, 'placeholder' as const),
  ...{ notFound: tags, unread: tags, protected: tags, guarded: tags, moved: tags, tooLarge: tags },
  complete: fc.boolean(),
  ...{ tagsRead: fc.nat(), tagsUnread: fc.nat(), bytesFreed: fc.nat(), bytesKept: fc.nat(), referrerBytes: fc.nat() },
});
const plans = fc.uniqueArray(plan, { minLength: 1, maxLength: 3, selector: ({ repository }) => repository });
const decision: fc.Arbitrary<PlanDecision> = fc.record({
  registry: fc.constantFrom('https://registry.example.com', 'http://127.0.0.1:5000/path'),
  ...{ alone: fc.boolean(), whole: fc.boolean(), untagOnly: fc.boolean(), withReferrers: fc.boolean() },
  bytesFreed: fc.nat(),
});

/** The same plan as another reader of the registry found it: everything in another order. */
const turned = (found: readonly DeletePlan[]): DeletePlan[] =>
  found.toReversed().map((one) => ({
    ...one,
    guarded: one.guarded.toReversed(),
    referrers: one.referrers.toReversed(),
    // What decides nothing may be another.
    ...{ tagsRead: one.tagsRead + 1, bytesKept: 7, notFound: [], moved: [] },
    groups: one.groups.toReversed().map((each) => ({
      ...each,
      tags: each.tags.toReversed(),
      others: each.others.toReversed(),
      indexes: each.indexes.toReversed(),
      lists: each.lists.toReversed(),
      referrers: each.referrers.toReversed(),
      obstacles: each.obstacles.toReversed(),
    })),
  }));

test('equal plans are equal bytes in whichever order they were found, are read back as they were written, and do not differ', () => {
  fc.assert(
    fc.property(plans, decision, (found, decided) => {
      fc.pre(found.some(({ groups }) => groups.length > 0));
      const file = planFileOf(found, decided);
      const text = writePlanFile(file);
      expect(writePlanFile(planFileOf(turned(found), decided))).toBe(text);
      const read = readPlanFile(JSON.parse(text));
      expect(read).toEqual(file);
      // Laid out anew for a review, it is the same plan.
      expect(readPlanFile(JSON.parse(JSON.stringify(file, undefined, 2)))).toEqual(file);
      expect(driftBetween(file, planFileOf(turned(found), { ...decided, bytesFreed: 0 }))).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

test('whatever one value of a plan is changed to, the plan differs', () => {
  const changes: readonly ((part: PlanFile['repositories'][number]) => PlanFile['repositories'][number])[] = [
    (part) => ({ ...part, complete: !part.complete }),
    (part) => ({ ...part, way: part.way === 'placeholder' ? 'tag-delete' : 'placeholder' }),
    (part) => ({ ...part, protected: [...part.protected, 'zz'] }),
    ...(['tags', 'others', 'indexes', 'lists', 'obstacles'] as const).map((name) => (part: PlanFile['repositories'][number]) => ({
      ...part,
      images: part.images.map((image, i) => (i === 0 ? { ...image, [name]: [...image[name], 'zz-new'] } : image)),
    })),
    (part) => ({ ...part, images: part.images.map((image) => ({ ...image, digest: digestOf(99_999) })) }),
    (part) => ({ ...part, images: part.images.map((image) => ({ ...image, how: image.how === 'image' ? 'tags' : 'image' })) }),
    (part) => ({ ...part, repository: 'another/one' }),
  ];
  fc.assert(
    fc.property(plans, decision, fc.constantFrom(...changes), (found, decided, change) => {
      fc.pre(found.some(({ groups }) => groups.length > 0));
      const file = planFileOf(found, decided);
      const [first, ...rest] = file.repositories;
      if (!first) return;
      expect(driftBetween(file, { ...file, repositories: [change(first), ...rest] })).not.toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test.each([
  [{}],
  [[]],
  ['text'],
  [{ longshore: 'delete-plan', version: 2 }],
  [{ longshore: 'delete-plan', version: 1, registry: 'file:///etc', repositories: [] }],
])('what is no plan is not read: %j', (value) => {
  expect(readPlanFile(value)).toBeUndefined();
});
