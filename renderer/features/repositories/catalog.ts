import type { ListCut } from '../../../shared/contract/base.ts';
import type { CatalogEvent } from '../../../shared/contract/repositories.ts';
import { splitNames } from '../../../shared/name-lines.ts';
import { hasSameNames } from '../../lib/use-same.ts';

/** The catalog as far as it has been read. */
export type Catalog = {
  readonly names: readonly string[];
  readonly done: boolean;
  readonly cut?: ListCut | undefined;
  /** What has been read, while `names` are those that there were. */
  readonly arriving?: readonly string[];
};

export const emptyCatalog: Catalog = { names: [], done: false };

/** What is remembered stays on screen until all has been read, and after it where that is the same: its tree need not be made again. Pure. */
export function addEvent({ arriving, ...catalog }: Catalog, event: CatalogEvent): Catalog {
  switch (event.kind) {
    case 'remembered':
      return { ...catalog, names: splitNames(event.names), arriving: [] };
    case 'page': {
      const names = splitNames(event.names);
      return arriving ? { ...catalog, arriving: [...arriving, ...names] } : { ...catalog, names: [...catalog.names, ...names] };
    }
    case 'end':
      return { names: arriving && !hasSameNames(catalog.names, arriving) ? arriving : catalog.names, done: true, cut: event.cut };
  }
}
