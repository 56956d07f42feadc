import type { KeyboardEvent } from 'react';
import { isFocusLost } from '../../lib/last-focus.ts';
import { useUi } from '../../lib/ui-state.ts';
import { askForFocus } from './keep-focus.ts';
import { focusPane } from './panes.ts';

/** How many frames to wait for the tags of a place; at the start, the registry has to be reached first. */
const MOST_FRAMES = 180;
const FRAMES_AT_START = 600;
/** A closing dialog returns the focus within these. */
const SETTLING = 5;

const find = (role: 'grid' | 'tree'): HTMLElement | null => document.querySelector<HTMLElement>(`[role="${role}"]`);

const activity = (): HTMLElement | null => document.querySelector<HTMLElement>('#activity');

/** Moves the focus to the panel "Activity" once it is shown, after whatever closes has returned the focus. */
export function focusActivity(): void {
  const isWanted = askForFocus();
  const step = (frame: number): void => {
    if (!isWanted()) return;
    if (frame > SETTLING) activity()?.focus();
    else requestAnimationFrame(() => step(frame + 1));
  };
  step(0);
}

/** Moves the focus to the tags once they are shown, unless a dialog has opened or the person has moved it meanwhile. */
export function focusTags(): void {
  const isWanted = askForFocus();
  const step = (frame: number): void => {
    if (!isWanted() || useUi.getState().dialog !== null || activity()?.contains(document.activeElement) || frame === MOST_FRAMES) return;
    const grid = find('grid');
    if (grid && frame > SETTLING) grid.focus();
    else requestAnimationFrame(() => step(frame + 1));
  };
  step(0);
}

/** After going back or forward: if the focus was lost, moves it to the tags, or else to the repositories. */
export function focusWhatIsShown(frame = 0): void {
  if (frame > SETTLING && !isFocusLost()) return;
  const grid = find('grid');
  if (frame > SETTLING && grid) grid.focus();
  else if (frame < MOST_FRAMES) requestAnimationFrame(() => focusWhatIsShown(frame + 1));
  else find('tree')?.focus();
}

/** After what the focus would return to was removed: moves it to the registries, unless something else has it. */
export function focusRegistries(frame = 0): void {
  if (frame <= SETTLING) requestAnimationFrame(() => focusRegistries(frame + 1));
  else if (isFocusLost()) focusPane('sidebar');
}

/** At the start: moves the focus to the list of the place that was open, once it is there, unless the person has moved it meanwhile. */
export function focusFirst(frame = 0): void {
  const { place, dialog } = useUi.getState();
  if (place === null || dialog !== null || !isFocusLost() || frame === FRAMES_AT_START) return;
  const list = find(place.repository === undefined ? 'tree' : 'grid');
  if (list) list.focus();
  else requestAnimationFrame(() => focusFirst(frame + 1));
}

/** How many frames an image may take to be shown after its tag was opened. */
const MOST_DETAIL_FRAMES = 300;

/** Moves the focus from the tags to the detail of the opened one, once it is shown, unless the person has moved it. */
export function focusDetail(frame = 0): void {
  const tab = document.querySelector<HTMLElement>('[data-pane="detail"] [role="tab"][aria-selected="true"]');
  const isStill = document.activeElement === find('grid');
  if (!isStill || frame === MOST_DETAIL_FRAMES) return;
  if (tab && frame > 0) tab.focus();
  else requestAnimationFrame(() => focusDetail(frame + 1));
}

/** Escape in the detail goes back to the tags, unless something in it had a use for the key. */
export function leaveDetail(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  // Menus and dialogs of the detail are elsewhere in the document.
  if (event.target instanceof Node && event.currentTarget.contains(event.target)) find('grid')?.focus();
}
