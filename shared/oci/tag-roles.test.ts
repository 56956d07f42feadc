import { expect, test } from 'vitest';
import { isBuildName, tagRoles, versionOf } from './tag-roles.ts';

test.each([
  ...['pr-12', 'PR_12', 'pr12', 'mr-4', 'main-a1b2c3d', 'a1b2c3d', 'sha-0f9e8d7c', 'nightly-20260411', '2026-04-11', '20260411'],
  ...['feature-login', 'build.4711', 'renovate-node-24', 'main-42', 'nightly-7'],
])('%s is the name of a build', (tag) => {
  expect(isBuildName(tag)).toBe(true);
});

test.each([
  ...[
    'latest',
    'main',
    'main-alpine',
    'prod-eu',
    'print',
    'printer-2',
    'prod-2',
    'prod-2026-11-15',
    'release-a1b2c3d',
    'defaced',
    'cafe',
    '1.9.2',
    '2026.04.11',
    '1.9',
    'bookworm',
    'team-a',
  ],
  ...['buildpack', 'v2', '1.9.2-alpine'],
])('%s is not the name of a build', (tag) => {
  expect(isBuildName(tag)).toBe(false);
});

test.each([
  ['1.9.2', true],
  ['v1', true],
  ['2026.04.11', true],
  ['1.2.0-rc.1', true],
  ['20260411', false],
  ['2026-04-11', false],
  ['4711', false],
  ['1f2e3d4', false],
  ['10k', false],
])('%s is a version: %s', (tag, expected) => {
  expect(versionOf(tag) !== undefined).toBe(expected);
});

const SIGNATURE = `sha256-${'a'.repeat(64)}.sig`;

test.each<[string, Record<string, string>, string[], string[]]>([
  [
    'floating tags follow a release: families, words on its image and well-known words',
    {
      '1.9.2': 'a',
      '1.9': 'a',
      '1': 'a',
      latest: 'a',
      blessed: 'a',
      '1.9.1': 'b',
      main: 'c',
      'main-a1b2c3d': 'c',
      'pr-1': 'd',
      other: 'e',
    },
    ['1.9', '1', 'latest', 'blessed', 'main'],
    ['1.9.2', '1.9', '1', 'latest', 'blessed'],
  ],
  [
    'a build that was released keeps the name of a build',
    { '1.9.2': 'a', 'main-a1b2c3d': 'a', '20260411': 'a', latest: 'b' },
    ['latest'],
    ['1.9.2'],
  ],
  [
    'the newest release has variants; a newer pre-release is not a release',
    { '1.9.2': 'a', '1.9.2-alpine': 'b', alpine: 'b', '1.8.0-slim': 'c', '2.0.0-rc.1': 'd', '1.9.2-a1b2c3d': 'e' },
    ['alpine'],
    ['1.9.2', '1.9.2-alpine', 'alpine'],
  ],
  ['1.10 is newer than 1.9, and a date is no release', { '1.10.0': 'a', '1.9.0': 'b', '20260411': 'c' }, [], ['1.10.0']],
  ['signatures and repositories without versions have neither', { [SIGNATURE]: 'a', 'pr-1': 'b', 'team-a': 'c' }, [], []],
])('%s', (_, tags, floating, newestRelease) => {
  const roles = tagRoles(new Map(Object.entries(tags)));
  expect([...roles.floating].sort()).toEqual(floating.sort());
  expect([...roles.newestRelease].sort()).toEqual(newestRelease.sort());
});
