import type { ListCut } from '../../../shared/contract/base.ts';
import type { CatalogEvent } from '../../../shared/contract/repositories.ts';
import { splitNames } from '../../../shared/name-lines.ts';

/** The catalog as far as it has been read. */
export type Catalog = {
  readonly names: readonly string[];
  readonly done: boolean;
  readonly cut?: ListCut | undefined;
  /** What has been read, while `names` are those that there were. */
  readonly arriving?: readonly string[];
};

export const emptyCatalog: Catalog = { names: [], done: false };

/** The names on screen where the others are the same in any order: the tree of them need not be made again. */
function sameOr(before: readonly string[], now: readonly string[]): readonly string[] {
  const shown = new Set(before);
  return shown.size === now.length && now.every((name) => shown.has(name)) ? before : now;
}

/** What is remembered stays on screen until all has been read. Pure. */
export function addEvent({ arriving, ...catalog }: Catalog, event: CatalogEvent): Catalog {
  switch (event.kind) {
    case 'remembered':
      return { ...catalog, names: splitNames(event.names), arriving: [] };
    case 'page': {
      const names = splitNames(event.names);
      return arriving ? { ...catalog, arriving: [...arriving, ...names] } : { ...catalog, names: [...catalog.names, ...names] };
    }
    case 'end':
      return { names: arriving ? sameOr(catalog.names, arriving) : catalog.names, done: true, cut: event.cut };
  }
}
