import { expect, test } from 'vitest';
import type { RetagPlan } from './contract/retag.ts';
import { type RetagFile, readRetagFile, retagDrift, retagFileOf, writeRetagFile } from './retag-plan-file.ts';

const digestOf = (n: number): string => `sha256:${n.toString(16).padStart(64, '0')}`;
const targets: RetagPlan['targets'] = [
  {
    from: '2.0',
    digest: digestOf(2),
    to: 'latest',
    current: { state: 'taken', digest: digestOf(1), keptAs: '1.0', complete: true, indexes: [] },
  },
  { from: '2.0', digest: digestOf(2), to: '2', current: { state: 'same' } },
  { from: '2.0', digest: digestOf(2), to: 'next', current: { state: 'free' } },
  { from: '2.0', digest: digestOf(2), to: 'old', current: { state: 'taken', digest: digestOf(3), complete: false, indexes: [] } },
];
const decision = { registry: 'https://registry.example.com', repository: 'team/api', remove: true, patterns: ['latest', '2.0', '2'] };
const file = retagFileOf(targets, decision);

test('the file says where each tag points before and after, what keeps the image it leaves, and which names have to be given again', () => {
  expect(file.targets).toEqual([
    { from: '2.0', digest: digestOf(2), to: '2', expected: digestOf(2) },
    { from: '2.0', digest: digestOf(2), to: 'latest', expected: digestOf(1), kept: 'by-tag' },
    { from: '2.0', digest: digestOf(2), to: 'next', expected: null },
    { from: '2.0', digest: digestOf(2), to: 'old', expected: digestOf(3), kept: 'unknown' },
  ]);
  // A tag that points there already is not overwritten, and the source of a move is deleted.
  expect(file.protected).toEqual(['2.0', 'latest']);
});

test('whichever tag keeps the image, and in whichever order, it is the same bytes, read back as it was written', () => {
  const other = targets.toReversed().map((one) => ({
    ...one,
    current: one.current.state === 'taken' && one.current.keptAs !== undefined ? { ...one.current, keptAs: '1' } : one.current,
  }));
  const text = writeRetagFile(retagFileOf(other, decision));
  expect(text).toBe(writeRetagFile(file));
  expect(readRetagFile(JSON.parse(text))).toEqual(file);
  expect(retagDrift(file, retagFileOf(other, decision))).toEqual([]);
});

test.each<[string, (one: RetagFile) => RetagFile]>([
  ['the source', (one) => ({ ...one, targets: one.targets.map((target) => ({ ...target, digest: digestOf(9) })) })],
  ['a target', (one) => ({ ...one, targets: one.targets.map((target) => ({ ...target, expected: digestOf(9) })) })],
  ['what keeps an image', (one) => ({ ...one, targets: one.targets.map((target) => ({ ...target, kept: 'by-nothing' as const })) })],
  ['what is protected', (one) => ({ ...one, protected: [] })],
  ['whether the source is deleted', (one) => ({ ...one, remove: false })],
  ['how many tags there are', (one) => ({ ...one, targets: one.targets.slice(1) })],
])('%s is another one: the plan differs', (_, change) => {
  expect(retagDrift(file, change(file))).not.toEqual([]);
});

test('of a new tag whose old one is missing nothing was asked, and nothing is said', () => {
  const moved: RetagFile = { ...file, targets: [], protected: [] };
  expect(retagDrift(file, moved).map(({ at }) => at)).toEqual(['team/api:2.0']);
});

test.each([
  [{}],
  [{ ...file, version: 2 }],
  [{ ...file, more: 1 }],
  [{ ...file, targets: [] }],
  [{ ...file, targets: [{ ...file.targets[0], to: '../x' }] }],
  // It would be deleted.
  [{ ...file, targets: [{ ...file.targets[0], to: '2.0' }] }],
])('what is no plan of a retag is not read: %j', (value) => {
  expect(readRetagFile(value)).toBeUndefined();
});
