import type { FileDifference, FileRow } from '../../../shared/contract/files.ts';
import { firstRows } from './first-rows.ts';
import type { MergedImage } from './merge.ts';
import { joined, type Node } from './node.ts';
import { rowOfNode } from './rows.ts';

/** Differences that are told. */

/** What two images differ in, the largest differences first. */
export type ComparedFiles = {
  readonly rows: readonly FileDifference[];
  /** How many rows there are in all. */
  readonly count: number;
  /** Files, without folders. */
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** Files of the same size whose content is known of neither or of one side alone: they are taken for equal. */
  readonly undecided: number;
};

type Fact = FileDifference['facts'][number];

/** What of an entry is compared beside its content: not the time, which every build writes anew, and not which of several names is the link. */
const factsOf = ({ kind, mode, uid, gid, target }: FileRow): Readonly<Record<Fact['what'], string>> => ({
  kind: kind === 'hardlink' ? 'file' : kind,
  mode: mode.toString(8).padStart(4, '0'),
  owner: `${uid}:${gid}`,
  target: kind === 'symlink' ? (target ?? '') : '',
});

function differingFacts(a: FileRow, b: FileRow): readonly Fact[] {
  const [left, right] = [factsOf(a), factsOf(b)];
  return (['kind', 'mode', 'owner', 'target'] as const)
    .filter((what) => left[what] !== right[what])
    .map((what) => ({ what, left: left[what], right: right[what] }));
}

const isFile = ({ kind }: FileRow): boolean => kind === 'file' || kind === 'hardlink';

/** Files up to which a folder that one image has is told file by file. */
const FEW = 20;

class Comparison {
  readonly rows: FileDifference[] = [];
  private readonly counts = { added: 0, removed: 0, changed: 0, undecided: 0 };

  folders(left: Node, right: Node, path: string): void {
    const waiting: (readonly [Node, Node, string])[] = [[left, right, path]];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [a, b, folder] = next;
      for (const child of a.children?.values() ?? []) {
        const other = b.children?.get(child.name);
        if (!other) this.only('removed', child, folder);
        else if (child.children && other.children) {
          this.folderItself(child, other, folder);
          waiting.push([child, other, joined(folder, child.name)]);
        } else this.both(child, other, folder);
      }
      for (const child of b.children?.values() ?? []) if (!a.children?.has(child.name)) this.only('added', child, folder);
    }
  }

  /** A file or a whole folder that one image has: its few files, or one row for many. */
  private only(mark: 'added' | 'removed', node: Node, folder: string): void {
    if (node.children && node.files > 0 && node.files <= FEW) {
      for (const child of node.children.values()) this.only(mark, child, joined(folder, node.name));
      return;
    }
    const row = rowOfNode(node, folder);
    const { kind, size, path } = row;
    this.counts[mark] += node.children ? node.files : 1;
    const side = mark === 'added' ? { right: size } : { left: size };
    const isContent = isFile(row) && size > 0;
    this.rows.push({ mark, path, kind, ...side, ...(node.children ? { files: node.files } : {}), facts: [], isContent });
  }

  private folderItself(left: Node, right: Node, folder: string): void {
    const [a, b] = [rowOfNode(left, folder), rowOfNode(right, folder)];
    const facts = differingFacts(a, b);
    if (facts.length > 0) this.rows.push({ mark: 'changed', path: b.path, kind: 'folder', left: 0, right: 0, facts, isContent: false });
  }

  /** Two things of one name, of which at most one is a folder. */
  private both(left: Node, right: Node, folder: string): void {
    const [a, b] = [rowOfNode(left, folder), rowOfNode(right, folder)];
    if (left.children || right.children) {
      this.counts.removed += left.children ? left.files : 0;
      this.counts.added += right.children ? right.files : 0;
    }
    const isKnown = a.digest !== undefined && b.digest !== undefined;
    const isSameContent = a.size === b.size && (!isKnown || a.digest === b.digest);
    const facts = differingFacts(a, b);
    const isSame = isSameContent && facts.length === 0;
    if (isSame && !isKnown && left.content && a.size > 0) this.counts.undecided++;
    if (isSame) return;
    this.counts.changed++;
    const isContent = isFile(a) && isFile(b) && !(isSameContent && (isKnown || a.size === 0));
    this.rows.push({ mark: 'changed', path: b.path, kind: b.kind, left: a.size, right: b.size, facts, isContent });
  }

  end(): ComparedFiles {
    const difference = ({ left = 0, right = 0 }: FileDifference): number => Math.abs(right - left);
    const rows = this.rows.sort((a, b) => difference(b) - difference(a) || (a.path < b.path ? -1 : 1));
    return { rows: firstRows(rows), count: rows.length, ...this.counts };
  }
}

/** The files that two images differ in. What a folder holds that only one has is told as one row. Pure. */
export function compareFiles(left: MergedImage, right: MergedImage): ComparedFiles {
  const comparison = new Comparison();
  comparison.folders(left.root, right.root, '');
  return comparison.end();
}
