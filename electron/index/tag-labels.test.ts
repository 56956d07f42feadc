import { afterEach, beforeEach, expect, test } from 'vitest';
import { newDataFolder, removeFolder } from '../../e2e/support/hosts/browser-host.ts';
import type { ReadTag } from '../../shared/contract/tags.ts';
import type { ImageSummary } from '../browse/image-summary.ts';
import { LocalIndex } from './local-index.ts';
import { IndexedSummaries } from './summaries.ts';
import type { LabelPairs, TagsWithLabel } from './tag-labels.ts';
import { tagMemory } from './tag-memory.ts';

const place = { connectionId: 'c1', repository: 'team/api' };
const digestOf = (letter: string): string => `sha256:${letter.repeat(64)}`;
const image = (letter: string, more: Partial<ImageSummary>): ImageSummary => ({
  digest: digestOf(letter),
  mediaType: 'm',
  kind: 'image',
  content: 'image',
  platforms: [],
  layers: [],
  configs: [],
  children: [],
  ...more,
});

let folder: string;
let index: LocalIndex;

beforeEach(async () => {
  folder = await newDataFolder();
  index = new LocalIndex(folder);
  const summaries = new IndexedSummaries(index, folder);
  const api = await summaries.of(place.connectionId, place.repository);
  api.set(image('a', { labels: [['team', 'core']], annotations: [['tier', '1']] }));
  api.set(image('b', { labels: [['team', 'edge']] }));
  api.set(image('c', { children: [digestOf('a')] }));
  await summaries.flush();
  const memory = tagMemory(index, place, 'person');
  const point: Omit<ReadTag, 'tag' | 'digest'> = { state: 'read', mediaType: 'm', kind: 'image', content: 'image', platforms: [] };
  memory.saw(['a', 'b', 'c', 'd'].map((letter) => ({ ...point, tag: `of-${letter}`, digest: digestOf(letter) })));
});
afterEach(async () => {
  await index.close();
  await removeFolder(folder);
});

const ask = async (key: string, value?: string): Promise<TagsWithLabel> => {
  let answer: TagsWithLabel = { found: [], unknown: [] };
  await index.ask({ kind: 'tags-with-label', ...place, key, value }, (part) => (answer = part));
  return answer;
};

test.each([
  ['team', undefined, ['of-a', 'of-b', 'of-c']],
  ['team', 'core', ['of-a', 'of-c']],
  ['tier', '1', ['of-a', 'of-c']],
  ['tier', '2', []],
  ['Team', undefined, []],
])('of the label %s with the value %s the tags are %j; of one nothing is known', async (key, value, found) => {
  expect(await ask(key, value)).toEqual({ found, unknown: ['of-d'] });
});

test('the labels of a repository are told, the most frequent first', async () => {
  let pairs: LabelPairs = [];
  await index.ask({ kind: 'labels', ...place }, (part) => (pairs = part));
  expect(pairs).toEqual([
    ['team', 'core'],
    ['tier', '1'],
    ['team', 'edge'],
  ]);
});
