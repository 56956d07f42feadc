import type { LayerRow } from './layer-changes.ts';
import type { MergedImage, MergedLayer } from './merge.ts';
import { joined, type Node } from './node.ts';

/** A file or a folder that a layer deleted, and where it was; without `was` it is only on the way to others. */
export type Deleted = {
  readonly path: string;
  readonly name: string;
  was: Node | undefined;
  /** The layer that deleted it, the last one of several. */
  by: number;
  children: Map<string, Deleted>;
  /** Bytes of it and of all below it that was deleted, and how much of that is no folder. */
  size: number;
  files: number;
};

const ofImages = new WeakMap<MergedImage, Deleted>();
const ofLayers = new WeakMap<MergedLayer, Deleted>();

const newDeleted = (path: string, name: string): Deleted => ({
  ...{ path, name, was: undefined, by: 0, children: new Map<string, Deleted>(), size: 0, files: 0 },
});

function childOf(folder: Deleted, name: string): Deleted {
  const child = folder.children.get(name) ?? newDeleted(joined(folder.path, name), name);
  folder.children.set(name, child);
  return child;
}

/** Adds what one row of a layer deletes, with all that was in it. */
function add(root: Deleted, { path, gone }: LayerRow, by: number): void {
  if (!gone) return;
  let at = root;
  for (const part of path.split('/')) at = childOf(at, part);
  const waiting: (readonly [Deleted, Node])[] = [[at, gone]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [deleted, node] = next;
    deleted.was = node;
    deleted.by = by;
    if (!node.children) deleted.children = new Map();
    for (const child of node.children?.values() ?? []) waiting.push([childOf(deleted, child.name), child]);
  }
}

/** Counts what is below each, which comes behind it. */
function count(root: Deleted): Deleted {
  const all = [root];
  const parents = [-1];
  for (let i = 0; i < all.length; i++)
    for (const child of all[i]?.children.values() ?? []) {
      all.push(child);
      parents.push(i);
    }
  for (let i = all.length - 1; i > 0; i--) {
    const one = all[i] as Deleted;
    if (one.was && !one.was.children) {
      one.files = 1;
      one.size = one.was.entry?.kind === 'file' ? (one.was.content?.entry.size ?? 0) : 0;
    }
    const parent = all[parents[i] ?? 0] as Deleted;
    parent.files += one.files;
    parent.size += one.size;
  }
  return root;
}

/** Everything that the layers of an image deleted, as a tree; some of it may have come again. Made once. */
export function deletedFrom(image: MergedImage): Deleted {
  const known = ofImages.get(image);
  if (known) return known;
  const root = newDeleted('', '');
  for (const [i, { rows }] of image.layers.entries()) for (const row of rows) add(root, row, i + 1);
  ofImages.set(image, count(root));
  return root;
}

/** What one layer deletes, as a tree; made once. */
export function deletedBy(layer: MergedLayer, number: number): Deleted {
  const known = ofLayers.get(layer);
  if (known) return known;
  const root = newDeleted('', '');
  for (const row of layer.rows) add(root, row, number);
  ofLayers.set(layer, count(root));
  return root;
}

/** The one at a path. */
export function deletedAt(root: Deleted, path: string): Deleted | undefined {
  let at: Deleted | undefined = root;
  for (const part of path === '' ? [] : path.split('/')) at = at?.children.get(part);
  return at;
}

/** What was deleted and is not in the image: neither itself, nor below what is now a file. */
export function* deletedOf(image: MergedImage): Generator<Deleted> {
  const waiting: (readonly [Deleted, Node | undefined])[] = [[deletedFrom(image), image.root]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [folder, now] = next;
    for (const child of folder.children.values()) {
      const there = now?.children?.get(child.name);
      if (!there && child.was) yield child;
      if (!there || there.children) waiting.push([child, there]);
    }
  }
}
