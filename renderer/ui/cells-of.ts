import { isDigest } from '../../shared/oci/digest.ts';

/** A cell as it is on screen, with the name of its column. */
export type Cell = { readonly column: string; readonly text: string };

const textOf = (element: Element | undefined): string => (element?.textContent ?? '').trim();

/** What the cells of a row say, in their order. A digest that is shown short is whole. Cells that say nothing, and columns without a name, are left out. */
export function cellsOf(row: Element | null): readonly Cell[] {
  const headers = row?.closest('[role="grid"], [role="treegrid"], table')?.querySelectorAll('[role="columnheader"], th') ?? [];
  return [...(row?.children ?? [])].flatMap((cell, i) => {
    const title = cell.getAttribute('title') ?? '';
    const column = textOf(headers[i]);
    const text = isDigest(title) ? title : textOf(cell);
    return column === '' || text === '' ? [] : [{ column, text }];
  });
}
