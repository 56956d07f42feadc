import type { LinkedKind, LinkedNode, MissingBlob } from '../../../shared/contract/linked.ts';

/** Kinds of which several beside each other have a line of their own above them. */
const GROUPED = ['signature', 'sbom', 'provenance', 'vex', 'scan-result', 'attestation', 'artifact'] as const;
type GroupedKind = (typeof GROUPED)[number];

const isGrouped = (kind: LinkedKind): kind is GroupedKind => GROUPED.some((one) => one === kind);

/** A line of the tree: what is linked, a group of them, or a blob that is missing. */
export type LinkedItem =
  | { readonly kind: 'node'; readonly node: LinkedNode }
  | { readonly kind: 'group'; readonly of: GroupedKind; readonly count: number }
  | { readonly kind: 'blob'; readonly blob: MissingBlob };

export type LinkedRow = {
  /** Its own in the tree. */
  readonly key: string;
  readonly item: LinkedItem;
  readonly level: number;
  /** Its place among those at its level below the same line, from 1, and how many they are. */
  readonly position: number;
  readonly siblings: number;
  /** Undefined where nothing is below it. */
  readonly expanded: boolean | undefined;
};

type Branch = { readonly key: string; readonly item: LinkedItem; readonly below: readonly Branch[] };

/** Puts each run of documents of one kind below a line that says how many they are. */
function grouped(parent: string, branches: readonly Branch[]): Branch[] {
  const kinds = new Map<GroupedKind, Branch[]>();
  for (const branch of branches)
    if (branch.item.kind === 'node' && isGrouped(branch.item.node.kind)) {
      const { kind } = branch.item.node;
      kinds.set(kind, [...(kinds.get(kind) ?? []), branch]);
    }
  const drawn = new Set<GroupedKind>();
  return branches.flatMap((branch): Branch[] => {
    const kind = branch.item.kind === 'node' && isGrouped(branch.item.node.kind) ? branch.item.node.kind : undefined;
    const all = kind === undefined ? [] : (kinds.get(kind) ?? []);
    if (kind === undefined || all.length < 2) return [branch];
    if (drawn.has(kind)) return [];
    drawn.add(kind);
    return [{ key: `${parent} ${kind}`, item: { kind: 'group', of: kind, count: all.length }, below: all }];
  });
}

/** The tree as it hangs together: missing blobs below the manifests that name them, once each. */
function branchesOf(nodes: readonly LinkedNode[], blobs: readonly MissingBlob[]): Branch[] {
  const children = Map.groupBy(nodes, ({ parent }) => parent);
  const first = new Map<string, string>();
  for (const { digest, id } of nodes) if (!first.has(digest)) first.set(digest, id);
  const lost = Map.groupBy(blobs, ({ manifest }) => manifest);
  const branch = (node: LinkedNode): Branch => {
    const missing = first.get(node.digest) === node.id ? (lost.get(node.digest) ?? []) : [];
    const own = missing.map(
      (blob): Branch => ({
        key: `${node.id} ${blob.digest} ${blob.number ?? ''}`,
        item: { kind: 'blob', blob },
        below: [],
      }),
    );
    return { key: node.id, item: { kind: 'node', node }, below: [...own, ...grouped(node.id, (children.get(node.id) ?? []).map(branch))] };
  };
  return (children.get(undefined) ?? []).map(branch);
}

/** The lines of the tree; `closed` are the keys of those whose lines below are hidden. Pure. */
export function linkedRows(nodes: readonly LinkedNode[], blobs: readonly MissingBlob[], closed: ReadonlySet<string>): LinkedRow[] {
  const rows: LinkedRow[] = [];
  const add = (branches: readonly Branch[], level: number): void => {
    branches.forEach(({ key, item, below }, i) => {
      const expanded = below.length === 0 ? undefined : !closed.has(key);
      rows.push({ key, item, level, position: i + 1, siblings: branches.length, expanded });
      if (expanded) add(below, level + 1);
    });
  };
  add(branchesOf(nodes, blobs), 1);
  return rows;
}

/** What is counted in the line above the tree. */
const COUNTED = ['platform', ...GROUPED] as const;
type Counted = (typeof COUNTED)[number];

/** How many there are of each kind of which there is one, and how many are missing. Pure. */
export function linkedCounts(
  nodes: readonly LinkedNode[],
  blobs: readonly MissingBlob[],
): { counts: [Counted, number][]; missing: number } {
  const root = nodes[0]?.id;
  const counted = nodes.flatMap(({ id, kind }): Counted[] =>
    id === root ? [] : kind === 'image' ? ['platform'] : isGrouped(kind) ? [kind] : [],
  );
  const counts = COUNTED.map((kind): [Counted, number] => [kind, counted.filter((one) => one === kind).length]);
  const lost = new Set([...nodes.filter(({ missing }) => missing).map(({ digest }) => digest), ...blobs.map(({ digest }) => digest)]);
  return { counts: counts.filter(([, count]) => count > 0), missing: lost.size };
}

/**
 * The digests that documents are about, by the ids of their nodes: that of the node which each hangs below; of the shown one what hangs below it as its
 * subject. Pure.
 */
export function subjectsOf(nodes: readonly LinkedNode[]): ReadonlyMap<string, string> {
  const digests = new Map(nodes.map(({ id, digest }) => [id, digest]));
  const root = nodes[0]?.id;
  return new Map(
    nodes.flatMap(({ id, parent, kind, digest }): [string, string][] => {
      const above = parent === undefined ? undefined : digests.get(parent);
      const ofRoot = kind === 'subject' && parent !== undefined && parent === root ? [[parent, digest] as [string, string]] : [];
      return [...(above === undefined ? [] : [[id, above] as [string, string]]), ...ofRoot];
    }),
  );
}
