import { create } from 'zustand';
import { defaultSettings, type Settings } from '../../shared/contract/settings.ts';
import { client } from './client.ts';
import type { LinkState } from './socket-link.ts';

/** The one dialog that is open, with what it is about. */
export type OpenDialog =
  | { readonly kind: 'add-connection' }
  | { readonly kind: 'edit-connection'; readonly id: string; readonly purpose?: 'test' | 'sign-in' }
  | { readonly kind: 'diagnose'; readonly id: string; readonly repository: string | null }
  | { readonly kind: 'import' }
  | { readonly kind: 'remove-connection'; readonly id: string }
  | {
      readonly kind: 'retag' | 'delete' | 'copy' | 'save';
      readonly connectionId: string;
      readonly repository: string;
      readonly tag: string;
    }
  | {
      readonly kind: 'delete-many';
      readonly connectionId: string;
      readonly targets: readonly {
        readonly repository: string;
        readonly tags: readonly string[];
        readonly seen?: Readonly<Record<string, string>>;
      }[];
      readonly untagOnly: boolean;
    }
  | { readonly kind: 'clean-up'; readonly connectionId: string; readonly repository: string }
  | { readonly kind: 'load'; readonly connectionId: string; readonly repository: string | null }
  | { readonly kind: 'free-space'; readonly repository: string; readonly lastTagGone: boolean }
  | { readonly kind: 'history' }
  | { readonly kind: 'undo'; readonly id: string }
  | { readonly kind: 'settings' }
  | { readonly kind: 'shortcuts' };

/** What the person is looking at. Nothing that was fetched is in here. */
type UiState = {
  readonly settings: Settings;
  /** The tag whose detail is open. */
  readonly openTag: string | null;
  readonly checkedTags: ReadonlySet<string>;
  readonly tagFilter: string;
  readonly dialog: OpenDialog | null;
  /** How the page stands with the application behind it. */
  readonly link: LinkState;
};

export const useUi = create<UiState>(() => ({
  settings: defaultSettings,
  openTag: null,
  checkedTags: new Set(),
  tagFilter: '',
  dialog: null,
  link: 'connecting',
}));

const NOTHING: ReadonlySet<string> = new Set();
const SAVE_AFTER = 300;
let pending: Partial<Settings> = {};
let scheduled = false;

function save(): void {
  const changes = pending;
  pending = {};
  scheduled = false;
  // What the window remembers is comfort: when it cannot be written, the next change tries again.
  client.settings.update(changes).catch(() => {
    pending = { ...changes, ...pending };
  });
}

/** Changes what the window remembers; written a moment later, so that dragging does not write at every pixel. */
export function remember(change: Partial<Settings>): void {
  useUi.setState((state) => ({ settings: { ...state.settings, ...change } }));
  pending = { ...pending, ...change };
  if (scheduled) return;
  scheduled = true;
  setTimeout(save, SAVE_AFTER);
}

/** Shows a registry, at its list of repositories. */
export function showConnection(connectionId: string | null): void {
  remember({ connectionId, repository: null });
  useUi.setState({ openTag: null, checkedTags: NOTHING, tagFilter: '' });
}

/** Shows a repository, with a tag's detail open where one is named. */
export function showRepository(connectionId: string, repository: string, openTag: string | null = null): void {
  remember({ connectionId, repository });
  useUi.setState({ openTag, checkedTags: NOTHING, tagFilter: '' });
}

export function openTag(tag: string | null): void {
  useUi.setState({ openTag: tag });
}

/** Opens the dialog of a change, bound to where the person is now, whatever is shown behind it later. */
export function openChange(kind: 'retag' | 'delete' | 'copy' | 'save', tag: string): void {
  const { connectionId, repository } = useUi.getState().settings;
  if (connectionId !== null && repository !== null) openDialog({ kind, connectionId, repository, tag });
}

/** Opens the deletion of what is selected; of a single tag that is the ordinary one. */
export function openDeleteSelected(): void {
  const { settings, checkedTags } = useUi.getState();
  const { connectionId, repository } = settings;
  const [only] = checkedTags;
  if (connectionId === null || repository === null || only === undefined) return;
  if (checkedTags.size === 1) openChange('delete', only);
  else openDialog({ kind: 'delete-many', connectionId, targets: [{ repository, tags: [...checkedTags] }], untagOnly: false });
}

export function openDialog(dialog: OpenDialog | null): void {
  useUi.setState({ dialog });
}

export function setTagFilter(tagFilter: string): void {
  useUi.setState({ tagFilter });
}

export function checkTags(checkedTags: ReadonlySet<string>): void {
  useUi.setState({ checkedTags });
}
