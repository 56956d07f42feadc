import { expect, test } from 'vitest';
import type { IndexImage } from '../../../shared/contract/images.ts';
import { platformOptions } from './platform-options.ts';

const of = (digest: string, architecture?: string, more: Pick<IndexImage, 'form'> & { readonly osVersion?: string } = {}): IndexImage => {
  const { form, ...version } = more;
  return {
    digest: `sha256:${digest.repeat(64)}`,
    ...(architecture === undefined ? {} : { platform: { os: 'linux', architecture, ...version } }),
    ...(form === undefined ? {} : { form }),
  };
};

test.each<[string, readonly IndexImage[], readonly string[], readonly string[]]>([
  ['platforms as they are', [of('a', 'amd64'), of('b', 'arm64')], ['linux/amd64', 'linux/arm64'], []],
  [
    'other forms apart, with their names',
    [of('a', 'amd64'), of('b', 'amd64', { form: 'zstd' }), of('c', 'amd64', { form: 'nydus' }), of('d', 'arm64')],
    ['linux/amd64', 'linux/arm64'],
    ['linux/amd64, zstd', 'linux/amd64, nydus'],
  ],
  ['the only form of a platform among the platforms', [of('a', 's390x', { form: 'zstd' })], ['linux/s390x, zstd'], []],
  [
    'versions of a system',
    [of('a', 'amd64', { osVersion: '10.0.17763' }), of('b', 'amd64', { osVersion: '10.0.20348' })],
    ['linux/amd64, 10.0.17763', 'linux/amd64, 10.0.20348'],
    [],
  ],
  [
    'a platform that stands twice by its digests, and one image that stands twice once',
    [of('a', 'amd64'), of('b', 'amd64'), of('c', 'arm64'), of('c', 'arm64')],
    ['linux/amd64, aaaaaaa', 'linux/amd64, bbbbbbb', 'linux/arm64'],
    [],
  ],
  ['an image without a platform by its digest', [of('a')], ['aaaaaaa'], []],
])('the switch offers %s', (_, images, platforms, forms) => {
  const options = platformOptions(images);
  expect(options.platforms.map(({ label }) => label)).toEqual(platforms);
  expect(options.forms.map(({ label }) => label)).toEqual(forms);
});
