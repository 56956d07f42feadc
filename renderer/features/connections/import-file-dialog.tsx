import { Button, Checkbox } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileRow, FoundInFile } from '../../../shared/contract/import.ts';
import { displayText } from '../../../shared/text.ts';
import { api } from '../../lib/client.ts';
import { notice } from '../../lib/notice.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import styles from './import.module.css';
import { connectionChanged } from './queries.ts';

function Row({ row, checked, onToggle }: { readonly row: FileRow; readonly checked: boolean; readonly onToggle: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = displayText(row.folder === '' ? row.name : `${row.folder} / ${row.name}`);
  const differs = row.differs.map((part) => t(`sharing.part.${part}`));
  // What leads a password elsewhere is said of each registry before it is taken over.
  const remarks = [
    row.state === 'differs'
      ? t('sharing.differs', { name: row.savedAs, parts: format.names(differs, differs.length) })
      : t(`sharing.${row.state}`),
    t(`import.signIn.${row.signIn}`, { username: displayText(row.username), helper: row.helper }),
    row.production && t('connections.production'),
    row.url.startsWith('http:') && t('connections.plainHttp'),
    row.hasAuthority && t('import.authority'),
    row.proxy !== '' && t('sharing.proxy', { proxy: displayText(row.proxy) }),
    row.realms.length > 0 && t('sharing.realms', { hosts: format.names(row.realms.map(displayText), row.realms.length) }),
  ];
  return (
    <Checkbox
      label={name}
      description={
        <>
          <span className="mono">{displayText(row.url)}</span>
          <span className={styles['remarks']}>{remarks.filter(Boolean).join(' · ')}</span>
        </>
      }
      checked={checked}
      disabled={row.state === 'same'}
      onChange={onToggle}
    />
  );
}

/** What is in the file, to choose from; or why it is refused. */
function Rows({
  found,
  isChosen,
  onToggle,
}: {
  readonly found: FoundInFile;
  readonly isChosen: (index: number) => boolean;
  readonly onToggle: (index: number) => void;
}) {
  const { t } = useTranslation();
  const { problem, registries } = found;
  if (problem)
    return (
      <Note tone="warn" role="alert">
        <strong>{t('sharing.refused')}</strong>
        <span>{t(`sharing.problem.${problem.reason}`)}</span>
        {problem.at !== '' && <code>{problem.at}</code>}
      </Note>
    );
  return (
    <>
      <strong role="status">{t('import.found', { count: registries.length })}</strong>
      <div className={styles['found']}>
        {registries.map((row, index) => (
          <Row key={index} row={row} checked={isChosen(index)} onToggle={() => onToggle(index)} />
        ))}
      </div>
      <Note>{t('sharing.importNote')}</Note>
    </>
  );
}

const TOO_LARGE: FoundInFile = { registries: [], problem: { reason: 'too-large', at: '' } };

/** Imports registries of a file that somebody exported: first what is new, there already or otherwise, then only what was chosen. */
export function ImportFileDialog({ name, text }: { readonly name: string; readonly text: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const read = useQuery({
    ...api.import.readFile.queryOptions({ input: { text: text ?? '' }, staleTime: 0, gcTime: 0 }),
    enabled: text !== null,
  });
  const apply = useMutation(api.import.applyFile.mutationOptions({ onSuccess: connectionChanged }));
  // New ones are chosen, and those that would change what is saved are not, until the person does so.
  const [toggled, setToggled] = useState<ReadonlySet<number>>(new Set());
  const found = text === null ? TOO_LARGE : read.data;
  const isChosen = (index: number): boolean => {
    const state = found?.registries[index]?.state;
    return state !== 'same' && (state === 'new') !== toggled.has(index);
  };
  const chosen = (found?.registries ?? []).flatMap((_, index) => (isChosen(index) ? [index] : []));
  const toggle = (index: number): void => {
    const next = new Set(toggled);
    if (!next.delete(index)) next.add(index);
    setToggled(next);
  };
  const close = (): void => openDialog(null);
  const importChosen = async (): Promise<void> => {
    const result = await apply.mutateAsync({ text: text ?? '', rows: chosen });
    close();
    const failed = result.failed.length > 0 ? t('sharing.failed', { names: format.names(result.failed) }) : null;
    notice(t('import.done', { count: result.connections.length }), failed);
  };
  return (
    <Dialog onClose={close} title={t('sharing.importTitle', { name: displayText(name) })} size={600}>
      <DialogBody>
        {found && <Rows found={found} isChosen={isChosen} onToggle={toggle} />}
        {(read.error ?? apply.error) && <FailureNote error={read.error ?? apply.error} handlers={{ retry: () => void read.refetch() }} />}
      </DialogBody>
      <DialogFooter>
        <Button variant="subtle" onClick={close} data-autofocus>
          {t('dialog.cancel')}
        </Button>
        <Button disabled={chosen.length === 0} loading={apply.isPending} onClick={() => void importChosen().catch(() => {})}>
          {t('import.apply', { count: chosen.length })}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
