import type { FileEntry } from '../../../shared/files/file-entry.ts';
import type { LayerProblem } from '../../../shared/files/layer-problem.ts';
import type { LayerTree } from '../layer-tree.ts';
import { Problems } from '../read/problems.ts';
import { ChangesOfLayer, type LayerRow } from './layer-changes.ts';
import { locateFolder } from './locate.ts';
import { below, type Content, joined, type Lost, type Node, newNode, pathOf } from './node.ts';

const WHITEOUT = '.wh.';
/** Hides everything that lower layers have in its folder. */
const OPAQUE = '.wh..wh..opq';
/** Of AUFS; about its own files, not about the image's. */
const RESERVED = '.wh..wh.';

/** One layer of a merged image: what it does, in one row for each path. */
export type MergedLayer = { readonly rows: readonly LayerRow[]; readonly problems: readonly LayerProblem[] };

/** An image whose layers are put on each other (image-spec layer.md, "Applying Changesets"). */
export type MergedImage = {
  readonly root: Node;
  /** The lowest first. */
  readonly layers: readonly MergedLayer[];
  /** Contents that are in a layer and not in the image, largest first. */
  readonly wasted: readonly Content[];
};

/** Where a path ends: its folder and its last part. */
function split(path: string): readonly [folder: string, name: string] {
  const at = path.lastIndexOf('/');
  return at < 0 ? ['', path] : [path.slice(0, at), path.slice(at + 1)];
}

/** Characters of a path that cannot be too deep. */
const SHORT_PATH = 500;

/** A folder of the merged image, and its path there. */
type Found = { readonly folder: Node; readonly path: string };

function newFolder(name: string, parent: Node): Node {
  const made = newNode(name, parent);
  made.children = new Map();
  parent.children?.set(name, made);
  return made;
}

/** Puts layers on each other, one after the other. */
class Merge {
  readonly root = newNode('', undefined);
  readonly layers: MergedLayer[] = [];
  /** Contents that nothing has any more. */
  private readonly lost: Content[] = [];
  private number = 0;
  /** The layers of most nodes: this one. */
  private alone: readonly number[] = [];
  private changes = new ChangesOfLayer();
  private problems = new Problems();
  /** Where the folders of entries led to, by how they are written: most entries are beside others. */
  private readonly folders = new Map<string, Found>();

  constructor() {
    this.root.children = new Map();
  }

  apply({ entries }: Pick<LayerTree, 'entries'>): void {
    this.number++;
    this.alone = [this.number];
    this.changes = new ChangesOfLayer();
    this.problems = new Problems();
    this.folders.clear();
    // A whiteout is about lower layers only, wherever in the tar it stands.
    const whiteouts = new Set(entries.filter(isWhiteout));
    for (const entry of whiteouts) this.whiteout(entry);
    for (const entry of entries) if (!whiteouts.has(entry)) this.put(entry);
    this.layers.push({ rows: this.changes.end(this.root), problems: this.problems.list });
  }

  end(): MergedImage {
    count(this.root);
    const wasted = this.lost.filter(({ entry }) => entry.size > 0).sort((a, b) => b.entry.size - a.entry.size);
    return { root: this.root, layers: this.layers, wasted };
  }

  private whiteout({ path }: FileEntry): void {
    const [parent, name] = split(path);
    const folder = locateFolder(this.root, parent);
    if (name === WHITEOUT) return this.problems.add('empty-whiteout', path);
    if (!folder?.children) return;
    if (name === OPAQUE) for (const child of [...folder.children.values()]) this.remove(child, 'deleted');
    else if (!name.startsWith(RESERVED)) {
      const node = folder.children.get(name.slice(WHITEOUT.length));
      if (node) this.remove(node, 'deleted');
    }
  }

  private put(entry: FileEntry): void {
    if (entry.path === '') return this.putRoot(entry);
    const [parent, name] = split(entry.path);
    const found = this.folder(parent);
    if (!found) return this.problems.add('too-deep', entry.path);
    const { folder, path: at } = found;
    const path = at === parent ? entry.path : joined(at, name);
    const existing = folder.children?.get(name);
    const linked = entry.kind === 'hardlink' ? this.linkTarget(entry) : undefined;
    if (linked && linked === existing) return;
    // A folder keeps its node.
    const before = existing && { entry: existing.entry, row: this.ownRow(existing) };
    const node = this.nodeFor(entry, folder, existing, name);
    node.entry = linked && !linked.content ? { ...(linked.entry as FileEntry), path } : entry;
    this.touch(node);
    if (entry.kind === 'file') {
      node.content = { entry, layer: this.number, links: 1, lost: undefined, owner: undefined };
    } else if (linked?.content) {
      node.content = linked.content;
      linked.content.links++;
    }
    node.row = this.changes.put(path, entry, node.content, before);
  }

  /** Notes that this layer has an entry for a node. */
  private touch(node: Node): void {
    if (node.layers.length === 0) node.layers = this.alone;
    else if (node.layers.at(-1) !== this.number) node.layers = [...node.layers, this.number];
  }

  /** What this layer has done at a node so far. */
  private ownRow({ layers, row }: Node): LayerRow | undefined {
    return layers.at(-1) === this.number ? row : undefined;
  }

  private putRoot(entry: FileEntry): void {
    if (entry.kind !== 'folder') return;
    const { root } = this;
    const before = root.entry && { entry: root.entry, row: this.ownRow(root) };
    root.entry = entry;
    this.touch(root);
    root.row = this.changes.put('', entry, undefined, before);
  }

  /** The node that an entry is put into: the folder that is there, or a new one in place of what is. */
  private nodeFor(entry: FileEntry, folder: Node, existing: Node | undefined, name: string): Node {
    if (existing?.children && entry.kind === 'folder') return existing;
    if (existing) this.remove(existing, 'overwritten');
    const node = newNode(name, folder);
    if (entry.kind === 'folder') node.children = new Map();
    // What a layer writes once more is what earlier ones wrote, as long as it is a file as before.
    else if (existing && !existing.children) node.layers = existing.layers;
    folder.children?.set(name, node);
    return node;
  }

  /** What a hard link leads to; undefined where it is not there, or is a folder. */
  private linkTarget(entry: FileEntry): Node | undefined {
    const [parent, name] = split(entry.target ?? '');
    const found = locateFolder(this.root, parent)?.children?.get(name);
    if (found?.entry && !found.children) return found;
    this.problems.add('link-target', entry.path);
    return undefined;
  }

  private folder(asked: string): Found | undefined {
    const known = this.folders.get(asked) ?? this.beside(asked);
    if (known) return known;
    const folder = locateFolder(this.root, asked, (parent, name) => {
      const existing = parent.children?.get(name);
      // A file stands where a folder has to be.
      if (existing) this.remove(existing, 'overwritten');
      return newFolder(name, parent);
    });
    return folder && this.found(asked, { folder, path: pathOf(folder) });
  }

  /** A folder in the one that is its parent's, where no link leads elsewhere. */
  private beside(asked: string): Found | undefined {
    const [parent, name] = split(asked);
    const at = asked === '' ? undefined : parent === '' ? { folder: this.root, path: '' } : this.folder(parent);
    // A path that links may have made too deep is looked at part by part.
    if (!at || at.path.length > SHORT_PATH) return undefined;
    const existing = at.folder.children?.get(name);
    if (existing && !existing.children) return undefined;
    return this.found(asked, { folder: existing ?? newFolder(name, at.folder), path: joined(at.path, name) });
  }

  private found(asked: string, found: Found): Found {
    this.folders.set(asked, found);
    return found;
  }

  private remove(node: Node, how: Lost['how']): void {
    this.changes.replaced();
    // A file leads nowhere.
    if (node.children || node.entry?.kind === 'symlink') this.folders.clear();
    if (node.layers.at(-1) !== this.number || node.children) this.changes.remove(pathOf(node), node);
    node.parent?.children?.delete(node.name);
    for (const { content } of below(node)) {
      if (!content) continue;
      content.links--;
      if (content.links > 0) continue;
      content.lost = { how, by: this.number };
      this.lost.push(content);
    }
  }
}

export const isWhiteout = ({ path }: FileEntry): boolean => path.startsWith(WHITEOUT, path.lastIndexOf('/') + 1);

/** Gives each content the name that has it, and counts what is below each folder. */
function count(root: Node): void {
  const nodes = [root];
  for (let i = 0; i < nodes.length; i++) {
    const { children, content, entry } = nodes[i] as Node;
    if (content && entry?.kind === 'file') content.owner = nodes[i] as Node;
    if (children) for (const child of children.values()) nodes.push(child);
  }
  for (const node of nodes) if (node.content) node.content.owner ??= node;
  // Each behind what is in it.
  for (let i = nodes.length - 1; i > 0; i--) {
    const node = nodes[i] as Node;
    if (!node.children) {
      node.files = 1;
      node.size = node.content?.owner === node ? node.content.entry.size : 0;
    }
    const parent = node.parent as Node;
    parent.files += node.files;
    parent.size += node.size;
  }
}

/** Puts layers on each other, the lowest first. Pure. */
export function mergeLayers(trees: readonly Pick<LayerTree, 'entries'>[]): MergedImage {
  const merge = new Merge();
  for (const tree of trees) merge.apply(tree);
  return merge.end();
}
