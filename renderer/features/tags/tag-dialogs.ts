import { openDialog, useUi } from '../../lib/ui-state.ts';

/** Opens the dialog of a change to these tags. The dialog keeps its target, whatever place is shown behind it later. */
export function openChange(kind: 'retag' | 'delete' | 'copy' | 'save', tags: readonly string[]): void {
  const { place } = useUi.getState();
  if (place?.repository === undefined || tags.length === 0) return;
  const { connectionId, repository } = place;
  if (kind === 'delete') openDialog({ kind, connectionId, targets: [{ repository, tags }], untagOnly: false, purpose: 'delete' });
  else openDialog({ kind, connectionId, repository, tags });
}
