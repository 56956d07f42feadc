import { type KeyboardEvent, type MouseEvent, type SyntheticEvent, useState } from 'react';
import { type Cell, cellsOf } from './cells-of.ts';
import { menuBelow } from './digest-menu.tsx';
import { isMenuKey } from './menu-keys.ts';
import type { MenuPoint } from './row-menu.tsx';

type Target<T> = { readonly row: T; readonly at: MenuPoint; readonly focused: Element | null; readonly cells: readonly Cell[] };

/**
 * The menu of the rows of a table: by a right click, the menu key and Shift F10. `rowOf` tells what a `tr` stands for. `handlers` are those of the table;
 * the menu stands beside it, because what is clicked in it is no click on a row.
 */
export function useTableMenu<T>(rowOf: (element: HTMLElement) => T | undefined) {
  const [target, setTarget] = useState<Target<T>>();
  const open = (event: SyntheticEvent, at: (element: HTMLElement) => MenuPoint): void => {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>('tr') : null;
    const row = element ? rowOf(element) : undefined;
    if (!element || row === undefined) return;
    event.preventDefault();
    setTarget({ row, at: at(element), focused: document.activeElement, cells: cellsOf(element) });
  };
  const close = (): void => {
    setTarget(undefined);
    if (target?.focused instanceof HTMLElement) target.focused.focus();
  };
  const handlers = {
    onContextMenu: (event: MouseEvent): void => open(event, () => ({ x: event.clientX, y: event.clientY })),
    onKeyDown: (event: KeyboardEvent): void => {
      if (isMenuKey(event)) open(event, menuBelow);
    },
  };
  return { target, close, handlers };
}
