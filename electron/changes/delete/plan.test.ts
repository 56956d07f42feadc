import { expect, test } from 'vitest';
import { referrersTag } from '../../../shared/oci/digest.ts';
import type { ImageSummary } from '../../browse/image-summary.ts';
import { type Chosen, type DeleteSnapshot, planDelete, weighPlans } from './plan.ts';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const image = (letter: string, layers: ImageSummary['layers'], children: readonly string[] = []): ImageSummary => ({
  digest: digest(letter),
  mediaType: '',
  kind: children.length > 0 ? 'index' : 'image',
  content: children.length > 0 ? 'index' : 'image',
  platforms: [],
  layers,
  configs: [],
  children,
});

type Change = Partial<DeleteSnapshot> & { readonly tags?: Record<string, string> };

/** A repository with `1.0` and `latest` on one image and `0.9` on another that shares its base. */
function snapshotOf({ tags = { '1.0': 'a', latest: 'a', '0.9': 'b' }, ...rest }: Change = {}): DeleteSnapshot {
  const heads = new Map(Object.entries(tags).map(([tag, letter]) => [tag, { digest: digest(letter), mediaType: 'm', size: 1 }]));
  const own = image('a', [
    ['base', 100],
    ['own', 20],
  ]);
  const summaries = [own, image('b', [['base', 100]])];
  return {
    scan: { heads, unread: [], capped: false },
    summaries: new Map(summaries.map((summary) => [summary.digest, summary])),
    unreadManifests: [],
    abilities: { byDigest: 'works', byTag: 'refused' },
    referrers: new Map(),
    untagged: new Map(),
    readOnly: false,
    tagsFirst: false,
    ...rest,
  };
}

const chosen = (change: Partial<Chosen> = {}): Chosen => ({
  tags: ['1.0'],
  seen: {},
  scope: 'tags',
  kept: [],
  protectedTags: [],
  ...change,
});
const whole = (change: Partial<Chosen> = {}): Chosen => chosen({ scope: 'whole', ...change });
const obstaclesOf = (snapshot: DeleteSnapshot, choice: Chosen): readonly string[] | undefined =>
  planDelete(snapshot, choice).groups[0]?.obstacles;

test('one tag: every other tag on the image is named and kept, and nothing is freed', () => {
  expect(planDelete(snapshotOf(), chosen())).toMatchObject({
    groups: [{ how: 'tags', tags: ['1.0'], others: ['latest'], obstacles: [] }],
    way: 'placeholder',
    tagsRead: 3,
    bytesFreed: 0,
    bytesKept: 0,
  });
});

test('the whole image: all its tags are deleted, and bytes that another image uses are kept', () => {
  expect(planDelete(snapshotOf(), whole())).toMatchObject({
    groups: [{ how: 'image', tags: ['1.0', 'latest'], others: [], obstacles: [] }],
    bytesFreed: 20,
    bytesKept: 100,
  });
});

test('many tags: an image is deleted when all its tags were chosen, else only the tags', () => {
  const { groups } = planDelete(snapshotOf(), chosen({ scope: 'images', tags: ['1.0', '0.9'] }));
  expect(groups.map(({ how, tags, others }) => ({ how, tags, others }))).toEqual([
    { how: 'tags', tags: ['1.0'], others: ['latest'] },
    { how: 'image', tags: ['0.9'], others: [] },
  ]);
});

test('an index is deleted before the images that it contains, and keeps none of them', () => {
  const base = snapshotOf({ tags: { child: 'a', multi: 'c' } });
  const summaries = new Map(base.summaries).set(digest('c'), image('c', [], [digest('a')]));
  const { groups } = planDelete({ ...base, summaries }, chosen({ scope: 'images', tags: ['child', 'multi'] }));
  expect(groups.map(({ how, tags, indexes }) => ({ how, tags, indexes }))).toEqual([
    { how: 'image', tags: ['multi'], indexes: [] },
    { how: 'image', tags: ['child'], indexes: [] },
  ]);
});

test('a signature is deleted after its image', () => {
  const signature = `${referrersTag(digest('a'))}.sig`;
  const { groups } = planDelete(
    snapshotOf({ tags: { [signature]: 'b', '1.0': 'a' } }),
    chosen({ scope: 'images', tags: [signature, '1.0'] }),
  );
  expect(groups.map(({ tags }) => tags)).toEqual([['1.0'], [signature]]);
});

test.each<[string, Change, string, readonly string[], readonly string[]]>([
  ['the registry deletes single tags', { abilities: { byDigest: 'works', byTag: 'works' } }, 'tag-delete', [], []],
  ['deletes are off', { abilities: { byDigest: 'refused', byTag: 'refused' } }, 'placeholder', ['delete-disabled'], ['delete-disabled']],
  ['only tags can be deleted', { abilities: { byDigest: 'refused', byTag: 'works' } }, 'tag-delete', [], ['delete-disabled']],
  [
    'the account may not delete',
    { abilities: { byDigest: 'no-permission', byTag: 'no-permission' } },
    'placeholder',
    ['no-permission'],
    ['no-permission'],
  ],
  [
    'nothing is known: the tag is not risked',
    { abilities: { byDigest: 'unknown', byTag: 'unknown' } },
    'placeholder',
    ['unknown-capability', 'tag-delete-missing'],
    ['unknown-capability'],
  ],
  ['a tag has to go before its digest and cannot', { tagsFirst: true }, 'tag-delete', ['product-only'], ['product-only']],
  ['the connection is read-only', { readOnly: true }, 'tag-delete', ['read-only'], ['read-only']],
])('where %s', (_, change, way, tag, all) => {
  const snapshot = snapshotOf(change);
  expect(planDelete(snapshot, chosen()).way).toBe(way);
  expect([obstaclesOf(snapshot, chosen()), obstaclesOf(snapshot, whole())]).toEqual([tag, all]);
});

test('an index that contains the image keeps it, and does not keep its tag', () => {
  const base = snapshotOf({ tags: { '1.0': 'a', multi: 'c' } });
  const snapshot = { ...base, summaries: new Map(base.summaries).set(digest('c'), image('c', [], [digest('a')])) };
  expect(planDelete(snapshot, whole()).groups).toMatchObject([{ indexes: ['multi'], obstacles: ['in-index'] }]);
  expect(obstaclesOf(snapshot, chosen())).toEqual([]);
  expect(planDelete(snapshot, chosen({ scope: 'images' })).groups).toMatchObject([{ how: 'tags', indexes: ['multi'] }]);
});

test('where a tag could not be read no image is deleted', () => {
  const base = snapshotOf();
  const snapshot = { ...base, scan: { ...base.scan, unread: ['odd'] } };
  expect(planDelete(snapshot, whole())).toMatchObject({ complete: false, tagsUnread: 1, groups: [{ obstacles: ['scan-incomplete'] }] });
  expect(planDelete(snapshot, chosen({ scope: 'images', tags: ['0.9'] })).groups).toMatchObject([{ how: 'tags' }]);
});

test('a manifest that could not be read may contain the image: nothing is claimed', () => {
  const snapshot = snapshotOf({ unreadManifests: [digest('z')] });
  expect(planDelete(snapshot, whole())).toMatchObject({ complete: false, groups: [{ obstacles: ['scan-incomplete'] }] });
});

test('bytes of an index that its tagged child keeps are kept', () => {
  const base = snapshotOf({ tags: { '1.0': 'a', child: 'c' } });
  const summaries = new Map([
    [digest('a'), image('a', [['x', 1000]], [digest('c')])],
    [digest('c'), image('c', [['x', 1000]])],
  ]);
  expect(planDelete({ ...base, summaries }, whole())).toMatchObject({ bytesFreed: 0, bytesKept: 1000 });
});

test('the plan lists protected tags that are deleted, and those that are kept', () => {
  const guardedBy = (choice: Chosen): readonly string[] => planDelete(snapshotOf(), choice).guarded;
  expect(guardedBy(chosen({ protectedTags: ['latest', 'prod*'] }))).toEqual([]);
  expect(guardedBy(whole({ protectedTags: ['latest', 'prod*'] }))).toEqual(['latest']);
  const plan = planDelete(snapshotOf(), chosen({ scope: 'images', tags: ['1.0', 'latest'], kept: ['latest'], protectedTags: ['latest'] }));
  expect(plan).toMatchObject({ protected: ['latest'], guarded: [], groups: [{ how: 'tags', tags: ['1.0'], others: ['latest'] }] });
});

test('a tag that moved since it was seen is kept, and one that is not found is named', () => {
  const seen = { '1.0': digest('b') };
  expect(planDelete(snapshotOf(), chosen({ tags: ['1.0', 'deleted'], seen }))).toMatchObject({
    groups: [],
    moved: ['1.0'],
    notFound: ['deleted'],
  });
});

test('several repositories: a layer that they share counts once, and is kept where one of them keeps it', () => {
  const mine = snapshotOf({
    tags: { '1.0': 'a' },
    summaries: new Map([
      [
        digest('a'),
        image('a', [
          ['base', 100],
          ['own', 20],
        ]),
      ],
    ]),
  });
  const other = snapshotOf({
    tags: { '2.0': 'b' },
    summaries: new Map([
      [
        digest('b'),
        image('b', [
          ['base', 100],
          ['more', 3],
        ]),
      ],
    ]),
  });
  const of = (snapshot: DeleteSnapshot, tags: readonly string[]) => ({
    snapshot,
    plan: planDelete(snapshot, chosen({ tags, scope: 'images' })),
  });
  const both = [of(mine, ['1.0']), of(other, ['2.0'])];
  expect(both.map(({ plan }) => plan.bytesFreed)).toEqual([120, 103]);
  expect(weighPlans(both)).toEqual({ bytesFreed: 123, bytesKept: 0, referrerBytes: 0 });
  expect(weighPlans([of(mine, ['1.0']), of(other, [])])).toEqual({ bytesFreed: 20, bytesKept: 100, referrerBytes: 0 });
});

/** A repository with `1.0` on `a`, and these manifests without a tag, all of them chosen. `subjects`: what they refer to and is found. */
function untaggedPlan(summaries: readonly ImageSummary[], change: Change = {}, subjects: readonly string[] = []) {
  const base = snapshotOf({ tags: { '1.0': 'a' }, ...change });
  const all = new Map([...base.summaries, ...summaries.map((summary) => [summary.digest, summary] as const)]);
  const names = summaries.map((summary) => summary.digest);
  const untaggedNow = { found: new Set(names), unread: [], subjects: new Set(subjects) };
  return planDelete({ ...base, summaries: all, untaggedNow }, chosen({ scope: 'images', tags: names })).groups;
}

test.each<[string, readonly ImageSummary[], Change, readonly string[], Record<string, readonly string[]>]>([
  ['nothing needs it', [image('c', [])], {}, [], { c: [] }],
  ['a tag points to it by now', [image('c', [])], { tags: { '1.0': 'a', new: 'c' } }, [], { c: ['tagged'] }],
  ['an index is chosen, too', [image('c', []), image('d', [], [digest('c')])], {}, [], { d: [], c: [] }],
  [
    'a chosen index has a tag by now',
    [image('c', []), image('d', [], [digest('c')])],
    { tags: { new: 'd' } },
    [],
    { d: ['tagged'], c: ['in-index'] },
  ],
  [
    'a chosen index refers to what is kept',
    [image('c', []), { ...image('d', [], [digest('c')]), subject: digest('a') }],
    {},
    [digest('a')],
    { c: ['in-index'], d: ['attached'] },
  ],
  ['it refers to what is kept', [{ ...image('c', []), subject: digest('a') }], {}, [digest('a')], { c: ['attached'] }],
  ['it refers to what is not found', [{ ...image('c', []), subject: digest('e') }], {}, [], { c: [] }],
  ['it refers to what is deleted, too', [{ ...image('c', []), subject: digest('d') }, image('d', [])], {}, [digest('d')], { d: [], c: [] }],
  ['no tag has to go before it', [image('c', [])], { tagsFirst: true }, [], { c: [] }],
  ['deletes by digest are off', [image('c', [])], { abilities: { byDigest: 'refused', byTag: 'works' } }, [], { c: ['delete-disabled'] }],
  ['it is too large to be kept for an undo', [{ ...image('c', []), overLimit: true }], {}, [], { c: ['too-large'] }],
])('a manifest without a tag, where %s', (_, summaries, change, subjects, obstacles) => {
  const groups = untaggedPlan(summaries, change, subjects);
  expect(groups.map(({ digest: of, obstacles: own }) => [of, own])).toEqual(
    Object.entries(obstacles).map(([letter, own]) => [digest(letter), own]),
  );
});
