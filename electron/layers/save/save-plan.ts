import type { FileEntry } from '../../../shared/files/file-entry.ts';
import type { LayerTree } from '../layer-tree.ts';
import { type ViewNode, viewOfLayer } from '../tree/layer-view.ts';
import type { MergedImage } from '../tree/merge.ts';
import { below, type Content, joined, type Node, nodeAt } from '../tree/node.ts';

/** A file or a folder of the merged image, or of what one layer writes; '' is all of it. */
export type SaveQuestion = { readonly layer: number | undefined; readonly path: string };

/** What is saved, and what that needs. */
export type SaveFacts = {
  readonly kind: 'file' | 'folder';
  /** What is no folder. */
  readonly files: number;
  /** Bytes of the contents, each once. */
  readonly bytes: number;
  /** The layers that have the contents, the lowest first. */
  readonly layers: readonly number[];
  /** Layers that were not read whole, so that nobody knows whether this is all. */
  readonly unread: readonly number[];
  /** Links to what is not found. */
  readonly leftOut: number;
};

/** One entry of the tar that is written. */
export type Saved = {
  readonly path: string;
  readonly entry: FileEntry;
  /** The folder that it is in, where that is written, too. */
  readonly folder: Saved | undefined;
  /** Another name of the same content, which is written with that one. */
  readonly linkTo: Saved | undefined;
};

export type SavePlan = {
  readonly facts: SaveFacts;
  /** Each folder before what is in it. */
  readonly all: readonly Saved[];
  /** What to write when an entry of a layer passes: the objects are those of its tree. */
  readonly byEntry: ReadonlyMap<FileEntry, Saved>;
  readonly trees: readonly LayerTree[];
};

/** What is found in an image, before it is decided which of several names has the content. */
type Found = {
  readonly name: string;
  readonly entry: FileEntry | undefined;
  readonly content: Content | undefined;
  /** The layer that has the entry; undefined where it stands for that of another path. */
  readonly layer: number | undefined;
  readonly folder: Found | undefined;
};

/** What unpacking makes of a folder that no layer has an entry for. */
const plainFolder = (path: string): FileEntry => ({ path, kind: 'folder', size: 0, mode: 0o755, uid: 0, gid: 0, modified: 0 });

function foundInImage(start: Node): Found[] {
  const found = new Map<Node, Found>();
  for (const node of below(start)) {
    // The root itself is whatever it is unpacked into.
    if (!node.parent) continue;
    const isOwn = node.row?.entry === node.entry;
    found.set(node, {
      name: node.name,
      entry: node.entry,
      content: node.content,
      layer: isOwn ? node.layers.at(-1) : undefined,
      folder: found.get(node.parent),
    });
  }
  return [...found.values()];
}

function foundInLayer(start: ViewNode, layer: number): Found[] {
  const found: Found[] = [];
  const add = (node: ViewNode, folder: Found | undefined): void => {
    const row = node.row?.change === 'deleted' ? undefined : node.row;
    if (!row?.entry && node.children.size === 0) return;
    const one: Found = { name: node.name, entry: row?.entry, content: row?.content, layer, folder };
    const before = found.length;
    const isRoot = node.path === '';
    if (!isRoot) found.push(one);
    for (const child of node.children.values()) add(child, isRoot ? undefined : one);
    // There was nothing in it but what the layer deletes.
    if (!row?.entry && !isRoot && found.length === before + 1) found.pop();
  };
  add(start, undefined);
  return found;
}

const isDevice = (entry: FileEntry | undefined): boolean => entry?.kind === 'character-device' || entry?.kind === 'block-device';

/** Whether a tar can have it: a hard link leads to something, and the numbers of a device are known. */
const canBeWritten = ({ entry, content, layer }: Found): boolean =>
  content !== undefined || (entry?.kind !== 'hardlink' && !(isDevice(entry) && layer === undefined));

/** Gives each content one name, and lets all others be links to it. */
function namedContents(found: readonly Found[]): ReadonlyMap<Content, Found> {
  const owners = new Map<Content, Found>();
  for (const one of found) if (one.content && one.entry === one.content.entry) owners.set(one.content, one);
  for (const one of found) if (one.content && !owners.has(one.content)) owners.set(one.content, one);
  return owners;
}

function planOf(
  kind: SaveFacts['kind'],
  found: readonly Found[],
  trees: readonly LayerTree[],
  isUnread: (layer: number) => boolean,
): SavePlan {
  const writable = found.filter(canBeWritten);
  const owners = namedContents(writable);
  const saved = new Map<Found, Saved>();
  const byEntry = new Map<FileEntry, Saved>();
  const layers = new Set<number>();
  const save = (one: Found, owner: Saved | undefined): void => {
    const folder = one.folder && saved.get(one.folder);
    const path = joined(folder?.path ?? '', one.name);
    const entry = one.content?.entry ?? one.entry ?? plainFolder(path);
    const made = { path, entry, folder, linkTo: owner };
    saved.set(one, made);
    const key = owner ? one.entry : entry;
    if (key) byEntry.set(key, made);
    if (!owner && one.content && entry.size > 0) layers.add(one.content.layer);
    if (isDevice(entry) && one.layer !== undefined) layers.add(one.layer);
  };
  const isOwner = (one: Found): boolean => one.content === undefined || owners.get(one.content) === one;
  for (const one of writable) if (isOwner(one)) save(one, undefined);
  for (const one of writable) if (!isOwner(one)) save(one, saved.get(owners.get(one.content as Content) as Found));
  const facts = {
    kind,
    files: writable.reduce((count, { entry }) => (entry && entry.kind !== 'folder' ? count + 1 : count), 0),
    bytes: [...owners.keys()].reduce((sum, { entry }) => sum + entry.size, 0),
    layers: [...layers].sort((a, b) => a - b),
    unread: trees.flatMap(({ basis }, i) => (basis === 'unverified' && (isUnread(i + 1) || layers.has(i + 1)) ? [i + 1] : [])),
    leftOut: found.length - writable.length,
  };
  return { facts, all: [...saved.values()], byEntry, trees };
}

/** What saving a file or a folder writes; undefined where there is none by that path, or nothing that can be written. Pure. */
export function planSave(image: MergedImage, trees: readonly LayerTree[], { layer, path }: SaveQuestion): SavePlan | undefined {
  if (layer === undefined) {
    const node = nodeAt(image.root, path);
    if (!node || !(node.children || node.content)) return undefined;
    return planOf(node.children ? 'folder' : 'file', foundInImage(node), trees, () => true);
  }
  const merged = image.layers[layer - 1];
  let view: ViewNode | undefined = merged && viewOfLayer(merged);
  for (const part of path === '' ? [] : path.split('/')) view = view?.children.get(part);
  if (!view) return undefined;
  const isFolder = view.children.size > 0 || view.row?.entry?.kind === 'folder' || path === '';
  if (!isFolder && (!view.row?.content || view.row.change === 'deleted')) return undefined;
  return planOf(isFolder ? 'folder' : 'file', foundInLayer(view, layer), trees, (number) => number === layer);
}
