import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../features/connections/queries.ts';
import { notice } from '../lib/notice.ts';
import { shownConnectionId } from '../lib/places.ts';
import { openDialog, useUi } from '../lib/ui-state.ts';

/** A place of the page that takes files itself has said so already. */
const hasFiles = (event: DragEvent): boolean => !event.defaultPrevented && event.dataTransfer?.types.includes('Files') === true;

/** An image file that is dropped on the window is loaded into the registry, or the repository, that is shown. */
export function useDroppedFile(): void {
  const { t } = useTranslation();
  const connection = useConnection(useUi(shownConnectionId));
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      // Else the browser would show the file in place of the page.
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = useUi.getState().dialog === null ? 'copy' : 'none';
    };
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      const { dialog, place } = useUi.getState();
      if (!file || (dialog !== null && dialog.kind !== 'load')) return;
      if (!connection) return notice(t('transfer.load.noRegistry'), t('transfer.load.noRegistryDetail'));
      if (connection.readOnly) return notice(t('transfer.load.readOnly', { name: connection.name }));
      const repository = dialog?.kind === 'load' ? dialog.repository : (place?.repository ?? null);
      openDialog({ kind: 'load', connectionId: connection.id, repository, file });
    };
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  }, [t, connection]);
}
