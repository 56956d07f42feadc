/** Menus, lists, the palette, dialogs and notices: they lie over the window, and leave with whatever has the focus in them. */
const OVER = '[data-portal]';

let last: HTMLElement | null = null;

/** Notes from now on what has the focus. */
export function watchFocus(): void {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement && !target.closest(OVER)) last = target;
  });
}

/** What had the focus last of everything that stays: where to go on from when a dialog closes, however it was opened. */
export const lastFocus = (): HTMLElement | null => last;
