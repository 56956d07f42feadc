import type { RunAbout, RunKind } from '../../shared/contract/runs.ts';
import type { SavedContent } from '../../shared/contract/transfer.ts';
import type { DeletionFromFile, RetagFromFile } from '../lib/plan-from-file.ts';

type Nothing = Record<never, never>;
type InRepository = { readonly connectionId: string; readonly repository: string };
/** What the run is about for which the dialog is opened again. */
type OfRun<K extends RunKind> = { readonly about?: Extract<RunAbout, { kind: K }> };
/** One tag or many. */
type OnTags = InRepository & { readonly tags: readonly string[] };

// Every dialog of the window by its kind, with what it is about. `dialogs.tsx` shows them; a feature opens any of them with `openDialog`.
declare module '../lib/ui-state.ts' {
  interface DialogKinds {
    'add-connection': { readonly address?: string };
    'edit-connection': { readonly id: string; readonly purpose?: 'test' };
    'sign-in': { readonly id: string };
    'remove-connection': { readonly id: string };
    diagnose: { readonly id: string; readonly repository: string | null };
    import: Nothing;
    /** `text` is what the file holds; null where it is too large. */
    'import-file': { readonly name: string; readonly text: string | null };
    export: Nothing;
    /** `file` was dropped on the window. */
    'apply-plan': { readonly file?: File };
    retag: OnTags & OfRun<'retag'> & { readonly plan?: RetagFromFile };
    delete: {
      readonly connectionId: string;
      readonly targets: readonly {
        readonly repository: string;
        readonly tags: readonly string[];
        readonly seen?: Readonly<Record<string, string>> | undefined;
      }[];
      readonly untagOnly: boolean;
      readonly purpose: 'delete' | 'clean-up';
      readonly plan?: DeletionFromFile;
    } & OfRun<'delete' | 'clean-up'>;
    copy: OnTags & OfRun<'copy'>;
    save: OnTags & OfRun<'save'>;
    'save-content': InRepository & { readonly content: SavedContent } & OfRun<'save-content'>;
    load: {
      readonly connectionId: string;
      readonly repository: string | null;
      /** A file that was dropped on the window. */
      readonly file?: File;
    } & OfRun<'load'>;
    untagged: InRepository;
    scan: { readonly connectionId: string };
    check: InRepository;
    'free-space': { readonly repository: string; readonly lastTagGone: boolean };
    /** `search` is what its list is searched for from the beginning. */
    history: { readonly search?: string };
    undo: { readonly id: string; readonly others?: readonly string[] | undefined };
    /** `about` is what is to be watched: one tag, or without a pattern all of a repository. Without it, the list is looked at. */
    watch: { readonly about?: InRepository & { readonly pattern?: string } };
    settings: Nothing;
    shortcuts: Nothing;
  }
}
