import type { ListCut } from '../../../shared/contract/base.ts';
import type { TagDetail, TagEvent } from '../../../shared/contract/tags.ts';
import { orderTags } from '../../../shared/oci/tag-order.ts';

/**
 * The tags of a repository as far as they have been read. `details` is one map that grows: a new one for every batch would cost more than
 * reading. Each event makes a new table around it, so that React sees the change.
 */
export type TagTable = {
  /** In the order of `orderTags`; what was read decides once all is read, so that rows do not move while a person looks at them. */
  readonly names: readonly string[];
  /** Names of a reading that is under way, until all are known. */
  readonly arriving: readonly string[];
  readonly details: Map<string, TagDetail>;
  /** How many details this reading has delivered whole. */
  readonly read: number;
  /** The names are those that there are; what is remembered are names that there were. */
  readonly listed: boolean;
  readonly done: boolean;
  /** When all of it was read last, in ms. */
  readonly readAt?: number;
  /** Some of what is shown is remembered, as of `readAt`: all was not read again yet. */
  readonly isRemembered: boolean;
  readonly cut?: ListCut | undefined;
  /** The id of the running reading. */
  readonly readId: string;
};

/** Before anything is known. */
export const emptyTable = (): TagTable => ({
  names: [],
  arriving: [],
  details: new Map(),
  read: 0,
  listed: false,
  done: false,
  isRemembered: false,
  readId: '',
});

/** An event of the reading that has this id. */
export type Identified = TagEvent & { readonly readId: string };

/** Names in order, with what is known of their images. */
const inOrder = (names: readonly string[], details: ReadonlyMap<string, TagDetail>): string[] =>
  orderTags(names, (tag) => {
    const detail = details.get(tag);
    return detail?.state === 'read' ? detail : undefined;
  });

/** The names on screen are replaced once the new list is complete. Pure but for the map of details. */
export function addEvent(table: TagTable, event: Identified): TagTable {
  const hasOlder = table.listed || table.isRemembered;
  switch (event.kind) {
    case 'remembered':
      for (const row of event.rows) table.details.set(row.tag, row);
      return { ...table, names: [...table.names, ...event.names], isRemembered: true, readAt: event.asOf };
    case 'start':
      return { ...table, arriving: [], read: 0, done: false, readId: event.readId };
    case 'names': {
      const arriving = [...table.arriving, ...event.names];
      return { ...table, arriving, names: hasOlder ? table.names : orderTags(arriving) };
    }
    case 'listed': {
      const known = new Set(table.arriving);
      for (const tag of table.details.keys()) if (!known.has(tag)) table.details.delete(tag);
      return {
        ...table,
        names: hasOlder ? inOrder(table.arriving, table.details) : table.names,
        arriving: [],
        listed: true,
        cut: event.cut,
      };
    }
    case 'details':
      for (const detail of event.details) table.details.set(detail.tag, detail);
      return { ...table, read: table.read + event.details.filter((detail) => detail.state !== 'read' || !detail.pending).length };
    case 'end':
      return { ...table, names: inOrder(table.names, table.details), done: true, isRemembered: false, readAt: Date.now() };
  }
}
