import { expect, test } from 'vitest';
import type { DeleteGroup, ReferrerGroup } from '../../../shared/contract/delete.ts';
import type { Referrer } from '../../../shared/contract/history.ts';
import { referrersTag } from '../../../shared/oci/digest.ts';
import type { ImageSummary } from '../../browse/image-summary.ts';
import type { DeleteSnapshot } from './plan.ts';
import { planReferrers } from './plan-referrers.ts';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const carrier = (letter: string, suffix: string): string => `${referrersTag(digest(letter))}${suffix}`;
const summary = (letter: string, more: Partial<ImageSummary> = {}): ImageSummary => ({
  ...{ digest: digest(letter), mediaType: '', kind: 'image', content: 'image', platforms: [], layers: [], configs: [], children: [] },
  ...more,
});
const image = (letter: string): DeleteGroup => ({
  ...{ digest: digest(letter), mediaType: '', tags: [letter], others: [], how: 'image', indexes: [], lists: [] },
  ...{ referrers: [], obstacles: [] },
});

type Case = {
  /** Every tag of the repository, with the letter of what it points to. */
  readonly tags?: Record<string, string>;
  readonly summaries?: readonly ImageSummary[];
  readonly untagged?: readonly ImageSummary[];
  /** What refers to each letter: a tag, or the letter of a digest. */
  readonly referrers?: Record<string, readonly string[]>;
  readonly groups?: readonly DeleteGroup[];
  readonly byDigest?: 'works' | 'refused';
};

function planOf({ tags = {}, summaries = [], untagged = [], referrers = {}, groups = [image('a')], byDigest = 'works' }: Case) {
  const referrer = (name: string): Referrer => {
    const own = digest(tags[name] ?? name);
    return { reference: name in tags ? name : own, digest: own, artifactType: '' };
  };
  const byLetter = (all: readonly ImageSummary[]) => new Map(all.map((entry) => [entry.digest, entry]));
  const heads = new Map(Object.entries(tags).map(([tag, letter]) => [tag, { digest: digest(letter), mediaType: 'm', size: 1 }]));
  const snapshot: DeleteSnapshot = {
    ...{ scan: { heads, unread: [], capped: false }, summaries: byLetter(summaries), untagged: byLetter(untagged), unreadManifests: [] },
    ...{ abilities: { byDigest, byTag: 'works' }, readOnly: false, tagsFirst: false },
    referrers: new Map(Object.entries(referrers).map(([letter, all]) => [digest(letter), all.map(referrer)])),
  };
  return planReferrers(snapshot, groups).map(({ digest: own, how, tags: names }: ReferrerGroup) => [own.charAt(7), how, ...names]);
}

const sig = carrier('a', '.sig');
const sbom = carrier('a', '.sbom');
const list = carrier('a', '');

test.each<[string, Case, readonly (readonly string[])[]]>([
  [
    'a cosign tag: it is made from the digest and belongs to that image',
    { tags: { [sig]: 's' }, referrers: { a: [sig] } },
    [['s', 'image', sig]],
  ],
  [
    'the list before what it lists: nothing has to be removed from a list that is deleted',
    {
      tags: { [list]: 'e' },
      summaries: [summary('e', { kind: 'index', children: [digest('f')] })],
      untagged: [summary('f', { subject: digest('a') })],
      referrers: { a: ['f', list] },
    },
    [
      ['e', 'image', list],
      ['f', 'image'],
    ],
  ],
  [
    'what the referrers API names, and what is signed of that',
    {
      untagged: [summary('b', { subject: digest('a') }), summary('c', { subject: digest('b') })],
      referrers: { a: ['b'], b: ['c'] },
    },
    [
      ['b', 'image'],
      ['c', 'image'],
    ],
  ],
  [
    'the tag alone, where the same SBOM is attached to a kept image',
    { tags: { [sbom]: 's', [carrier('b', '.sbom')]: 's' }, referrers: { a: [sbom] } },
    [['s', 'tags', sbom]],
  ],
  [
    'the SBOM of two images that are both deleted',
    {
      tags: { [sbom]: 's', [carrier('b', '.sbom')]: 's' },
      referrers: { a: [sbom], b: [carrier('b', '.sbom')] },
      groups: [image('a'), image('b')],
    },
    [['s', 'image', sbom, carrier('b', '.sbom')]],
  ],
  ['nothing that has a tag of its own', { tags: { keep: 'f' }, untagged: [], referrers: { a: ['f'] } }, []],
  ['nothing that names another image as its subject', { untagged: [summary('f', { subject: digest('b') })], referrers: { a: ['f'] } }, []],
  ['nothing that names no subject and has no tag', { untagged: [summary('f')], referrers: { a: ['f'] } }, []],
  ['nothing that could not be read', { referrers: { a: ['f'] } }, []],
  [
    'nothing that a kept index contains',
    {
      tags: { multi: 'i' },
      summaries: [summary('i', { kind: 'index', children: [digest('f')] })],
      untagged: [summary('f', { subject: digest('a') })],
      referrers: { a: ['f'] },
    },
    [],
  ],
  [
    'the tag alone, where the registry deletes no digest',
    { tags: { [sig]: 's' }, referrers: { a: [sig] }, byDigest: 'refused' },
    [['s', 'tags', sig]],
  ],
  ['nothing of an image that is kept', { tags: { [sig]: 's' }, referrers: { a: [sig] }, groups: [{ ...image('a'), how: 'tags' }] }, []],
  [
    'nothing of an image that cannot be deleted',
    { tags: { [sig]: 's' }, referrers: { a: [sig] }, groups: [{ ...image('a'), obstacles: ['in-index'] }] },
    [],
  ],
  [
    'nothing that was chosen itself',
    { tags: { [sig]: 's' }, referrers: { a: [sig] }, groups: [image('a'), { ...image('s'), tags: [sig] }] },
    [],
  ],
])('with an image is deleted %s', (_, given, expected) => {
  expect(planOf(given)).toEqual(expected);
});
