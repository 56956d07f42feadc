import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Comparable, type Comparison, compareImages } from '../../../shared/compare/images.ts';
import type { ImageView } from '../../../shared/contract/images.ts';
import { readFailure } from '../../../shared/shown-failure.ts';
import { imageQuery, resolveQuery } from './queries.ts';
import { type Compared, comparedDigest, isChosen, platformOfDigest } from './sides.ts';

/** One side of a comparison, as far as it has been read. */
export type SideState = {
  readonly compared: Compared;
  readonly state: 'none' | 'reading' | 'missing' | 'failed' | 'read';
  /** What the reference names: an image, or an index. */
  readonly named: ImageView | undefined;
  /** What is compared: the same, or the image of a platform. */
  readonly image: ImageView | undefined;
  readonly error: unknown;
  readonly retry: () => void;
};

/** The platform that is compared of a side, where it is one of an index. */
export const platformOf = ({ named, image }: SideState): string | undefined => named && image && platformOfDigest(named, image.digest);

const isNotFound = (error: unknown): boolean => error !== null && readFailure(error).code === 'NOT_FOUND';

/** The manifest that a reference names. */
function useNamed(compared: Compared) {
  const { connectionId, repository, reference } = compared;
  const { tag, digest } = reference;
  const resolved = useQuery({ ...resolveQuery(connectionId, repository, tag ?? ''), enabled: tag !== undefined && digest === undefined });
  const wanted = digest ?? resolved.data?.digest;
  const named = useQuery({ ...imageQuery(connectionId, repository, wanted ?? ''), enabled: wanted !== undefined });
  const isMissing = (digest === undefined && resolved.data !== undefined && wanted === undefined) || isNotFound(named.error);
  return {
    image: named.data,
    error: resolved.error && wanted === undefined ? resolved.error : named.error,
    isMissing,
    retry: () => void (wanted === undefined || isMissing ? resolved.refetch() : named.refetch()),
  };
}

type Named = ReturnType<typeof useNamed>;

/** The image of the platform that is compared, where the reference names an index. */
function useCompared(compared: Compared, own: Named, other: Named, otherCompared: Compared): SideState {
  const { connectionId, repository } = compared;
  const isReady = own.image !== undefined && other.image !== undefined;
  const digest =
    own.image && other.image
      ? comparedDigest(
          { image: own.image, wanted: compared.reference.platform },
          { image: other.image, wanted: otherCompared.reference.platform },
        )
      : undefined;
  const isOther = digest !== undefined && digest !== own.image?.digest;
  const platform = useQuery({ ...imageQuery(connectionId, repository, digest ?? ''), enabled: isOther });
  const image = isOther ? platform.data : isReady ? own.image : undefined;
  const error = own.error ?? (isOther ? platform.error : null);
  const isMissing = own.isMissing || (isOther && isNotFound(platform.error));
  const state = !isChosen(compared)
    ? 'none'
    : isMissing
      ? 'missing'
      : error
        ? 'failed'
        : image || (own.image && !isReady)
          ? 'read'
          : 'reading';
  return { compared, state, named: own.image, image, error, retry: own.error || own.isMissing ? own.retry : () => void platform.refetch() };
}

const isComparable = (image: ImageView | undefined): image is Comparable => image?.kind === 'image' || image?.kind === 'artifact';

/** Two images as far as they have been read, and what they differ in once both are. */
export function useComparison(from: Compared, to: Compared) {
  const [left, right] = [useNamed(from), useNamed(to)];
  const sides = [useCompared(from, left, right, to), useCompared(to, right, left, from)] as const;
  const [before, after] = [sides[0].image, sides[1].image];
  const comparison = useMemo<Comparison | undefined>(
    () => (isComparable(before) && isComparable(after) ? compareImages(before, after) : undefined),
    [before, after],
  );
  return { from: sides[0], to: sides[1], comparison };
}
