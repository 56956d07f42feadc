import { expect, test } from 'vitest';
import type { SearchResult } from '../../../shared/contract/search.ts';
import type { Place } from '../../../shared/place.ts';
import { idOf, placeOf } from './result-place.ts';

const DIGEST = `sha256:${'a1'.repeat(32)}`;
const where = { connectionId: 'prod', repository: 'team/api' };
const image = { digest: DIGEST, platforms: [] };

test.each<[SearchResult, Place]>([
  [{ kind: 'repository', ...where }, where],
  [
    { kind: 'tag', ...where, tag: '1.9', image },
    { ...where, reference: { tag: '1.9' } },
  ],
  [
    { kind: 'image', ...where, image, untagged: true },
    { ...where, reference: { digest: DIGEST } },
  ],
])('%j leads to %j', (result, place) => {
  expect(placeOf(result)).toEqual(place);
});

test('each result of a search has an id of its own', () => {
  const results: SearchResult[] = [
    { kind: 'repository', ...where },
    { kind: 'tag', ...where, tag: '1.9', image },
    { kind: 'tag', ...where, tag: '1.8', image },
    { kind: 'tag', ...where, connectionId: 'other', tag: '1.9', image },
    { kind: 'image', ...where, image, untagged: true },
  ];
  expect(new Set(results.map(idOf)).size).toBe(results.length);
});
