import type { StorageBy, StorageGroup, StorageResult, StorageScope, StorageSelection } from '../../../shared/contract/storage.ts';

import { shortDigest } from '../../../shared/oci/digest.ts';

/** What the bytes of a scope can be told by; the first is what it begins with. */
export function waysOf(scope: StorageScope): readonly StorageBy[] {
  return scope.kind === 'repository' ? ['tag', 'layer'] : ['namespace', 'repository', 'layer'];
}

/** The name of a group within its scope: what a folder has in common is not repeated. Pure. */
export function nameOf(group: StorageGroup, scope: StorageScope): string {
  const first = group.tags[0]?.tag;
  switch (group.kind) {
    case 'image':
      return first ?? group.key;
    case 'layer':
      return shortDigest(group.key);
    case 'folder':
    case 'repository': {
      const prefix = scope.kind === 'folder' && scope.folder !== '' ? `${scope.folder}/` : '';
      return group.key.startsWith(prefix) ? group.key.slice(prefix.length) : group.key;
    }
  }
}

/** The key of a group among the others: a folder and a repository may have one name. */
export const groupKey = ({ kind, key }: Pick<StorageGroup, 'kind' | 'key'>): string => `${kind} ${key}`;

export type TileGroup = { readonly bytes: number } & (
  | { readonly kind: 'group'; readonly group: StorageGroup }
  /** What several groups, or something outside of the scope, use, too. */
  | { readonly kind: 'shared' }
  /** Groups that were not told one by one. */
  | { readonly kind: 'rest'; readonly count: number }
);

/**
 * What the treemap shows: what each group has for itself, and what is shared, so that all of it is the total. Layers share nothing: each is one
 * tile. Pure.
 */
export function tileGroups({ figures, groups, rest }: StorageResult): TileGroup[] {
  const isLayers = groups[0]?.kind === 'layer';
  const bytesOf = ({ total, unique }: { readonly total: number; readonly unique: number }): number => (isLayers ? total : unique);
  const own = groups.reduce((sum, group) => sum + bytesOf(group), bytesOf(rest));
  const shared = Math.max(0, figures.total - own);
  return [
    ...groups.map((group) => ({ kind: 'group', group, bytes: bytesOf(group) }) as const),
    ...(shared > 0 && !isLayers ? [{ kind: 'shared', bytes: shared } as const] : []),
    ...(rest.count > 0 ? [{ kind: 'rest', count: rest.count, bytes: bytesOf(rest) } as const] : []),
  ];
}

/** What the chosen groups are to the index; undefined where they cannot be deleted, as layers cannot. Pure. */
export function selectionOf(groups: readonly StorageGroup[], scope: StorageScope): StorageSelection | undefined {
  const keys = (kind: StorageGroup['kind']): string[] => groups.filter((group) => group.kind === kind).map(({ key }) => key);
  if (groups.length === 0 || groups.some(({ kind }) => kind === 'layer')) return undefined;
  if (scope.kind === 'repository') return { kind: 'images', repository: scope.repository, digests: keys('image') };
  return { kind: 'repositories', folders: keys('folder'), repositories: keys('repository') };
}

export type SortColumn = 'name' | 'total' | 'unique' | 'tags';
export type Sort = { readonly column: SortColumn; readonly descending: boolean };

const byName = new Intl.Collator('en', { numeric: true });

/** Pure. */
export function sortGroups(groups: readonly StorageGroup[], scope: StorageScope, { column, descending }: Sort): StorageGroup[] {
  const sign = descending ? -1 : 1;
  const compareNames = (a: StorageGroup, b: StorageGroup): number => byName.compare(nameOf(a, scope), nameOf(b, scope));
  const compare = (a: StorageGroup, b: StorageGroup): number => {
    switch (column) {
      case 'name':
        return compareNames(a, b);
      case 'total':
        return a.total - b.total;
      case 'unique':
        return a.unique - b.unique;
      case 'tags':
        return a.tagCount - b.tagCount;
    }
  };
  return groups.toSorted((a, b) => sign * compare(a, b) || compareNames(a, b));
}
