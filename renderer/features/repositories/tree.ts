/** A segment of the repository tree: a folder, a repository, or both. */
export type TreeNode = {
  /** The whole path, and what is shown of it here. */
  readonly path: string;
  readonly label: string;
  readonly isRepository: boolean;
  readonly children: readonly TreeNode[];
  /** Repositories at and below this node. */
  readonly count: number;
};

/** A visible line of the tree. */
export type TreeRow = {
  readonly node: TreeNode;
  readonly level: number;
  readonly expanded: boolean | undefined;
  /** A line on top of the tree, in addition to its own place in it. */
  readonly mark?: 'pinned';
};

type Branch = { isRepository: boolean; readonly children: Map<string, Branch> };

const newBranch = (): Branch => ({ isRepository: false, children: new Map() });

const order = new Intl.Collator('en', { numeric: true });

/** Folders first, then `tool-11` before `tool-101`. A repository that has others below it is a folder. */
function compareNodes(a: TreeNode, b: TreeNode): number {
  const folders = Number(b.children.length > 0) - Number(a.children.length > 0);
  return folders || order.compare(a.label, b.label);
}

function finish(branch: Branch, path: string, label: string): TreeNode {
  const only = branch.children.size === 1 && !branch.isRepository ? [...branch.children][0] : undefined;
  // A folder that contains only one folder shares a line with it: mirror/quay.io.
  if (only && path !== '' && only[1].children.size > 0 && !only[1].isRepository)
    return finish(only[1], `${path}/${only[0]}`, `${label}/${only[0]}`);
  const children = [...branch.children].map(([segment, child]) => finish(child, path === '' ? segment : `${path}/${segment}`, segment));
  return {
    path,
    label,
    isRepository: branch.isRepository,
    children: children.sort(compareNodes),
    count: children.reduce((sum, child) => sum + child.count, branch.isRepository ? 1 : 0),
  };
}

/** Groups repository names by path segment, in natural order. */
export function buildTree(names: readonly string[]): readonly TreeNode[] {
  const root = newBranch();
  for (const name of names) {
    let node = root;
    for (const segment of name.split('/')) {
      let child = node.children.get(segment);
      if (!child) {
        child = newBranch();
        node.children.set(segment, child);
      }
      node = child;
    }
    node.isRepository = true;
  }
  return finish(root, '', '').children;
}

/** The folders that have to be open for a repository to be seen, outermost first; undefined where the tree does not have it. */
export function foldersAbove(nodes: readonly TreeNode[], repository: string): readonly string[] | undefined {
  const above: string[] = [];
  let level = nodes;
  for (;;) {
    const next = level.find(({ path }) => path === repository || repository.startsWith(`${path}/`));
    if (!next) return undefined;
    if (next.path === repository) return next.isRepository ? above : undefined;
    above.push(next.path);
    level = next.children;
  }
}

/** The visible lines: children of what is expanded. */
export function flattenTree(nodes: readonly TreeNode[], isExpanded: (path: string) => boolean): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (level: number, node: TreeNode): void => {
    const expanded = node.children.length === 0 ? undefined : isExpanded(node.path);
    rows.push({ node, level, expanded });
    if (expanded) for (const child of node.children) add(level + 1, child);
  };
  for (const node of nodes) add(1, node);
  return rows;
}

/**
 * The line to scroll to after a folder was opened, so that what is in it is seen: the last of it, or as many as there is room for below the
 * folder's own line. Undefined where the folder is not open. Pure.
 */
export function lastInView(rows: readonly TreeRow[], path: string, room: number): number | undefined {
  const at = rows.findIndex(({ node, mark, expanded }) => mark === undefined && node.path === path && expanded === true);
  const folder = rows[at];
  if (!folder) return undefined;
  let last = at;
  while ((rows[last + 1]?.level ?? 0) > folder.level) last++;
  return Math.min(last, at + Math.max(1, room - 1));
}

/** Repositories by their whole path, one a line: what matches a filter, or what is pinned. */
export function flatRows(names: readonly string[], mark?: 'pinned'): TreeRow[] {
  return names.map((name) => ({
    node: { path: name, label: name, isRepository: true, children: [], count: 1 },
    level: 1,
    expanded: undefined,
    ...(mark ? { mark } : {}),
  }));
}

/** What tells a line from all others: a pinned repository is in the tree, too. */
export const keyOf = ({ node, mark }: TreeRow): string => `${mark ?? ''} ${node.path}`;

/** The line after `from` that begins with what was typed, around the end of the list; -1 where none does. */
export function findTyped(rows: readonly TreeRow[], from: number, typed: string): number {
  const begins = ({ node: { label } }: TreeRow): boolean =>
    label.startsWith(typed) || label.slice(label.lastIndexOf('/') + 1).startsWith(typed);
  for (let step = 0; step < rows.length; step++) {
    const index = (from + step) % rows.length;
    const row = rows[index];
    if (row && begins(row)) return index;
  }
  return -1;
}
