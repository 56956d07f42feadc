import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../features/connections/use-connections.ts';
import { notice } from '../lib/notice.ts';
import { shownConnectionId } from '../lib/places.ts';
import { openDialog, useUi } from '../lib/ui-state.ts';

/** A place of the page that takes files itself has said so already. */
const hasFiles = (event: DragEvent): boolean => !event.defaultPrevented && event.dataTransfer?.types.includes('Files') === true;

/** The line of the tree under the pointer that stands for a repository, or the list of registries, which stands for none. */
const lineUnder = (event: DragEvent): HTMLElement | null =>
  event.target instanceof Element ? event.target.closest<HTMLElement>('[data-drop-repository]') : null;

let marked: HTMLElement | null = null;

/** Marks the repository that a file would be loaded into, if it is one of the tree. */
function mark(line: HTMLElement | null): void {
  if (marked === line) return;
  if (marked) delete marked.dataset['dropping'];
  if (line) line.dataset['dropping'] = 'true';
  marked = line;
}

/** What takes a file while it is open. */
const TAKES_FILES: ReadonlySet<string> = new Set(['load', 'apply-plan']);

/** Whether it can be a plan: an image file is a tar, or a compressed one. */
const isPlan = ({ name }: File): boolean => name.toLowerCase().endsWith('.json');

/** A plan that is dropped on the window is looked at. An image file is loaded into the repository of the tree under the pointer, or else into the registry, or the repository, that is shown. */
export function useDroppedFile(): void {
  const { t } = useTranslation();
  const connection = useConnection(useUi(shownConnectionId));
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      // Else the browser would show the file in place of the page.
      event.preventDefault();
      mark(useUi.getState().dialog === null ? lineUnder(event) : null);
      if (event.dataTransfer) event.dataTransfer.dropEffect = useUi.getState().dialog === null ? 'copy' : 'none';
    };
    const leave = (event: DragEvent): void => {
      // The pointer has left the window.
      if (event.relatedTarget === null) mark(null);
    };
    const drop = (event: DragEvent): void => {
      mark(null);
      if (!hasFiles(event)) return;
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      const { dialog, place } = useUi.getState();
      if (!file || (dialog !== null && !TAKES_FILES.has(dialog.kind))) return;
      if (isPlan(file)) return openDialog({ kind: 'apply-plan', file });
      if (dialog?.kind === 'apply-plan') return;
      if (!connection) return notice(t('drop.noRegistry'), t('drop.noRegistryDetail'));
      if (connection.readOnly) return notice(t('drop.readOnly', { name: connection.name }));
      const onTree = lineUnder(event)?.dataset['dropRepository'];
      // Which repository is meant cannot be told there.
      if (dialog === null && onTree === '') return notice(t('drop.notHere'));
      const repository = dialog?.kind === 'load' ? dialog.repository : (onTree ?? place?.repository ?? null);
      openDialog({ kind: 'load', connectionId: connection.id, repository, file });
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [t, connection]);
}
