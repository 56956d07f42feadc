import type { ListCut } from '../../../shared/contract/base.ts';
import { type OneTagEvent, oneByOne, type TagDetail, type TagEvent } from '../../../shared/contract/tags.ts';
import { splitNames } from '../../../shared/name-lines.ts';
import { insertRuns, orderTags } from '../../../shared/oci/tag-order.ts';
import { saysNothingNew } from '../../../shared/same-row.ts';
import { hasSameNames, isSame } from '../../lib/use-same.ts';

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
  /** How many it has told of, whole or not: it is under way as long as this grows. */
  readonly told: number;
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
  told: 0,
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

/** The list before, where the other one is the same: what is made of it need not be made again. */
const sameOr = (before: readonly string[], now: readonly string[]): readonly string[] => (isSame(before, now) ? before : now);

function forgetOthers(details: Map<string, TagDetail>, names: readonly string[]): void {
  const known = new Set(names);
  for (const tag of details.keys()) if (!known.has(tag)) details.delete(tag);
}

/** The names that have arrived, in the order of those on screen where they are the same: to order them anew takes longest of all. */
const listedNames = ({ names, arriving, details }: TagTable): readonly string[] =>
  hasSameNames(names, arriving) ? names : inOrder(arriving, details);

/** The names on screen are replaced once the new list is complete. Pure but for the map of details. */
export function addEvent(table: TagTable, { readId, ...event }: Identified): TagTable {
  return oneByOne(event).reduce((known, one) => addOne(known, one, readId), table);
}

function addOne(table: TagTable, event: OneTagEvent, readId: string): TagTable {
  const hasOlder = table.listed || table.isRemembered;
  switch (event.kind) {
    case 'remembered':
      for (const row of event.rows) table.details.set(row.tag, row);
      return { ...table, names: event.names === '' ? table.names : splitNames(event.names), isRemembered: true, readAt: event.asOf };
    case 'start':
      return { ...table, arriving: [], read: 0, told: 0, done: false, readId };
    case 'names': {
      const arriving = insertRuns(table.arriving, splitNames(event.names), event.runs);
      return { ...table, arriving, names: hasOlder ? table.names : arriving };
    }
    case 'listed': {
      if (hasOlder) forgetOthers(table.details, table.arriving);
      const names = hasOlder ? listedNames(table) : table.names;
      return { ...table, names, arriving: [], listed: true, cut: event.cut };
    }
    case 'details': {
      const { unchanged = 0 } = event;
      // One that says what is known already stays the same object, and is not drawn again.
      for (const detail of event.details) if (!saysNothingNew(table.details.get(detail.tag), detail)) table.details.set(detail.tag, detail);
      return {
        ...table,
        told: table.told + event.details.length + unchanged,
        read: table.read + event.details.filter((detail) => detail.state !== 'read' || !detail.pending).length + unchanged,
      };
    }
    case 'end':
      return {
        ...table,
        names: sameOr(table.names, inOrder(table.names, table.details)),
        done: true,
        isRemembered: false,
        readAt: Date.now(),
      };
  }
}
