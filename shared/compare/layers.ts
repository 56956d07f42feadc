import { align } from './align.ts';

/** A layer of an image that is compared. */
export type LayerIn = {
  /** From 1. */
  readonly number: number;
  readonly digest: string;
  /** Bytes as transferred; 0 where the same layer came before in its image. */
  readonly size: number;
  /** What made it, or the name of its file. */
  readonly name?: string;
  /** The digest of what is in it, where the config tells. */
  readonly content?: string;
  /** Of an artifact what the layer is to it, which may be in another file each time: the package of a chart. */
  readonly role?: string;
};

/** A layer of both images or of one. `rebuilt`: the same instruction made another layer; `recompressed`: the same content is packed in another way. */
export type LayerRow =
  | { readonly mark: 'same'; readonly left: LayerIn; readonly right: LayerIn }
  | { readonly mark: 'changed'; readonly why: 'rebuilt' | 'recompressed'; readonly left: LayerIn; readonly right: LayerIn }
  | { readonly mark: 'removed'; readonly left: LayerIn }
  | { readonly mark: 'added'; readonly right: LayerIn };

/** How many, and their bytes. */
type Amount = { readonly count: number; readonly bytes: number };

export type LayerComparison = {
  /** In the order of the right image; what only the left one has stands where it was. */
  readonly rows: readonly LayerRow[];
  readonly left: Amount;
  readonly right: Amount;
  readonly shared: Amount;
  /** How many layers both begin with: what they were built on, as far as the layers tell. */
  readonly commonStart: number;
};

/** Bytes that the right image has more than the left one by this layer. */
export const differenceOf = (row: LayerRow): number => ('right' in row ? row.right.size : 0) - ('left' in row ? row.left.size : 0);

/** The first layers of either side that have the same key, the second ones, and so on: whatever their order. */
function pairUp(left: readonly LayerIn[], right: readonly LayerIn[], keyOf: (layer: LayerIn) => string | undefined): Map<LayerIn, LayerIn> {
  const waiting = new Map<string, LayerIn[]>();
  for (const layer of left) {
    const key = keyOf(layer);
    if (key !== undefined) waiting.set(key, [...(waiting.get(key) ?? []), layer]);
  }
  const pairs = new Map<LayerIn, LayerIn>();
  for (const layer of right) {
    const key = keyOf(layer);
    const other = key === undefined ? undefined : waiting.get(key)?.shift();
    if (other) pairs.set(layer, other);
  }
  return pairs;
}

/** The instruction without the digests that classic builders write into it: `ADD file:4c1f3d in /`. */
const instructionOf = ({ name }: LayerIn): string | undefined => name?.replace(/\b(file|dir|multi):[0-9a-f]{6,}/g, '$1:');

/** The layers whose role no other one has. */
const onlyOnes = (layers: readonly LayerIn[]): readonly LayerIn[] =>
  layers.filter(({ role }) => role !== undefined && layers.filter((other) => other.role === role).length === 1);

type Pair = { readonly left: LayerIn; readonly mark: 'same' | 'changed'; readonly why?: 'rebuilt' | 'recompressed' };

/** The left layer that each right one corresponds to, best reason first. */
function pairsOf(left: readonly LayerIn[], right: readonly LayerIn[]): Map<LayerIn, Pair> {
  const pairs = new Map<LayerIn, Pair>();
  const taken = new Set<LayerIn>();
  const pair = (after: LayerIn, before: LayerIn, how: Omit<Pair, 'left'>): void => {
    pairs.set(after, { left: before, ...how });
    taken.add(before);
  };
  const restLeft = () => left.filter((layer) => !taken.has(layer));
  const restRight = () => right.filter((layer) => !pairs.has(layer));
  for (const [i, j] of align(
    left.map(({ digest }) => digest),
    right.map(({ digest }) => digest),
  )) {
    const [before, after] = [left[i], right[j]];
    if (before && after) pair(after, before, { mark: 'same' });
  }
  for (const [after, before] of pairUp(restLeft(), restRight(), ({ digest }) => digest)) pair(after, before, { mark: 'same' });
  for (const [after, before] of pairUp(restLeft(), restRight(), ({ content }) => content))
    pair(after, before, { mark: 'changed', why: 'recompressed' });
  const [a, b] = [restLeft().filter(({ name }) => name), restRight().filter(({ name }) => name)];
  for (const [i, j] of align(
    a.map((layer) => instructionOf(layer) ?? ''),
    b.map((layer) => instructionOf(layer) ?? ''),
  )) {
    const [before, after] = [a[i], b[j]];
    if (before && after) pair(after, before, { mark: 'changed', why: 'rebuilt' });
  }
  for (const [after, before] of pairUp(onlyOnes(restLeft()), onlyOnes(restRight()), ({ role }) => role))
    pair(after, before, { mark: 'changed', why: 'rebuilt' });
  return pairs;
}

function rowsOf(left: readonly LayerIn[], right: readonly LayerIn[]): readonly LayerRow[] {
  const pairs = pairsOf(left, right);
  const paired = new Set([...pairs.values()].map((pair) => pair.left));
  const rows: LayerRow[] = [];
  let at = 0;
  const removedUntil = (end: number): void => {
    for (; at < end; at++) {
      const layer = left[at];
      if (layer && !paired.has(layer)) rows.push({ mark: 'removed', left: layer });
    }
  };
  // What was removed stands before what was added in its place: it ends where the next layer of both was.
  let end = left.length;
  const ends = right
    .toReversed()
    .map((layer) => {
      const pair = pairs.get(layer);
      if (pair) end = pair.left.number - 1;
      return end;
    })
    .toReversed();
  right.forEach((after, i) => {
    removedUntil(ends[i] ?? 0);
    const pair = pairs.get(after);
    if (!pair) rows.push({ mark: 'added', right: after });
    else if (pair.mark === 'same') rows.push({ mark: 'same', left: pair.left, right: after });
    else rows.push({ mark: 'changed', why: pair.why ?? 'rebuilt', left: pair.left, right: after });
  });
  removedUntil(left.length);
  return rows;
}

const amount = (layers: readonly LayerIn[]): Amount => ({
  count: layers.length,
  bytes: layers.reduce((sum, { size }) => sum + size, 0),
});

/**
 * The layers of two images: those that both have (by digest), those that were packed in another way (by their content), those that the same instruction made
 * anew, and those that only one has. Layers are numbered from 1 in their order. Pure.
 */
export function compareLayers(left: readonly LayerIn[], right: readonly LayerIn[]): LayerComparison {
  const rows = rowsOf(left, right);
  const differs = left.findIndex(({ digest }, i) => digest !== right[i]?.digest);
  const shared = amount(rows.flatMap((row) => (row.mark === 'same' ? row.right : [])));
  return { rows, left: amount(left), right: amount(right), shared, commonStart: differs === -1 ? left.length : differs };
}
