import { expect, test } from 'vitest';
import type { TagFacts } from '../oci/tag-kind.ts';
import { previousTag } from './previous.ts';

const versions = [
  'latest',
  '1.10.0-rc.2',
  '1.10.0-rc.1',
  '1.9',
  '1.9.2',
  '1.9.2-alpine',
  '1.9.1',
  '1.9.0-alpine',
  '1.8',
  '1.8.7',
  'v1.9.0',
  'debug',
];
const images: Readonly<Record<string, TagFacts>> = {
  latest: { digest: 'c', created: '2026-11-03' },
  '1.9': { digest: 'c', created: '2026-11-03' },
  '1.9.2': { digest: 'c', created: '2026-11-03' },
  '1.9.1': { digest: 'b', created: '2026-11-02' },
  '1.8.7': { digest: 'a', created: '2026-10-01' },
  debug: { digest: 'd', created: '2026-11-04' },
};

test.each<[string, string | undefined, string]>([
  ['1.9.2', '1.9.1', 'the next lower release'],
  ['1.9.1', '1.8.7', 'over the end of a family'],
  ['1.10.0-rc.2', '1.10.0-rc.1', 'the pre-release before it'],
  ['1.10.0-rc.1', '1.9.2', 'of the first pre-release, the last release'],
  ['1.9.2-alpine', '1.9.0-alpine', 'of the same variant'],
  ['1.9', '1.8', 'of the same length'],
  ['latest', '1.9.1', 'of a name that follows versions, the one before its version'],
  ['debug', 'latest', 'of another name, the newest of the older images'],
  ['1.8.7', undefined, 'of the first one, none'],
  ['v1.9.0', undefined, 'of the only one that begins with v, none'],
])('the version before %s is %s: %s', (tag, wanted) => {
  expect(previousTag(tag, versions, (name) => images[name])).toBe(wanted);
});

test.each([
  ['nightly-20261118', ['nightly-20261117', 'nightly-20261118', 'nightly-20261116', 'other-20261117'], 'nightly-20261117'],
  ['2026-11-02', ['2026-11-02', '2026-10-30', '2026-11-03'], '2026-10-30'],
  ['build-10', ['build-9', 'build-10', 'build-8', 'build-11'], 'build-9'],
  ['pr-7', ['pr-8', 'build-1'], undefined],
  ['main-4f2a9c1', ['main-0000aa1'], undefined],
])('of %s among %j it is %s, by the names alone', (tag, names, wanted) => {
  expect(previousTag(tag, names, () => undefined)).toBe(wanted);
});

test('commits are ordered by the time of their image', () => {
  const created: Readonly<Record<string, string>> = {
    'main-4f2a9c1': '2026-11-03',
    'main-0000aa1': '2026-11-02',
    'main-99ffaa1': '2026-11-01',
  };
  expect(previousTag('main-4f2a9c1', Object.keys(created), (name) => ({ created: created[name] }))).toBe('main-0000aa1');
});

test('a tag of the same image is passed over', () => {
  const digests: Readonly<Record<string, string>> = { '1.2.2': 'b', '1.2.1': 'b', '1.2.0': 'a' };
  expect(previousTag('1.2.2', Object.keys(digests), (name) => ({ digest: digests[name] }))).toBe('1.2.0');
});

test('what holds a signature is never a version before', () => {
  const signature = `sha256-${'a'.repeat(64)}.sig`;
  const created: Readonly<Record<string, string>> = { debug: '2026-11-03', [signature]: '2026-11-02' };
  expect(previousTag('debug', Object.keys(created), (name) => ({ created: created[name] }))).toBeUndefined();
});
