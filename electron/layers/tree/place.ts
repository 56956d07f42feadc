import { assertNever } from '../../../shared/assert-never.ts';
import type { FileEntry } from '../../../shared/files/file-entry.ts';
import type { LayerTree } from '../layer-tree.ts';
import { placeAmong } from '../points/restart-points.ts';
import type { FilePlace } from '../toc/toc.ts';
import type { MergedImage } from './merge.ts';
import { nodeAt } from './node.ts';

/** A file in the merged image, or in what one layer does; `sizes`: the bytes of the layers, the lowest first. */
export type FindPlace = { readonly layer: number | undefined; readonly path: string; readonly sizes: readonly number[] };

/** The layer that has the content of a file, and where; `place` is undefined where it is not in one piece, as of a sparse file. */
export type FoundPlace = { readonly layer: number; readonly size: number; readonly place: FilePlace | undefined };

function placeInLayer(tree: LayerTree, layerSize: number, entry: FileEntry): FilePlace | undefined {
  const known = { size: entry.size, ...(entry.digest === undefined ? {} : { digest: entry.digest }) };
  if (entry.size === 0) return { packing: 'none', parts: [], ...known };
  const listed = tree.places?.get(entry.path);
  if (listed?.size === entry.size) return { ...listed, ...known };
  const out = tree.offsets?.[tree.entries.indexOf(entry)] ?? -1;
  if (out < 0) return undefined;
  const fromStart = { from: 0, to: layerSize, skip: out, size: entry.size };
  switch (tree.format) {
    case 'tar':
      return { ...known, packing: 'none', parts: [{ from: out, to: out + entry.size, skip: 0, size: entry.size }] };
    case 'gzip':
    case 'estargz':
    case 'soci': {
      const place = placeAmong(tree.points ?? [], layerSize, out, entry.size);
      return place ? { ...place, ...known } : { ...known, packing: 'gzip', parts: [fromStart] };
    }
    case 'zstd':
    case 'zstd-chunked':
      return { ...known, packing: 'zstd', parts: [fromStart] };
    default:
      return assertNever(tree.format);
  }
}

/** Where the content of a file is; undefined where there is no such file, or its layer is not known any more. `trees`: of its layers. */
export function placeIn(
  image: MergedImage,
  trees: readonly (LayerTree | undefined)[],
  { layer, path, sizes }: FindPlace,
): FoundPlace | undefined {
  const content =
    layer === undefined ? nodeAt(image.root, path)?.content : image.layers[layer - 1]?.rows.find((row) => row.path === path)?.content;
  const tree = content && trees[content.layer - 1];
  if (!content || !tree) return undefined;
  return { layer: content.layer, size: content.entry.size, place: placeInLayer(tree, sizes[content.layer - 1] ?? 0, content.entry) };
}
