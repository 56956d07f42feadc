import type { FileChange } from '../../../shared/contract/files.ts';
import type { FileEntry } from '../../../shared/files/file-entry.ts';
import { below, type Content, joined, type Node, nodeAt } from './node.ts';

/** What one layer does with a path. `size`: of what it deletes the bytes that were there. */
export type LayerRow = {
  readonly path: string;
  readonly entry: FileEntry | undefined;
  readonly change: FileChange | undefined;
  readonly size: number;
  readonly content: Content | undefined;
  /** Of what it deletes: what was there. */
  readonly gone?: Node;
};

/** Bytes of the contents of a node and all below it, while it is still in the tree. */
function bytesBelow(node: Node): number {
  let bytes = 0;
  for (const { entry, content } of below(node)) if (entry?.kind === 'file') bytes += content?.entry.size ?? 0;
  return bytes;
}

const isSameFolder = (a: FileEntry | undefined, b: FileEntry): boolean =>
  a?.kind === 'folder' && b.kind === 'folder' && a.mode === b.mode && a.uid === b.uid && a.gid === b.gid;

/** What was at a path, and what the layer that is being merged has done there already. */
export type Before = { readonly entry: FileEntry | undefined; readonly row?: LayerRow | undefined };

/** Collects what one layer adds, changes and deletes while it is merged. */
export class ChangesOfLayer {
  private readonly made: LayerRow[] = [];
  private readonly removed = new Map<string, Node>();
  /** Whether something of this layer may have been written twice. */
  private isTwice = false;

  /** A layer that was there before is deleted, or makes place for something else. */
  remove(path: string, node: Node): void {
    this.removed.set(path, node);
  }

  /** Something makes place: it may be of this layer, and come again. */
  replaced(): void {
    this.isTwice = true;
  }

  /** An entry of the layer takes its place; `existing` is what was there just before, with the row that this layer has for it. */
  put(path: string, entry: FileEntry, content: Content | undefined, existing: Before | undefined): LayerRow {
    if (existing?.row) this.isTwice = true;
    const change = existing?.row ? existing.row.change : this.changeOf(existing ?? this.before(path), entry);
    const row = { path, entry, change, content, size: entry.kind === 'hardlink' ? 0 : entry.size };
    this.made.push(row);
    return row;
  }

  private changeOf(before: Before | undefined, entry: FileEntry): FileChange | undefined {
    if (!before) return 'added';
    return isSameFolder(before.entry, entry) ? undefined : 'changed';
  }

  /** All of the layer was merged into `root`: what was removed and did not come again is deleted. One row for each path, the later one of two. */
  end(root: Node): readonly LayerRow[] {
    const waiting = [...this.removed];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [path, node] = next;
      const now = nodeAt(root, path);
      if (now?.children && node.children) for (const [name, child] of node.children) waiting.push([joined(path, name), child]);
      else if (!now) this.made.push({ path, entry: node.entry, change: 'deleted', content: undefined, size: bytesBelow(node), gone: node });
    }
    this.removed.clear();
    return this.isTwice ? [...new Map(this.made.map((row) => [row.path, row])).values()] : this.made;
  }

  /** What was at a path before this layer removed it. */
  private before(path: string): Node | undefined {
    if (this.removed.size === 0) return undefined;
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const node = this.removed.get(path.slice(0, end));
      if (node) return end === path.length ? node : nodeAt(node, path.slice(end + 1));
    }
    return undefined;
  }
}
