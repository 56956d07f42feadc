import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kindOfTag, plainNumbered, type TagKind } from './tag-kind.ts';
import { chunks } from './version.ts';

test.each<[string, TagKind['kind']]>([
  ['latest', 'word'],
  ['deadbeef-like', 'word'],
  ['1.9.2', 'version'],
  ['v2', 'version'],
  ['1.9.2-4f2a9c1', 'version'],
  ['1.9.2-20260411', 'version'],
  ['8-jdk-alpine', 'version'],
  ['20260411', 'dated'],
  ['20260411153000', 'dated'],
  ['2026-04-11', 'dated'],
  ['nightly-2026_04_11-a1b2c3d', 'dated'],
  ['nightly-20261311', 'hashed'],
  ['pr-218', 'numbered'],
  ['pr-1234567', 'numbered'],
  ['pr-218-4f2a9c1', 'hashed'],
  ['release-1.9', 'numbered'],
  ['main-4f2a9c1', 'hashed'],
  ['sha-a1b2c3d', 'hashed'],
  ['4f2a9c1', 'hashed'],
  ['git-0123456', 'hashed'],
  [`sha256-${'a'.repeat(64)}`, 'referrers'],
  [`sha256-${'a'.repeat(64)}.att`, 'referrers'],
  [`sha512-${'a'.repeat(64)}`, 'referrers'],
  [`sha256-${'a'.repeat(10)}.sig`, 'numbered'],
])('%s is read as %s', (tag, kind) => {
  expect(kindOfTag(tag).kind).toBe(kind);
});

test('a word and a number are read the short way as the expressions read them', () => {
  const tag = fc.tuple(fc.stringMatching(/^[a-z]{1,9}$/), fc.constantFrom('-', '_', '.'), fc.stringMatching(/^\d{1,8}$/));
  fc.assert(
    fc.property(tag, ([word, separator, digits]) => {
      const name = `${word}${separator}${digits}`;
      // A part more makes it a name that is read by the expressions.
      const long = kindOfTag(`${name}${separator}x`);
      expect(plainNumbered(name)).toEqual(digits.length <= 6 ? chunks(name) : undefined);
      expect(kindOfTag(name)).toEqual(long);
    }),
  );
  for (const other of ['build', 'build-', '-7', 'build7', 'Build-7', 'build--7', 'build-7a', 'pr-1234567'])
    expect(plainNumbered(other)).toBeUndefined();
});
