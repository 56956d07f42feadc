import { openDialog, useUi } from '../../lib/ui-state.ts';

/** Opens the dialog of a change to a tag. The dialog keeps this target, whatever place is shown behind it later. */
export function openChange(kind: 'retag' | 'delete' | 'copy' | 'save', tag: string): void {
  const { place } = useUi.getState();
  if (place?.repository !== undefined) openDialog({ kind, connectionId: place.connectionId, repository: place.repository, tag });
}

/** Opens the deletion of the selected tags; for a single tag the dialog that knows its siblings. */
export function openDeleteSelected(): void {
  const { place, checkedTags } = useUi.getState();
  const [only] = checkedTags;
  if (place?.repository === undefined || only === undefined) return;
  const { connectionId, repository } = place;
  if (checkedTags.size === 1) openChange('delete', only);
  else openDialog({ kind: 'delete-many', connectionId, targets: [{ repository, tags: [...checkedTags] }], untagOnly: false });
}
