/** A segment of the repository tree: a namespace, a repository, or both. */
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

function finish(branch: Branch, path: string, label: string): TreeNode {
  const only = branch.children.size === 1 && !branch.isRepository ? [...branch.children][0] : undefined;
  // A namespace that contains only one namespace shares a line with it: mirror/quay.io.
  if (only && path !== '' && only[1].children.size > 0 && !only[1].isRepository)
    return finish(only[1], `${path}/${only[0]}`, `${label}/${only[0]}`);
  const children = [...branch.children].map(([segment, child]) => finish(child, path === '' ? segment : `${path}/${segment}`, segment));
  return {
    path,
    label,
    isRepository: branch.isRepository,
    children,
    count: children.reduce((sum, child) => sum + child.count, branch.isRepository ? 1 : 0),
  };
}

/** Groups repository names by path segment, in the order of the names. */
export function buildTree(names: readonly string[]): readonly TreeNode[] {
  const root = newBranch();
  for (const name of [...names].sort()) {
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

/** The visible lines: children of what is expanded. */
export function flattenTree(nodes: readonly TreeNode[], isExpanded: (path: string) => boolean, level = 1): TreeRow[] {
  return nodes.flatMap((node) => {
    if (node.children.length === 0) return [{ node, level, expanded: undefined }];
    const expanded = isExpanded(node.path);
    const own: TreeRow = { node, level, expanded };
    return expanded ? [own, ...flattenTree(node.children, isExpanded, level + 1)] : [own];
  });
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
