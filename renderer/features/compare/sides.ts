import type { ImageView } from '../../../shared/contract/images.ts';
import { isDigest, shortDigest } from '../../../shared/oci/digest.ts';
import type { Platform } from '../../../shared/oci/manifest.ts';
import { isPlatform, platformName } from '../../../shared/oci/platform.ts';
import { isTag, parseReference, registryBase } from '../../../shared/oci/reference.ts';
import { type LinkTarget, type Place, placeFromQuery } from '../../../shared/place.ts';

/** One image of a comparison, as it is named. */
export type Compared = NonNullable<Place['compareWith']>;

/** A saved registry, as far as a reference needs it. */
type Registry = LinkTarget & { readonly name: string };

/** Whether an image is named at all. */
export const isChosen = ({ reference }: Compared): boolean => reference.tag !== undefined || reference.digest !== undefined;

const isBeside = (side: Compared, other: Compared): boolean =>
  side.connectionId === other.connectionId && side.repository === other.repository;

/** The reference as a person writes it beside `other`: a tag or digest where that is in the same repository, else the whole of it. */
export function sideText(side: Compared, other: Compared, registries: readonly LinkTarget[]): string {
  const { tag, digest } = side.reference;
  if (isBeside(side, other)) return tag ?? digest ?? '';
  const url = registries.find(({ id }) => id === side.connectionId)?.url;
  const suffix = tag === undefined ? (digest === undefined ? '' : `@${digest}`) : `:${tag}`;
  return `${url === undefined ? '' : `${registryBase(url)}/`}${side.repository}${suffix}`;
}

/** The same, short enough to stand beside a bar. */
export function sideName(side: Compared, other: Compared, registries: readonly Registry[]): string {
  const { tag, digest, platform } = side.reference;
  const own = tag ?? (digest === undefined ? '' : shortDigest(digest));
  if (!isBeside(side, other)) {
    const registry =
      side.connectionId === other.connectionId ? '' : `${registries.find(({ id }) => id === side.connectionId)?.name ?? ''} `;
    return `${registry}${side.repository}${tag === undefined ? '@' : ':'}${own}`;
  }
  return own === (other.reference.tag ?? '') && platform !== other.reference.platform ? `${own} ${platform ?? ''}`.trim() : own;
}

/** What was typed, or why it names nothing. */
export type SideAnswer =
  | { readonly kind: 'side'; readonly side: Compared }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'unknown-registry'; readonly host: string };

/** Reads what was typed in the place of `side`: a tag or digest of its repository, another repository of its registry, or a whole reference. Pure. */
export function readSide(text: string, { connectionId, repository }: Compared, registries: readonly LinkTarget[]): SideAnswer {
  const typed = text.trim();
  if (isDigest(typed)) return { kind: 'side', side: { connectionId, repository, reference: { digest: typed } } };
  if (isTag(typed)) return { kind: 'side', side: { connectionId, repository, reference: { tag: typed } } };
  const parsed = parseReference(typed);
  if (!parsed) return { kind: 'invalid' };
  const { host, tag, digest } = parsed;
  const reference = { ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
  if (host === undefined) {
    if (tag === undefined && digest === undefined) return { kind: 'invalid' };
    return { kind: 'side', side: { connectionId, repository: parsed.repository, reference } };
  }
  const whole = `${host}/${parsed.repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
  const answer = placeFromQuery(`ref=${encodeURIComponent(whole)}`, registries, connectionId);
  if (answer.kind === 'unknown-registry') return answer;
  if (answer.kind !== 'place' || answer.place.repository === undefined || !answer.place.reference) return { kind: 'invalid' };
  return {
    kind: 'side',
    side: { connectionId: answer.place.connectionId, repository: answer.place.repository, reference: answer.place.reference },
  };
}

/** The platforms of an index, each once, in its order. */
export function platformsOf(image: ImageView | undefined): readonly string[] {
  if (image?.kind !== 'index') return [];
  return [...new Set(image.images.flatMap(({ platform }) => (platform ? [platformName(platform)] : [])))];
}

type Wanted = { readonly image: ImageView; readonly wanted: string | undefined };

const USUAL = 'linux/amd64';

/** The platform that both sides are looked at, before a person chooses one: what the other side is, else the usual one, else the first that both have. */
function sharedPlatform(of: Wanted, other: Wanted): string | undefined {
  const own = platformsOf(of.image);
  const known: Platform | undefined = other.image.kind === 'image' ? other.image.config?.platform : undefined;
  const others = known ? [platformName(known)] : platformsOf(other.image);
  const named = other.wanted === undefined ? [] : [other.wanted];
  const both = own.filter((name) => others.includes(name));
  return [...named, USUAL, ...both].find((name) => own.includes(name) && (named.includes(name) || others.includes(name))) ?? own[0];
}

/**
 * The image of one side that is compared: itself, or of an index the image of the wanted platform, or else of the one that suits the other side.
 * Undefined for an index without images. Pure.
 */
export function comparedDigest(of: Wanted, other: Wanted): string | undefined {
  const { image, wanted } = of;
  if (image.kind !== 'index') return image.digest;
  const find = (name: string): string | undefined => image.images.find(({ platform }) => platform && isPlatform(platform, name))?.digest;
  const shared = sharedPlatform(of, other);
  return (wanted === undefined ? undefined : find(wanted)) ?? (shared === undefined ? undefined : find(shared)) ?? image.images[0]?.digest;
}

/** The name of the platform of an image of an index; undefined where the index is none, or names none. */
export function platformOfDigest(image: ImageView, digest: string): string | undefined {
  const platform = image.kind === 'index' ? image.images.find((child) => child.digest === digest)?.platform : undefined;
  return platform && platformName(platform);
}
