import { type TagColumn, type TagColumnSetting, tagColumns } from '../../../../shared/contract/settings.ts';
import type { TagDetail } from '../../../../shared/contract/tags.ts';
import { moved } from '../../../lib/order.ts';

/** A column beside that of the tags, as a person arranged it; `width` in px where it was resized. */
export type Column = { readonly id: TagColumn; readonly isShown: boolean; readonly width?: number | undefined };

/** px */
const NARROWEST = 60;
const WIDEST = 600;

/** Columns that are hidden until they are chosen. */
const EXTRA: ReadonlySet<TagColumn> = new Set(['mediaType']);

/** Columns of which only some products tell anything. */
const TOLD = ['pulled', 'immutable'] as const satisfies readonly TagColumn[];
/** A product that tells, tells it of nearly every tag: so many are looked at. */
const LOOKED_AT = 500;

/** The columns that have something to say: of those that only some products fill, the ones that are filled. */
export function toldColumns(details: Iterable<TagDetail>): ReadonlySet<TagColumn> {
  const told = new Set<TagColumn>(tagColumns);
  for (const id of TOLD) told.delete(id);
  let looked = 0;
  for (const detail of details) {
    if (looked++ === LOOKED_AT || told.size === tagColumns.length) break;
    if (detail.state === 'read') for (const id of TOLD) if (detail[id] !== undefined) told.add(id);
  }
  return told;
}

/** Every column in the order of the settings; those that they do not name come after, in their usual order. */
export function arrangedColumns(settings: readonly TagColumnSetting[]): readonly Column[] {
  const named = new Set<TagColumn>();
  const known = settings.filter(({ id }) => !named.has(id) && named.add(id));
  return [
    ...known.map(({ id, shown, width }) => ({ id, isShown: shown, width })),
    ...tagColumns.filter((id) => !named.has(id)).map((id) => ({ id, isShown: !EXTRA.has(id) })),
  ];
}

const asSettings = (columns: readonly Column[]): TagColumnSetting[] =>
  columns.map(({ id, isShown, width }) => ({ id, shown: isShown, ...(width === undefined ? {} : { width }) }));

/** Shows or hides a column. */
export const withShown = (columns: readonly Column[], id: TagColumn, isShown: boolean): TagColumnSetting[] =>
  asSettings(columns.map((column) => (column.id === id ? { ...column, isShown } : column)));

const bounded = (width: number): number => Math.round(Math.max(NARROWEST, Math.min(WIDEST, width)));

/** The column with another width in px; undefined is the usual one. */
export function withWidth(columns: readonly Column[], id: TagColumn, width: number | undefined): TagColumnSetting[] {
  return asSettings(
    columns.map((column) => (column.id === id ? { ...column, width: width === undefined ? undefined : bounded(width) } : column)),
  );
}

/** A column and the one at its right, as wide as they are when the edge between them is dragged. The column of the tags takes what the others leave. */
export type Edge = { readonly left: TagColumn | 'tag'; readonly right: TagColumn; readonly widths: readonly [number, number] };

/** The columns with an edge moved by so many px: what one gains, the other loses. */
export function withEdgeMoved(columns: readonly Column[], { left, right, widths: [before, after] }: Edge, by: number): TagColumnSetting[] {
  const most = Math.min(after - NARROWEST, WIDEST - before);
  const moved = Math.max(Math.max(NARROWEST - before, after - WIDEST), Math.min(most, by));
  const widths: Partial<Record<TagColumn | 'tag', number>> = { [left]: bounded(before + moved), [right]: bounded(after - moved) };
  return asSettings(columns.map((column) => ({ ...column, width: widths[column.id] ?? column.width })));
}

/** The column moved past as many of those that are on screen (`by`: negative is to the left). */
export function withMoved(columns: readonly Column[], onScreen: readonly TagColumn[], id: TagColumn, by: number): TagColumnSetting[] {
  const target = onScreen.includes(id) ? onScreen[onScreen.indexOf(id) + by] : undefined;
  return target === undefined ? asSettings(columns) : withPlaceOf(columns, id, target);
}

/** The column put in the place of another. */
export function withPlaceOf(columns: readonly Column[], id: TagColumn, other: TagColumn): TagColumnSetting[] {
  const column = columns.find((one) => one.id === id);
  return asSettings(
    column
      ? moved(
          columns,
          column,
          columns.findIndex((one) => one.id === other),
        )
      : columns,
  );
}

/** px that a column needs where it has its usual width, and what the columns around them and the names need. */
const LEAST: Readonly<Record<TagColumn, number>> = {
  digest: 128,
  kind: 86,
  platforms: 150,
  size: 100,
  created: 130,
  mediaType: 120,
  pulled: 130,
  immutable: 100,
};
const LEAST_AROUND = 44 + 150 + 52;

/**
 * What the style sheet needs to know of the columns that are shown: their order, and widths that are not the usual ones. `isOwn`: a person arranged
 * them, so that none is left out for want of room.
 */
export function columnStyle(shown: readonly Column[], isOwn: boolean): Readonly<Record<`--${string}`, string>> {
  const order = ['check', 'tag', ...shown.map(({ id }) => id), 'menu'].map((name) => `var(--${name})`).join(' ');
  const widths = shown.flatMap(({ id, width }) => (width === undefined ? [] : [[`--own-${id}`, `${width}px`] as const]));
  const least = shown.reduce((sum, { id, width }) => sum + (width ?? LEAST[id]), LEAST_AROUND);
  return { '--columns': order, ...Object.fromEntries(widths), ...(isOwn ? { '--least': `${least}px` } : {}) };
}
