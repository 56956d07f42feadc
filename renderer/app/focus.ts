import { useUi } from '../lib/ui-state.ts';

/** Frames in which the tags of a place may come. */
const MOST_FRAMES = 60;
/** A dialog that closes gives the focus back within these. */
const SETTLING = 5;

const find = (role: 'grid' | 'tree'): HTMLElement | null => document.querySelector<HTMLElement>(`[role="${role}"]`);

/** Moves the focus to the tags of what was jumped to, once they are there; not where a dialog has opened instead. */
export function focusTags(frame = 0): void {
  if (useUi.getState().dialog !== null || frame === MOST_FRAMES) return;
  const grid = find('grid');
  if (grid && frame > SETTLING) grid.focus();
  else requestAnimationFrame(() => focusTags(frame + 1));
}

const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body;

/** After going back or forward: where what had the focus is no longer shown, the focus moves to the tags, or to the repositories. */
export function focusWhatIsShown(frame = 0): void {
  if (frame > SETTLING && !isLost()) return;
  const grid = find('grid');
  if (frame > SETTLING && grid) grid.focus();
  else if (frame < MOST_FRAMES) requestAnimationFrame(() => focusWhatIsShown(frame + 1));
  else find('tree')?.focus();
}
