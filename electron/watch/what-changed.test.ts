import { expect, test } from 'vitest';
import { seenAfter, whatChanged } from './what-changed.ts';

const A = 'sha256:a';
const B = 'sha256:b';

test.each([
  ['nothing, where nothing was seen before', undefined, { a: A }, [], { a: A }],
  ['nothing, where all is as it was', { a: A }, { a: A }, [], { a: A }],
  ['a tag that points elsewhere', { a: A }, { a: B }, [{ tag: 'a', kind: 'moved', before: A, after: B }], { a: B }],
  ['a tag that is new', {}, { a: A }, [{ tag: 'a', kind: 'appeared', before: null, after: A }], { a: A }],
  ['a tag that is gone', { a: A }, { a: null }, [{ tag: 'a', kind: 'vanished', before: A, after: null }], {}],
  ['a tag that is gone before it was asked for', { a: '' }, { a: null }, [{ tag: 'a', kind: 'vanished', before: null, after: null }], {}],
  ['nothing of a tag that was not answered', { a: A, b: B }, { b: B }, [], { a: A, b: B }],
  ['nothing of a tag that is asked for the first time', { a: '' }, { a: A }, [], { a: A }],
  ['nothing of a tag that was never there', {}, { a: null }, [], {}],
])('%s', (_, before, now, changes, seen) => {
  const known = before && new Map(Object.entries(before));
  const answers = new Map<string, string | null>(Object.entries(now));
  expect(whatChanged(known, answers)).toEqual(changes);
  expect(Object.fromEntries(seenAfter(known, answers))).toEqual(seen);
});
