import type { ImageView } from '../../../shared/contract/images.ts';
import { type Platform, platformName } from '../../../shared/oci/manifest.ts';

/** Other names of architectures, which clients take as well (containerd, platforms/database.go). */
const ALIASES: Readonly<Record<string, string>> = { x86_64: 'amd64', 'x86-64': 'amd64', aarch64: 'arm64', i386: '386' };

/** Whether an image of this platform is what a person means by `wanted`: `linux/arm64`, `arm64` or `linux/arm/v7`. */
export function isPlatform({ os, architecture, variant }: Platform, wanted: string): boolean {
  const parts = wanted.split('/');
  // One word alone is either.
  if (parts.length === 1) return wanted === os || (ALIASES[wanted] ?? wanted) === architecture;
  const [wantedOs, arch = '', wantedVariant] = parts;
  if (wantedOs !== os) return false;
  if ((ALIASES[arch] ?? arch) !== architecture) return false;
  // Every arm64 is v8 unless it says otherwise.
  const usual = architecture === 'arm64' ? 'v8' : undefined;
  return wantedVariant === undefined || wantedVariant === (variant ?? usual);
}

/** The names of the platforms of an image; undefined where one of them is unknown. */
function platformsOf(image: ImageView): readonly string[] | undefined {
  if (image.kind === 'image') return image.config?.platform && [platformName(image.config.platform)];
  if (image.kind !== 'index' || image.images.length === 0 || image.imageCount > image.images.length) return undefined;
  const names = image.images.flatMap(({ platform }) => (platform ? [platformName(platform)] : []));
  return names.length === image.images.length ? [...new Set(names)] : undefined;
}

/** The image of an index that has this platform. */
export const imageFor = (image: ImageView | undefined, wanted: string | undefined): string | undefined =>
  wanted === undefined || image?.kind !== 'index'
    ? undefined
    : image.images.find(({ platform }) => platform && isPlatform(platform, wanted))?.digest;

/** The platforms that an image has instead of the one that is wanted. Undefined where it has that one, or where they are not all known. */
export function platformsInstead(image: ImageView, wanted: string): readonly string[] | undefined {
  const platforms =
    image.kind === 'index' ? image.images.map(({ platform }) => platform) : image.kind === 'image' ? [image.config?.platform] : [];
  return platforms.some((platform) => platform && isPlatform(platform, wanted)) ? undefined : platformsOf(image);
}
