import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { goTo, shownConnectionId } from '../../lib/places.ts';
import { runsThatChange } from '../../lib/run-changes.ts';
import { runsQuery } from '../../lib/runs.ts';
import { openDialog, useUi } from '../../lib/ui-state.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import { useRemoveConnection } from './use-connections.ts';

/** Forgets a registry and its password; the registry itself is not touched. */
export function RemoveDialog({ connection, onRemoved }: { readonly connection: Connection; readonly onRemoved: () => void }) {
  const { t } = useTranslation();
  const remove = useRemoveConnection();
  const { data: runs = [] } = useQuery(runsQuery);
  const under = runsThatChange(runs, connection.id).length;
  const close = (): void => openDialog(null);
  const apply = async (): Promise<void> => {
    await remove.mutateAsync({ id: connection.id });
    if (shownConnectionId(useUi.getState()) === connection.id) goTo(null);
    close();
    onRemoved();
  };
  return (
    <Dialog onClose={close} title={t('removeConnection.title', { name: connection.name })} size={460} alert>
      <DialogBody>
        <span className="dim">{t('removeConnection.detail')}</span>
        {under > 0 && (
          <Note tone="warn" role="status">
            <strong>{t('connections.underWay', { count: under })}</strong>
            <span>{t('removeConnection.noUndo')}</span>
          </Note>
        )}
        {remove.error && <FailureNote error={remove.error} handlers={{}} />}
      </DialogBody>
      <DialogFooter>
        <Button variant="subtle" onClick={close} data-autofocus>
          {t('dialog.cancel')}
        </Button>
        <Button data-danger loading={remove.isPending} onClick={() => void apply().catch(() => {})}>
          {t('removeConnection.apply')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
