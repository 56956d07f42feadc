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

/** Where to go on from when what had the focus has left. */
const ENTRANCES = ['[role="grid"]', '[role="tree"]', '[data-pane="sidebar"] button'];

/** Gives the focus back to this, or where it has left or cannot have it, to what is shown. */
export function focusAgain(element: HTMLElement | null): void {
  for (const one of [element, ...ENTRANCES.map((entrance) => document.querySelector<HTMLElement>(entrance))]) {
    if (!one?.isConnected) continue;
    one.focus({ preventScroll: true });
    if (document.activeElement === one) return;
  }
}

/** Whether what had the focus has left, and nothing else has it. */
export const isFocusLost = (): boolean => document.activeElement === null || document.activeElement === document.body;

/** ms after which whatever moves the focus by itself has done so. */
export const FOCUS_SETTLED = 50;

/** As {@link focusAgain}, where the focus was lost. */
export function focusIfLost(): void {
  if (isFocusLost()) focusAgain(last);
}
