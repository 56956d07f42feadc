import { Button, Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { connectionsFile } from '../../../shared/connections-file.ts';
import { notice } from '../../lib/notice.ts';
import { saveFile } from '../../lib/save-file.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { Note } from '../../ui/note.tsx';
import styles from './import.module.css';
import { connectionsQuery } from './queries.ts';

const FILE_NAME = 'longshore-registries.json';

/** Saves chosen registries as one file for others, without anything secret. */
export function ExportDialog() {
  const { t } = useTranslation();
  const { data } = useQuery(connectionsQuery);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const all = (data?.connections ?? []).filter(({ sample }) => !sample);
  const chosen = all.filter(({ id }) => !left.has(id));
  const close = (): void => openDialog(null);
  const toggle = (id: string): void => {
    const next = new Set(left);
    if (!next.delete(id)) next.add(id);
    setLeft(next);
  };
  const save = (): void => {
    // One whose changes are allowed for a while is read-only.
    const asSaved = chosen.map((one) => ({ ...one, readOnly: one.readOnly || one.changesUntil !== undefined }));
    saveFile(FILE_NAME, 'application/json', connectionsFile(asSaved));
    close();
    notice(t('sharing.exported', { count: chosen.length }), null);
  };
  return (
    <Dialog onClose={close} title={t('sharing.exportTitle')} size={560}>
      <DialogBody>
        <span>{t(all.length === 0 ? 'sharing.nothing' : 'sharing.exportLead')}</span>
        <div className={styles['found']}>
          {all.map(({ id, name, folder, url }) => (
            <Checkbox
              key={id}
              label={folder === '' ? name : `${folder} / ${name}`}
              description={<span className="mono">{url}</span>}
              checked={!left.has(id)}
              onChange={() => toggle(id)}
            />
          ))}
        </div>
        {all.length > 0 && <Note>{t('sharing.noSecrets')}</Note>}
      </DialogBody>
      <DialogFooter>
        <Button variant="subtle" onClick={close}>
          {t('dialog.cancel')}
        </Button>
        <Button data-autofocus disabled={chosen.length === 0} onClick={save}>
          {t('sharing.export', { count: chosen.length })}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
