import { expect, test } from 'vitest';
import type { Platform } from './manifest.ts';
import { isPlatform } from './platform.ts';

const amd64: Platform = { os: 'linux', architecture: 'amd64' };
const arm64: Platform = { os: 'linux', architecture: 'arm64', variant: 'v8' };
const armv7: Platform = { os: 'linux', architecture: 'arm', variant: 'v7' };

test.each<[string, Platform, boolean]>([
  ['linux/arm64', arm64, true],
  ['linux/arm64', { os: 'linux', architecture: 'arm64' }, true],
  ['linux/arm64/v8', { os: 'linux', architecture: 'arm64' }, true],
  ['linux/aarch64', arm64, true],
  ['arm64', arm64, true],
  ['linux', arm64, true],
  ['windows', arm64, false],
  ['linux/arm', armv7, true],
  ['linux/arm/v6', armv7, false],
  ['linux/arm64', amd64, false],
  ['windows/amd64', amd64, false],
])('%s for %j: %s', (wanted, platform, is) => {
  expect(isPlatform(platform, wanted)).toBe(is);
});
