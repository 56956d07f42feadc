import { openDialog, useUi } from '../../lib/ui-state.ts';

/** Opens the dialog of a change to a tag. The dialog keeps this target, whatever place is shown behind it later. */
export function openChange(kind: 'retag' | 'delete' | 'copy' | 'save', tag: string): void {
  const { place } = useUi.getState();
  if (place?.repository === undefined) return;
  const { connectionId, repository } = place;
  if (kind === 'delete') openDialog({ kind, connectionId, targets: [{ repository, tags: [tag] }], untagOnly: false, purpose: 'delete' });
  else openDialog({ kind, connectionId, repository, tags: [tag] });
}

/** Opens the deletion of the selected tags. */
export function openDeleteSelected(): void {
  const { place, checkedTags } = useUi.getState();
  if (place?.repository === undefined || checkedTags.size === 0) return;
  const { connectionId, repository } = place;
  openDialog({ kind: 'delete', connectionId, targets: [{ repository, tags: [...checkedTags] }], untagOnly: false, purpose: 'delete' });
}
