import { expect, test } from 'vitest';
import type { ImageSummary } from '../../browse/image-summary.ts';
import { type DeleteFacts, planDelete } from './plan.ts';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const image = (letter: string, layers: ImageSummary['layers'], children: readonly string[] = []): ImageSummary => ({
  digest: digest(letter),
  mediaType: '',
  kind: children.length > 0 ? 'index' : 'image',
  platforms: [],
  layers,
  configs: [],
  children,
});

function facts(change: Partial<DeleteFacts> & { tags?: Record<string, string> } = {}): DeleteFacts {
  const { tags = { '1.0': 'a', latest: 'a', '0.9': 'b' }, ...rest } = change;
  const heads = new Map(Object.entries(tags).map(([tag, letter]) => [tag, { digest: digest(letter), mediaType: 'm', size: 1 }]));
  const summaries = [
    image('a', [
      ['base', 100],
      ['own', 20],
    ]),
    image('b', [['base', 100]]),
  ];
  return {
    tag: '1.0',
    digest: digest('a'),
    mediaType: 'm',
    scan: { heads, unread: [], capped: false },
    summaries: new Map(summaries.map((summary) => [summary.digest, summary])),
    unreadManifests: [],
    abilities: { byDigest: 'works', byTag: 'refused' },
    referrers: [],
    readOnly: false,
    protectedTags: [],
    tagsFirst: false,
    ...rest,
  };
}

test('names every other tag on the digest, and counts bytes that others share as kept', () => {
  expect(planDelete(facts())).toMatchObject({
    siblings: ['latest'],
    tagsSeen: 3,
    bytesFreed: 20,
    bytesKept: 100,
    tagOnly: { way: 'placeholder', obstacles: [] },
    image: { obstacles: [] },
  });
});

test.each<[string, Partial<DeleteFacts>, unknown]>([
  [
    'the registry removes single tags',
    { abilities: { byDigest: 'works', byTag: 'works' } },
    { tagOnly: { way: 'tag-delete', obstacles: [] }, image: { obstacles: [] } },
  ],
  [
    'deletes are off',
    { abilities: { byDigest: 'refused', byTag: 'refused' } },
    { tagOnly: { obstacles: ['delete-disabled'] }, image: { obstacles: ['delete-disabled'] } },
  ],
  [
    'only tags can be removed',
    { abilities: { byDigest: 'refused', byTag: 'works' } },
    { tagOnly: { way: 'tag-delete', obstacles: [] }, image: { obstacles: ['delete-disabled'] } },
  ],
  [
    'the account may not delete',
    { abilities: { byDigest: 'no-permission', byTag: 'no-permission' } },
    { tagOnly: { obstacles: ['no-permission'] }, image: { obstacles: ['no-permission'] } },
  ],
  [
    'nothing is known: the tag is not risked',
    { abilities: { byDigest: 'unknown', byTag: 'unknown' } },
    { tagOnly: { obstacles: ['unknown-capability', 'tag-delete-missing'] } },
  ],
  ['the connection is read-only', { readOnly: true }, { tagOnly: { obstacles: ['read-only'] }, image: { obstacles: ['read-only'] } }],
])('where %s', (_, change, expected) => {
  expect(planDelete(facts(change))).toMatchObject(expected as object);
});

test('an index that contains the image stands in the way of deleting it, not of removing its tag', () => {
  const base = facts({ tags: { '1.0': 'a', multi: 'c' } });
  const summaries = new Map(base.summaries).set(digest('c'), image('c', [], [digest('a')]));
  const plan = planDelete({ ...base, summaries });
  expect(plan.indexes).toEqual([{ digest: digest('c'), tags: ['multi'] }]);
  expect(plan.image.obstacles).toEqual(['in-index']);
  expect(plan.tagOnly.obstacles).toEqual([]);
});

test('where a tag could not be asked the image is not deleted, and the plan says which', () => {
  const base = facts();
  const plan = planDelete({ ...base, scan: { ...base.scan, unread: ['odd'] } });
  expect(plan.tagsUnread).toEqual(['odd']);
  expect(plan.image.obstacles).toEqual(['scan-incomplete']);
});

test('where a manifest could not be read it may contain the image: nothing is claimed', () => {
  const plan = planDelete(facts({ unreadManifests: [digest('z')] }));
  expect(plan.complete).toBe(false);
  expect(plan.image.obstacles).toEqual(['scan-incomplete']);
});

test('bytes of an index that its tagged child keeps are kept', () => {
  const base = facts({ tags: { '1.0': 'a', child: 'c' } });
  const own = image('a', [['x', 1000]], [digest('c')]);
  const summaries = new Map([
    [digest('a'), own],
    [digest('c'), image('c', [['x', 1000]])],
  ]);
  expect(planDelete({ ...base, summaries })).toMatchObject({ bytesFreed: 0, bytesKept: 1000 });
});

test('names that are protected are told: the tag itself, and siblings that would go with the image', () => {
  expect(planDelete(facts({ protectedTags: ['latest', 'prod*'] })).protected).toEqual(['latest']);
  expect(planDelete(facts({ tag: 'latest', protectedTags: ['l*'] })).protected).toEqual(['latest']);
});
