import type { FileEntry } from '../../../shared/files/file-entry.ts';
import type { FilePlace, PackedSpan, PlacePart, RestartPoint } from '../toc/toc.ts';

const PACKINGS = ['none', 'gzip', 'zstd', 'deflate'] as const satisfies readonly FilePlace['packing'][];

/** A digest as it is kept: its hex, `=` for that of what it is a part of, null without one. */
type Kept = string | null;

/** Places as JSON keeps them: without the names that every one of them would repeat. Points are told by their places in a list. */
export type KeptPlace = readonly [
  entry: number,
  packing: number,
  size: number,
  digest: Kept,
  parts: readonly (readonly [from: number, to: number, skip: number, size: number, digest: Kept, point: number])[],
  spans: readonly (readonly [from: number, to: number, hex: string])[] | null,
];

const PREFIX = 'sha256:';
const keep = (digest: string | undefined, around: string | undefined): Kept =>
  digest === undefined ? null : digest === around ? '=' : digest.slice(PREFIX.length);
const digestOf = (kept: Kept, around: string | undefined): string | undefined =>
  kept === null ? undefined : kept === '=' ? around : `${PREFIX}${kept}`;

/** Where files are as it can be kept, and the points that they begin at. Pure. */
export function packPlaces(entries: readonly FileEntry[], places: ReadonlyMap<string, FilePlace>) {
  const points = new Map<RestartPoint, number>();
  const pointAt = (point: RestartPoint | undefined): number => {
    if (!point) return -1;
    if (!points.has(point)) points.set(point, points.size);
    return points.get(point) ?? -1;
  };
  const kept = entries.flatMap(({ path, digest: own }, i): KeptPlace[] => {
    const place = places.get(path);
    if (!place) return [];
    const parts = place.parts.map(
      ({ from, to, skip, size, digest, point }) => [from, to, skip, size, keep(digest, place.digest), pointAt(point)] as const,
    );
    const spans = place.spans?.map(({ from, to, digest }) => [from, to, digest.slice(PREFIX.length)] as const) ?? null;
    return [[i, PACKINGS.indexOf(place.packing), place.size, keep(place.digest, own), parts, spans]];
  });
  return { places: kept, points: [...points.keys()] };
}

const spanOf = ([from, to, hex]: readonly [number, number, string]): PackedSpan => ({ from, to, digest: `${PREFIX}${hex}` });

/** The places that were kept. Pure. */
export function unpackPlaces(entries: readonly FileEntry[], kept: readonly KeptPlace[], points: readonly RestartPoint[]) {
  const places = new Map<string, FilePlace>();
  for (const [i, packing, size, keptDigest, keptParts, spans] of kept) {
    const entry = entries[i];
    if (!entry) continue;
    const digest = digestOf(keptDigest, entry.digest);
    const parts = keptParts.map(([from, to, skip, bytes, own, at]): PlacePart => {
      const [part, point] = [digestOf(own, digest), points[at]];
      return { from, to, skip, size: bytes, ...(part === undefined ? {} : { digest: part }), ...(point ? { point } : {}) };
    });
    places.set(entry.path, {
      packing: PACKINGS[packing] ?? 'none',
      size,
      parts,
      ...(digest === undefined ? {} : { digest }),
      ...(spans ? { spans: spans.map(spanOf) } : {}),
    });
  }
  return places;
}
