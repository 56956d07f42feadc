import { expect, test } from 'vitest';
import type { FoundImage, SearchResult } from '../../../shared/contract/search.ts';
import type { SearchOrder } from '../../../shared/search-order.ts';
import { FirstResults, sortResults } from './sort.ts';

const image = (at: number, facts: Partial<FoundImage> = {}): FoundImage => ({
  digest: `sha256:${String(at).padStart(64, '0')}`,
  platforms: [],
  ...facts,
});

const RESULTS: readonly SearchResult[] = [
  { kind: 'image', connectionId: 'a', repository: 'team/web', untagged: true, image: image(1, { size: 300 }) },
  {
    kind: 'tag',
    connectionId: 'a',
    repository: 'team/web',
    tag: '1.9',
    image: image(2, { size: 200, created: '2026-01-02T00:00:00.000Z' }),
  },
  { kind: 'tag', connectionId: 'b', repository: 'team/api', tag: 'latest', image: image(3) },
  {
    kind: 'tag',
    connectionId: 'a',
    repository: 'team/api',
    tag: '1.10',
    image: image(4, { size: 100 }),
    pulled: '2026-03-01T00:00:00.000Z',
  },
  {
    kind: 'tag',
    connectionId: 'a',
    repository: 'team/api',
    tag: '1.9',
    image: image(5, { size: 100, created: '2026-01-01T00:00:00.000Z' }),
  },
  { kind: 'repository', connectionId: 'a', repository: 'team/api' },
];

const shown = (result: SearchResult): string =>
  `${result.connectionId}/${result.repository}${result.kind === 'tag' ? `:${result.tag}` : result.kind === 'image' ? '@' : ''}`;

test.each<[SearchOrder, string]>([
  ['repository', 'a/team/api a/team/api:1.10 a/team/api:1.9 b/team/api:latest a/team/web@ a/team/web:1.9'],
  ['-repository', 'a/team/web@ a/team/web:1.9 a/team/api a/team/api:1.10 a/team/api:1.9 b/team/api:latest'],
  ['tag', 'b/team/api:latest a/team/api:1.10 a/team/api:1.9 a/team/web:1.9 a/team/api a/team/web@'],
  ['-tag', 'a/team/api:1.9 a/team/web:1.9 a/team/api:1.10 b/team/api:latest a/team/api a/team/web@'],
  ['size', 'a/team/api:1.10 a/team/api:1.9 a/team/web:1.9 a/team/web@ a/team/api b/team/api:latest'],
  ['-size', 'a/team/web@ a/team/web:1.9 a/team/api:1.10 a/team/api:1.9 a/team/api b/team/api:latest'],
  ['created', 'a/team/api:1.9 a/team/web:1.9 a/team/api a/team/api:1.10 b/team/api:latest a/team/web@'],
  ['-created', 'a/team/web:1.9 a/team/api:1.9 a/team/api a/team/api:1.10 b/team/api:latest a/team/web@'],
  ['-pulled', 'a/team/api:1.10 a/team/api a/team/api:1.9 b/team/api:latest a/team/web@ a/team/web:1.9'],
])('by %s, what is unknown is last', (order, expected) => {
  expect(sortResults(RESULTS, order).map(shown).join(' ')).toBe(expected);
  expect(sortResults(RESULTS.toReversed(), order).map(shown).join(' ')).toBe(expected);
});

test('the first few of many are those that sorting all of them begins with', () => {
  const many: SearchResult[] = Array.from({ length: 5_000 }, (_, at) => ({
    kind: 'tag',
    connectionId: 'a',
    repository: `team/${(at * 7) % 50}`,
    tag: `build-${at}`,
    image: image(at, { size: (at * 7_919) % 1_009 }),
  }));
  for (const order of ['-size', 'tag', 'repository'] as const) {
    const first = new FirstResults(order, 40);
    for (const result of many) first.add(result);
    expect(first.inOrder()).toEqual(sortResults(many, order).slice(0, 40));
  }
});
