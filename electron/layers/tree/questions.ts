import type { FileMark, FileRow, LayerChanges, WastedFile } from '../../../shared/contract/files.ts';
import { pathFilter } from '../../../shared/files/path-filter.ts';
import { deletedAt, deletedBy, deletedFrom, deletedOf } from './deleted.ts';
import { firstRows } from './first-rows.ts';
import { type ViewNode, viewOfLayer } from './layer-view.ts';
import { locateFolder } from './locate.ts';
import type { MergedImage, MergedLayer } from './merge.ts';
import { below, joined, type Node, nodeAt, pathOf } from './node.ts';
import { rowOfDeleted, rowOfNode, rowOfView } from './rows.ts';

const order = new Intl.Collator('en', { numeric: true });
const isFolder = ({ kind }: FileRow): boolean => kind === 'folder';
/** Folders first, then by name. Two names that the collator takes for one are told apart by their characters. */
const byName = (a: FileRow, b: FileRow): number =>
  Number(isFolder(b)) - Number(isFolder(a)) || order.compare(a.name, b.name) || (a.name < b.name ? -1 : 1);

export type Folder = { readonly rows: readonly FileRow[]; readonly more: number };

/**
 * What is in a folder of the merged image, or of what one layer does; undefined where there is no such layer or folder. `withDeleted`: of the merged
 * image also what a layer deleted. Pure.
 */
export function folderOf(image: MergedImage, layer: number | undefined, path: string, withDeleted = false): Folder | undefined {
  const rows = layer === undefined ? mergedRows(image, path, withDeleted) : layerRows(image, layer, path);
  if (!rows) return undefined;
  rows.sort(byName);
  const told = firstRows(rows);
  return { rows: told, more: rows.length - told.length };
}

function mergedRows(image: MergedImage, path: string, withDeleted: boolean): FileRow[] | undefined {
  const node = nodeAt(image.root, path);
  const deleted = withDeleted && (node === undefined || node.children) ? deletedAt(deletedFrom(image), path) : undefined;
  if (!node?.children && !deleted?.was) return undefined;
  const gone = [...(deleted?.children.values() ?? [])].filter(({ was, name }) => was && !node?.children?.has(name));
  return [...[...(node?.children?.values() ?? [])].map((child) => rowOfNode(child, path)), ...gone.map(rowOfDeleted)];
}

function layerRows({ layers }: MergedImage, number: number, path: string): FileRow[] | undefined {
  const layer = layers[number - 1];
  if (!layer) return undefined;
  const at = viewAt(viewOfLayer(layer), path);
  // Of a folder that it deletes the layer itself has nothing more to say.
  const deleted = at && at.row?.change !== 'deleted' ? undefined : deletedAt(deletedBy(layer, number), path);
  if (!at && !deleted?.was) return undefined;
  const gone = [...(deleted?.children.values() ?? [])].map((one) => ({ ...rowOfDeleted(one), layers: [number] }));
  return [...[...(at?.children.values() ?? [])].map((child) => countDeleted(layer, rowOfView(child, number), number)), ...gone];
}

/** A folder that a layer deletes tells how much was in it. */
function countDeleted(layer: MergedLayer, row: FileRow, number: number): FileRow {
  if (row.change !== 'deleted' || !isFolder(row)) return row;
  return { ...row, files: deletedAt(deletedBy(layer, number), row.path)?.files ?? 0 };
}

function viewAt(root: ViewNode, path: string): ViewNode | undefined {
  let at: ViewNode | undefined = root;
  for (const part of path === '' ? [] : path.split('/')) at = at?.children.get(part);
  return at;
}

/** One file or folder of the merged image, or of what one layer does; undefined where there is none by that path. Pure. */
export function entryOf(image: MergedImage, layer: number | undefined, path: string): FileRow | undefined {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  if (layer !== undefined) return layerRows(image, layer, folder)?.find((row) => row.path === path);
  const node = path === '' ? undefined : (nodeAt(image.root, path) ?? nodeThrough(image.root, folder, path.slice(folder.length + 1)));
  return node && rowOfNode(node, node.parent ? pathOf(node.parent) : folder);
}

/** What is in a folder by this name, where links lead to that folder. */
const nodeThrough = (root: Node, folder: string, name: string): Node | undefined => locateFolder(root, folder)?.children?.get(name);

export type FindFiles = {
  readonly layer?: number | undefined;
  readonly text: string;
  readonly minSize?: number | undefined;
  /** Of the merged image: only what this layer added or changed. */
  readonly changedIn?: number | undefined;
  /** Of the merged image: also what a layer deleted. */
  readonly withDeleted?: boolean | undefined;
  readonly marks: readonly FileMark[];
  /** Folders of the image's PATH. */
  readonly pathFolders: readonly string[];
};

const SET_ID = 0o6000;
const STICKY = 0o1000;
const WRITABLE = 0o002;
const EXECUTABLE = 0o111;

function hasMark(row: FileRow, mark: FileMark, folders: ReadonlySet<string>): boolean {
  switch (mark) {
    case 'set-uid':
      return (row.kind === 'file' || row.kind === 'hardlink') && (row.mode & SET_ID) !== 0;
    case 'world-writable':
      // In a folder such as /tmp nobody can replace what is not theirs.
      return row.kind !== 'symlink' && (row.mode & WRITABLE) !== 0 && !(row.kind === 'folder' && (row.mode & STICKY) !== 0);
    case 'on-path': {
      const isProgram = row.kind === 'symlink' || (row.kind !== 'folder' && (row.mode & EXECUTABLE) !== 0);
      return isProgram && folders.has(row.path.slice(0, Math.max(0, row.path.length - row.name.length - 1)));
    }
  }
}

/** The real folders behind those of PATH: `/bin` is a link in most images. */
function realFolders(root: Node, pathFolders: readonly string[]): ReadonlySet<string> {
  return new Set(
    pathFolders.flatMap((path) => {
      const folder = locateFolder(root, path);
      return folder ? [pathOf(folder)] : [];
    }),
  );
}

/** Whether a layer did something to a row of the merged image: added, changed or deleted it. */
function changeTest({ layers }: MergedImage, changedIn: number | undefined): (row: FileRow) => boolean {
  if (changedIn === undefined) return () => true;
  const changed = new Set<string>();
  for (const { path, change } of layers[changedIn - 1]?.rows ?? []) if (change) changed.add(path);
  return ({ path, layers, deletedIn }) => deletedIn === changedIn || (layers.includes(changedIn) && changed.has(path));
}

function* rowsOf(image: MergedImage, layer: number | undefined, withDeleted: boolean): Generator<FileRow> {
  if (layer !== undefined) {
    const known = image.layers[layer - 1];
    const waiting = known ? [...viewOfLayer(known).children.values()] : [];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (next.row) yield rowOfView(next, layer);
      for (const child of next.children.values()) waiting.push(child);
    }
    return;
  }
  const paths = new Map<Node, string>([[image.root, '']]);
  for (const node of below(image.root)) {
    if (!node.parent) continue;
    const folder = paths.get(node.parent) ?? '';
    if (node.children) paths.set(node, joined(folder, node.name));
    yield rowOfNode(node, folder);
  }
  if (withDeleted) for (const deleted of deletedOf(image)) yield rowOfDeleted(deleted);
}

export type FoundFiles = { readonly rows: readonly FileRow[]; readonly count: number };

/** Files and folders by what a person asks for, in the order of their paths. Pure. */
export function findFiles(image: MergedImage, question: FindFiles): FoundFiles {
  const { layer, text, minSize = 0, marks, pathFolders, changedIn, withDeleted = false } = question;
  const matches = pathFilter(text);
  const isChanged = changeTest(image, layer === undefined ? changedIn : undefined);
  const folders = marks.includes('on-path') ? realFolders(image.root, pathFolders) : new Set<string>();
  const found: FileRow[] = [];
  for (const row of rowsOf(image, layer, withDeleted)) {
    const isLarge = row.size >= minSize && !(minSize > 0 && isFolder(row));
    if (isLarge && matches(row.path) && isChanged(row) && marks.every((mark) => hasMark(row, mark, folders))) found.push(row);
  }
  found.sort((a, b) => order.compare(a.path, b.path) || (a.path < b.path ? -1 : 1));
  return { rows: firstRows(found), count: found.length };
}

export type WastedFiles = { readonly rows: readonly WastedFile[]; readonly count: number; readonly bytes: number };

/** What is in a layer and not in the image. Pure. */
export function wastedOf({ wasted }: MergedImage): WastedFiles {
  const rows = wasted.map(({ entry, layer, lost }) => ({
    ...{ path: entry.path, size: entry.size, layer, mode: entry.mode, uid: entry.uid, gid: entry.gid },
    ...(entry.user === undefined ? {} : { user: entry.user }),
    ...{ how: lost?.how ?? 'overwritten', by: lost?.by ?? layer },
  }));
  return { rows: firstRows(rows), count: wasted.length, bytes: wasted.reduce((sum, { entry }) => sum + entry.size, 0) };
}

export type ImageFacts = {
  readonly files: number;
  readonly unpacked: number;
  readonly wasted: number;
  readonly layers: readonly LayerChanges[];
};

/** The figures of an image and of each of its layers. Pure. */
export function imageFacts(image: MergedImage): ImageFacts {
  const wasted = new Map<number, number>();
  for (const { layer, entry } of image.wasted) wasted.set(layer, (wasted.get(layer) ?? 0) + entry.size);
  const layers = image.layers.map(({ rows, problems }, i) => {
    const counts = { added: 0, changed: 0, deleted: 0 };
    // A folder that is deleted counts, one that is made for what is in it does not.
    for (const { change, entry } of rows) if (change && (change === 'deleted' || entry?.kind !== 'folder')) counts[change]++;
    return { number: i + 1, ...counts, wasted: wasted.get(i + 1) ?? 0, problems };
  });
  const bytes = [...wasted.values()].reduce((sum, size) => sum + size, 0);
  return { files: image.root.files, unpacked: image.root.size, wasted: bytes, layers };
}
