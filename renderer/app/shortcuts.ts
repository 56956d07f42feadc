import { getHotkeyHandler, type HotkeyItem, useHotkeys } from '@mantine/hooks';
import { spotlight } from '@mantine/spotlight';
import { useEffect } from 'react';
import { refreshComparison } from '../features/compare/queries.ts';
import { lastRedoable, lastUndoable } from '../features/history/last-undoable.ts';
import { catalogQuery } from '../features/repositories/queries.ts';
import { refreshTags } from '../features/tags/queries.ts';
import { openNewWindow } from '../lib/new-window.ts';
import { shownConnectionId } from '../lib/places.ts';
import { isMac } from '../lib/platform.ts';
import { queryClient } from '../lib/query-client.ts';
import { openDialog, useUi } from '../lib/ui-state.ts';
import { keepFocus } from './places/keep-focus.ts';
import { focusPane, movePane } from './places/panes.ts';
import { movePlace } from './places/place-history.ts';

/** Reads what is on screen again. The old content is kept until the answer comes. */
function refresh(): void {
  const { place } = useUi.getState();
  if (place?.compareWith !== undefined) void refreshComparison();
  else if (place?.repository !== undefined) {
    void refreshTags(place.connectionId, place.repository);
    void queryClient.invalidateQueries(catalogQuery(place.connectionId));
  } else void queryClient.invalidateQueries();
}

/** Opens the undo of the latest change on the shown registry, or from it to another. */
async function undoLast(): Promise<void> {
  const last = await lastUndoable(shownConnectionId(useUi.getState()));
  if (last) openDialog({ kind: 'undo', ...last });
}

/** Opens the undo of the last undo, where nothing was changed since. */
async function redoLast(): Promise<void> {
  const last = await lastRedoable(shownConnectionId(useUi.getState()));
  if (last) openDialog({ kind: 'undo', ...last });
}

function focusFilter(): void {
  keepFocus();
  const filter =
    document.querySelector<HTMLElement>('input[data-filter="tags"]') ?? document.querySelector<HTMLElement>('input[type="search"]');
  filter?.focus();
}

/** An open dialog, which may be working, is never replaced by a shortcut. */
const unlessDialog = (run: () => void) => (): void => (useUi.getState().dialog === null ? run() : undefined);

/** Keys that mean the same wherever the focus is. */
const EVERYWHERE: HotkeyItem[] = [
  ['mod+K', unlessDialog(() => spotlight.open())],
  ['mod+,', unlessDialog(() => openDialog({ kind: 'settings' }))],
  ['mod+N', openNewWindow],
  ['F5', refresh],
  ['F6', unlessDialog(() => movePane(1))],
  ['shift+F6', unlessDialog(() => movePane(-1))],
  ['mod+1', unlessDialog(() => focusPane('sidebar'))],
  ['mod+2', unlessDialog(() => focusPane('main'))],
  ['mod+3', unlessDialog(() => focusPane('detail'))],
  ['meta+[', unlessDialog(() => movePlace(-1))],
  ['meta+]', unlessDialog(() => movePlace(1))],
];

/** Keys that a text field has another use for. */
const OUTSIDE_FIELDS: HotkeyItem[] = [
  ['mod+Z', unlessDialog(() => void undoLast())],
  ['mod+shift+Z', unlessDialog(() => void redoLast())],
  ['mod+Y', unlessDialog(() => void redoLast())],
  ['mod+D', unlessDialog(() => void compareOpened().catch(() => {}))],
  // Some keyboards have these characters on Shift, others do not.
  ...['/', 'shift+/'].map((key): HotkeyItem => [key, unlessDialog(focusFilter)]),
  ...['?', 'shift+?'].map((key): HotkeyItem => [key, unlessDialog(() => openDialog({ kind: 'shortcuts' }))]),
];

/** Compares the opened tag with the version before it, or the image of a digest with what is chosen then. The table of tags has this key for its own rows. */
async function compareOpened(): Promise<void> {
  const { place } = useUi.getState();
  if (place?.repository === undefined || !place.reference || place.compareWith !== undefined) return;
  if (document.activeElement?.closest('[role="grid"]')) return;
  const { compareDigest, compareWithPrevious } = await import('../features/tags/compare-tags.ts');
  const inRepository = { connectionId: place.connectionId, repository: place.repository };
  const { tag, digest } = place.reference;
  if (tag !== undefined) compareWithPrevious(inRepository, tag);
  else if (digest !== undefined) compareDigest(inRepository, digest);
}

const ARROWS: HotkeyItem[] = [
  ['alt+ArrowLeft', unlessDialog(() => movePlace(-1))],
  ['alt+ArrowRight', unlessDialog(() => movePlace(1))],
];

/** Enter that is held down acts once: the dialog that it opens would be confirmed unread, and what is behind one that it closes opened. */
function onHeldEnter(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || !event.repeat || event.target instanceof HTMLTextAreaElement) return;
  event.preventDefault();
  event.stopPropagation();
}

const outsideFields = getHotkeyHandler(OUTSIDE_FIELDS);

/** Of all inputs, boxes to tick take no text: these keys mean there what they mean elsewhere. */
function onBoxKeyDown(event: KeyboardEvent): void {
  if (event.target instanceof HTMLInputElement && ['checkbox', 'radio'].includes(event.target.type)) outsideFields(event);
}

/** A list of tabs takes every arrow for its own, those with Alt as well: these are caught before they come to it. */
function onTabKeyDown(event: KeyboardEvent): void {
  const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
  const isPlain = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (step === 0 || !isPlain || !(event.target instanceof Element) || event.target.closest('[role="tab"]') === null) return;
  event.preventDefault();
  event.stopPropagation();
  if (useUi.getState().dialog === null) movePlace(step);
}

/** The back and forward buttons of a mouse. */
function onMouseUp(event: MouseEvent): void {
  if (event.button !== 3 && event.button !== 4) return;
  event.preventDefault();
  if (useUi.getState().dialog === null) movePlace(event.button === 3 ? -1 : 1);
}

/** The shortcuts of the whole window. */
export function useShortcuts(): void {
  useHotkeys(isMac ? EVERYWHERE : [...EVERYWHERE, ...ARROWS], [], true);
  useHotkeys(isMac ? [...OUTSIDE_FIELDS, ...ARROWS] : OUTSIDE_FIELDS);
  useEffect(() => {
    window.addEventListener('keydown', onHeldEnter, true);
    window.addEventListener('keydown', onTabKeyDown, true);
    window.addEventListener('keydown', onBoxKeyDown);
    window.addEventListener('mouseup', onMouseUp);
    window.addEventListener('pointerdown', keepFocus, true);
    return () => {
      window.removeEventListener('keydown', onHeldEnter, true);
      window.removeEventListener('keydown', onTabKeyDown, true);
      window.removeEventListener('keydown', onBoxKeyDown);
      window.removeEventListener('mouseup', onMouseUp);
      window.removeEventListener('pointerdown', keepFocus, true);
    };
  }, []);
}
