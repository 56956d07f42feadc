import { Menu, Portal } from '@mantine/core';
import type { ReactNode } from 'react';

/** Where a menu opens. px in the window. */
export type MenuPoint = { readonly x: number; readonly y: number };

/** Without keys: the one that opens a menu reaches the document a moment later, and would close it. */
const OUTSIDE = ['mousedown', 'touchstart'];

/** In a low window the menu lies over its row instead of reaching out of the window. */
const INSIDE = { shift: { crossAxis: true } };

/** The menu of a row, a line of a tree or a cell: opened with the right mouse button, by the row's button, or by key. `children` are its items. */
export function RowMenu({
  at: { x, y },
  side = 'start',
  label,
  className,
  onClose,
  children,
}: {
  readonly at: MenuPoint;
  /** On which side of the point the menu begins: `end` below the right edge of a button. */
  readonly side?: 'start' | 'end';
  readonly label: string;
  readonly className?: string | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  return (
    // In the document's body: a fixed position is relative to a container otherwise.
    <Portal>
      <Menu
        opened
        onClose={onClose}
        position={`bottom-${side}`}
        withinPortal
        returnFocus={false}
        hideDetached={false}
        middlewares={INSIDE}
        clickOutsideEvents={OUTSIDE}
      >
        <Menu.Target>
          <span aria-hidden="true" style={{ position: 'fixed', left: x, top: y }} />
        </Menu.Target>
        <Menu.Dropdown aria-label={label} className={className ?? ''}>
          {children}
        </Menu.Dropdown>
      </Menu>
    </Portal>
  );
}
