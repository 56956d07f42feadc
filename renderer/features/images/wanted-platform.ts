import type { ImageView } from '../../../shared/contract/images.ts';
import { isPlatform, platformName } from '../../../shared/oci/platform.ts';

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
