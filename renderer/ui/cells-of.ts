import { isDigest } from '../../shared/oci/digest.ts';

/** A cell as it is on screen, with the name of its column. */
export type Cell = { readonly column: string; readonly text: string };

/** The text of an element as it is read aloud: names that are cut on screen are whole. Marked hits are within a word, everything else is a word of its own. */
function textOf(element: Element | undefined): string {
  if (!element) return '';
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let text = '';
  let before: Element | null = null;
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent?.closest('[aria-hidden="true"]')) continue;
    const isWithin = parent === before || parent?.tagName === 'MARK' || before?.tagName === 'MARK';
    text += `${isWithin ? '' : ' '}${walker.currentNode.nodeValue ?? ''}`;
    before = parent;
  }
  return text.replaceAll(/\s+/g, ' ').trim();
}

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
