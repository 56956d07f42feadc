import { expect, test } from 'vitest';
import { byKind, countKinds, tagsNamedAfter } from './referrer-kinds.ts';

const digest = `sha256:${'a1'.repeat(32)}`;
const own = `sha256-${'a1'.repeat(32)}`;
const names = ['1.9.2', own, `${own}.sig`, `sha256-${'b2'.repeat(32)}.sig`];

test.each([
  ['names those of the image once all are listed', { names, listed: true }, true, { tags: [own, `${own}.sig`] }],
  ['names none where the image has none', { names: ['1.9.2'], listed: true }, false, { tags: [] }],
  ['is waited for while it is read', { names: [], listed: false }, true, 'pending'],
  ['tells nothing where it could not be read', undefined, false, { tags: undefined }],
  ['tells nothing where a limit cut it', { names, listed: true, cut: 'names' }, false, { tags: undefined }],
])('the list of tags %s', (_, table, isReading, known) => {
  expect(tagsNamedAfter(digest, table, isReading)).toEqual(known);
});

test('referrers are in the order and counted by kind, signatures first, and what is neither as others', () => {
  const contents = ['sbom', 'artifact', 'signature', 'chart', 'signature'] as const;
  const referrers = contents.map((content) => ({ content }));
  expect(byKind(referrers).map(({ content }) => content)).toEqual(['signature', 'signature', 'sbom', 'artifact', 'chart']);
  expect(countKinds(referrers)).toEqual([
    { kind: 'signature', count: 2 },
    { kind: 'sbom', count: 1 },
    { kind: 'other', count: 2 },
  ]);
});
