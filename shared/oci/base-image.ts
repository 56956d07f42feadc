import { isDigest } from './digest.ts';
import type { Pairs } from './manifest.ts';

/** What an image says of the image that it is built on. */
export type BaseImage = { readonly name?: string; readonly digest?: string };

const NAME = 'org.opencontainers.image.base.name';
const DIGEST = 'org.opencontainers.image.base.digest';

/**
 * The base image as annotations or labels name it, the first of `sources` that do (image-spec annotations.md); undefined where none does. It is what
 * the builder wrote, and nothing proves it.
 */
export function baseImageOf(sources: readonly Pairs[]): BaseImage | undefined {
  for (const pairs of sources) {
    const values = new Map(pairs);
    const name = values.get(NAME)?.trim();
    const digest = values.get(DIGEST)?.trim();
    const base = { ...(name ? { name } : {}), ...(digest && isDigest(digest) ? { digest } : {}) };
    if (base.name !== undefined || base.digest !== undefined) return base;
  }
  return undefined;
}
