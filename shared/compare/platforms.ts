import type { IndexImage } from '../contract/images.ts';
import { platformName } from '../oci/platform.ts';
import type { Mark } from './pairs.ts';

/** A platform of two indexes, with the digests of its images. */
export type PlatformRow = { readonly mark: Mark; readonly name: string; readonly left?: string; readonly right?: string };

/** Two versions of a system are two platforms, and so are two forms of one. What names none is known by its digest. */
const keyOf = ({ digest, platform, form }: IndexImage): string =>
  platform ? [platformName(platform), platform.osVersion, form].filter(Boolean).join(' ') : digest;

function byPlatform(images: readonly IndexImage[]): ReadonlyMap<string, readonly string[]> {
  const digests = new Map<string, string[]>();
  for (const image of images) digests.set(keyOf(image), [...(digests.get(keyOf(image)) ?? []), image.digest]);
  return digests;
}

/** The platforms of two indexes, each with its image in either. A platform that is listed twice is two rows. Pure. */
export function comparePlatforms(left: readonly IndexImage[], right: readonly IndexImage[]): readonly PlatformRow[] {
  const [a, b] = [byPlatform(left), byPlatform(right)];
  return [...new Set([...a.keys(), ...b.keys()])].sort().flatMap((name) => {
    const [before, after] = [a.get(name) ?? [], b.get(name) ?? []];
    return Array.from({ length: Math.max(before.length, after.length) }, (_, i): PlatformRow => {
      const [from, to] = [before[i], after[i]];
      const mark = from === to ? 'same' : from === undefined ? 'added' : to === undefined ? 'removed' : 'changed';
      return { mark, name, ...(from === undefined ? {} : { left: from }), ...(to === undefined ? {} : { right: to }) };
    });
  });
}
