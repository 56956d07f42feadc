/** A segment of the repository tree: a folder, a repository, or both. */
export type TreeNode = {
  /** The whole path, and what is shown of it here. */
  readonly path: string;
  readonly label: string;
  readonly isRepository: boolean;
  readonly isFolder: boolean;
  /** Made when it is asked for: of a large registry most folders are never opened. */
  readonly children: readonly TreeNode[];
  /** Repositories at and below this node. */
  readonly count: number;
};

/** A visible line of the tree. */
export type TreeRow = {
  readonly node: TreeNode;
  readonly level: number;
  readonly expanded: boolean | undefined;
  /** Its number in its folder, from 1 on, and how many there are in it. */
  readonly position: number;
  readonly of: number;
  /** A line on top of the tree, in addition to its own place in it. */
  readonly mark?: 'pinned';
};

const order = new Intl.Collator('en', { numeric: true });

/** Folders first, then `tool-11` before `tool-101`. A repository that has others below it is a folder. */
const compareNodes = (a: TreeNode, b: TreeNode): number => Number(b.isFolder) - Number(a.isFolder) || order.compare(a.label, b.label);

/** What is in a folder under one name. */
type Group = { isRepository: boolean; readonly below: string[] };

/** The first part of a name from this place on, without the names below it. */
function segmentAt(name: string, from: number): string {
  const end = name.indexOf('/', from);
  return end === -1 ? name.slice(from) : name.slice(from, end);
}

/** The folder that contains all of these names, and is in a folder of this path that contains nothing else; undefined where there is none. */
function onlyFolderIn(path: string, names: readonly string[]): string | undefined {
  const from = path.length + 1;
  const inner = `${path}/${segmentAt(names[0] ?? '', from)}/`;
  return names.every((name) => name.startsWith(inner)) ? inner.slice(0, -1) : undefined;
}

function nodeOf(path: string, label: string, { isRepository, below }: Group): TreeNode {
  const inner = isRepository || below.length === 0 ? undefined : onlyFolderIn(path, below);
  // A folder that contains only one folder shares a line with it: mirror/quay.io.
  if (inner !== undefined) return nodeOf(inner, label + inner.slice(path.length), { isRepository, below });
  let children: readonly TreeNode[] | undefined;
  return {
    path,
    label,
    isRepository,
    isFolder: below.length > 0,
    get children() {
      children ??= nodesIn(path, below);
      return children;
    },
    count: below.length + Number(isRepository),
  };
}

/** The nodes of a folder whose repositories these are. */
function nodesIn(path: string, names: readonly string[]): readonly TreeNode[] {
  const from = path === '' ? 0 : path.length + 1;
  const groups = new Map<string, Group>();
  for (const name of names) {
    const segment = segmentAt(name, from);
    let group = groups.get(segment);
    if (!group) {
      group = { isRepository: false, below: [] };
      groups.set(segment, group);
    }
    if (from + segment.length === name.length) group.isRepository = true;
    else group.below.push(name);
  }
  return [...groups].map(([segment, group]) => nodeOf(path === '' ? segment : `${path}/${segment}`, segment, group)).sort(compareNodes);
}

/** Groups repository names by path segment, in natural order. */
export const buildTree = (names: readonly string[]): readonly TreeNode[] => nodesIn('', [...new Set(names)]);

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
  const addAll = (level: number, siblings: readonly TreeNode[]): void => {
    let position = 0;
    for (const node of siblings) {
      const expanded = node.isFolder ? isExpanded(node.path) : undefined;
      rows.push({ node, level, expanded, position: ++position, of: siblings.length });
      if (expanded) addAll(level + 1, node.children);
    }
  };
  addAll(1, nodes);
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
  return names.map((name, i) => ({
    node: { path: name, label: name, isRepository: true, isFolder: false, children: [], count: 1 },
    level: 1,
    expanded: undefined,
    position: i + 1,
    of: names.length,
    ...(mark ? { mark } : {}),
  }));
}

/** What tells a line from all others: a pinned repository is in the tree, too. */
export const keyOf = ({ node, mark }: TreeRow): string => `${mark ?? ''} ${node.path}`;

/** Whether what is shown of a line, or its last part, begins with what was typed. Names of repositories are in lower case. */
export const beginsWith = ({ node: { label } }: TreeRow, typed: string): boolean =>
  label.startsWith(typed) || label.slice(label.lastIndexOf('/') + 1).startsWith(typed);
