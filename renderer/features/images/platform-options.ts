import type { IndexImage } from '../../../shared/contract/images.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { platformName } from '../../../shared/oci/platform.ts';

/** An image of an index as it is offered: its digest, and what tells it from the others. */
export type PlatformOption = { readonly value: string; readonly label: string };

/** The name of an image's platform, with its form and the version of its system; of what names none, its digest. */
function nameOf({ digest, platform, form }: IndexImage): string {
  if (!platform) return shortDigest(digest);
  return [platformName(platform), platform.osVersion, form].filter(Boolean).join(', ');
}

/**
 * The images of an index to choose from, each once, those that are called the same told apart by their digests. `forms`: the same platform as one
 * before it, in another form. Pure.
 */
export function platformOptions(images: readonly IndexImage[]): {
  readonly platforms: readonly PlatformOption[];
  readonly forms: readonly PlatformOption[];
} {
  const unique = [...new Map(images.map((image) => [image.digest, image])).values()];
  const alike = Map.groupBy(unique, nameOf);
  const option = (image: IndexImage): PlatformOption => {
    const name = nameOf(image);
    return { value: image.digest, label: (alike.get(name)?.length ?? 0) > 1 ? `${name}, ${shortDigest(image.digest)}` : name };
  };
  const plain = new Set(unique.filter(({ form }) => form === undefined).map((image) => nameOf(image)));
  const isFolded = ({ form, ...image }: IndexImage): boolean => form !== undefined && plain.has(nameOf(image));
  return { platforms: unique.filter((image) => !isFolded(image)).map(option), forms: unique.filter(isFolded).map(option) };
}
