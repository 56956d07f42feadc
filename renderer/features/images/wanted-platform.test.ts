import { expect, test } from 'vitest';
import type { ImageView } from '../../../shared/contract/images.ts';
import type { Platform } from '../../../shared/oci/manifest.ts';
import { imageFor, platformsInstead } from './wanted-platform.ts';

const amd64: Platform = { os: 'linux', architecture: 'amd64' };
const arm64: Platform = { os: 'linux', architecture: 'arm64', variant: 'v8' };
const armv7: Platform = { os: 'linux', architecture: 'arm', variant: 'v7' };

const index = (platforms: readonly (Platform | undefined)[], imageCount = platforms.length): ImageView => ({
  kind: 'index',
  ...{ digest: 'sha256:a', mediaType: '', content: 'index', manifest: '', annotations: [], attestations: 0, imageCount },
  images: platforms.map((platform, i) => ({ digest: `sha256:${i}`, ...(platform ? { platform } : {}) })),
});

test.each<[string, ImageView, readonly string[] | undefined]>([
  ['names what an index has instead', index([amd64, armv7]), ['linux/amd64', 'linux/arm/v7']],
  ['says nothing where it has the platform', index([amd64, arm64]), undefined],
  ['says nothing where a platform is unknown', index([amd64, undefined]), undefined],
  ['says nothing where a limit cut the index', index([amd64], 2), undefined],
])('of linux/arm64 it %s', (_, image, instead) => {
  expect(platformsInstead(image, 'linux/arm64')).toEqual(instead);
});

test('the image of the platform that is wanted is the one that is shown', () => {
  expect(imageFor(index([amd64, arm64]), 'linux/arm64')).toBe('sha256:1');
  expect(imageFor(index([amd64]), 'linux/arm64')).toBeUndefined();
  expect(imageFor(index([amd64, arm64]), undefined)).toBeUndefined();
});
