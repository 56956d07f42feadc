import { create } from 'zustand';
import { defaultSettings, type Settings } from '../../shared/contract/settings.ts';
import type { LinkProblem, Place } from '../../shared/place.ts';
import { client } from './client.ts';
import type { LinkState } from './socket-link.ts';

/**
 * The dialogs of the window by their kinds, each with what it is about. `app/dialog-kinds.ts` declares them: this module knows no feature.
 * @public
 */
// biome-ignore lint/suspicious/noEmptyInterface: declarations are merged into it, which no type allows.
export interface DialogKinds {}

/** The one dialog that is open, with what it is about. */
export type OpenDialog = { [Kind in keyof DialogKinds]: { readonly kind: Kind } & DialogKinds[Kind] }[keyof DialogKinds];

/** What the window shows. Nothing that was fetched is in here. */
type UiState = {
  readonly settings: Settings;
  /** The person's place; null before a registry is chosen. `places.ts` changes it. */
  readonly place: Place | null;
  /** How many places lie before and after this one. */
  readonly trail: { readonly back: number; readonly forward: number };
  /** Why the last link could not be opened. */
  readonly linkProblem: LinkProblem | null;
  readonly checkedTags: ReadonlySet<string>;
  readonly tagFilter: string;
  readonly dialog: OpenDialog | null;
  /** The run that the open dialog was opened for. */
  readonly runId: string | null;
  /** Whether the application can be reached. */
  readonly link: LinkState;
};

export const useUi = create<UiState>(() => ({
  settings: defaultSettings,
  place: null,
  trail: { back: 0, forward: 0 },
  linkProblem: null,
  checkedTags: new Set(),
  tagFilter: '',
  dialog: null,
  runId: null,
  link: 'connecting',
}));

const SAVE_AFTER = 300;
let pending: Partial<Settings> = {};
let scheduled = false;

function save(): void {
  const changes = pending;
  pending = {};
  scheduled = false;
  if (Object.keys(changes).length === 0) return;
  // Losing these is harmless: if they cannot be written, the next change tries again.
  client.settings.update(changes).catch(() => {
    pending = { ...changes, ...pending };
  });
}

/** Changes what the window remembers. Saved a moment later, so that dragging does not write at every pixel. */
export function remember(change: Partial<Settings>): void {
  useUi.setState((state) => ({ settings: { ...state.settings, ...change } }));
  pending = { ...pending, ...change };
  if (scheduled) return;
  scheduled = true;
  setTimeout(save, SAVE_AFTER);
}

/** Settings of what this window shows: another one may show it otherwise. */
const OWN = [
  'place',
  'sort',
  'tagColumns',
  'groupByImage',
  'showReferrers',
  'showRecent',
  'sidebarWidth',
  'detailSide',
  'detailShare',
  'detailWidthShare',
  'folders',
  'closedFolders',
] as const satisfies readonly (keyof Settings)[];

/** Takes over what another window has set, but for what is this window's own, or was changed here just now. */
export function adoptSettings(saved: Settings): void {
  useUi.setState(({ settings }) => ({
    settings: { ...saved, ...Object.fromEntries(OWN.map((key) => [key, settings[key]])), ...pending },
  }));
}

// What was chosen in the last moment before the page is left is not lost.
window.addEventListener('pagehide', save);

/** Opens a dialog instead of the one that is open, if any, for a run where one is named; null closes it. */
export function openDialog(dialog: OpenDialog | null, runId: string | null = null): void {
  useUi.setState({ dialog, runId });
}

export const closeDialog = (): void => openDialog(null);

export function setTagFilter(tagFilter: string): void {
  useUi.setState({ tagFilter });
}

export function checkTags(checkedTags: ReadonlySet<string>): void {
  useUi.setState({ checkedTags });
}
