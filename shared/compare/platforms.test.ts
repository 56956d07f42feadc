import { expect, test } from 'vitest';
import type { IndexImage } from '../contract/images.ts';
import { comparePlatforms } from './platforms.ts';

const one = (digest: string, architecture?: string, osVersion?: string): IndexImage => ({
  digest,
  ...(architecture === undefined ? {} : { platform: { os: 'linux', architecture, ...(osVersion === undefined ? {} : { osVersion }) } }),
});

test.each<[string, readonly IndexImage[], readonly IndexImage[], readonly string[]]>([
  ['the same images', [one('a', 'amd64')], [one('a', 'amd64')], ['same linux/amd64']],
  [
    'a platform more, one less, one built anew',
    [one('a', 'amd64'), one('s', 's390x')],
    [one('b', 'amd64'), one('c', 'arm64')],
    ['changed linux/amd64', 'added linux/arm64', 'removed linux/s390x'],
  ],
  [
    'a platform twice, as gzip and zstd twins are',
    [one('a', 'amd64')],
    [one('a', 'amd64'), one('z', 'amd64')],
    ['same linux/amd64', 'added linux/amd64'],
  ],
  [
    'the same platform compressed by zstd in one of them',
    [{ ...one('z', 'amd64'), form: 'zstd' }, one('a', 'amd64')],
    [one('a', 'amd64')],
    ['same linux/amd64', 'removed linux/amd64 zstd'],
  ],
  [
    'two versions of a system',
    [one('a', 'amd64', '10')],
    [one('a', 'amd64', '10'), one('b', 'amd64', '11')],
    ['same linux/amd64 10', 'added linux/amd64 11'],
  ],
  ['an image without a platform', [one('a')], [one('b')], ['removed a', 'added b']],
])('%s', (_, left, right, wanted) => {
  expect(comparePlatforms(left, right).map(({ mark, name }) => `${mark} ${name}`)).toEqual(wanted);
});
