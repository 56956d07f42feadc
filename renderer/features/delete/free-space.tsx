import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { Note } from '../../ui/note.tsx';
import styles from './delete.module.css';

// Without --delete-untagged: Distribution 2 would also delete the children of multi-platform images, which have no tag.
const COLLECT = 'registry garbage-collect /etc/docker/registry/config.yml';
const REPOSITORIES = '/var/lib/registry/docker/registry/v2/repositories';
// Its own parts by name: other repositories may live in folders below it.
const removalOf = (repository: string): string =>
  `rm -r ${['_manifests', '_layers', '_uploads'].map((part) => `${REPOSITORIES}/${repository}/${part}`).join(' ')}`;
const inContainer = (command: string): string => `docker exec registry ${command}`;

/** What a notice says after a deletion, with the way to the commands. */
export function FreeSpaceHint({
  repository,
  proof,
  lastTagGone,
}: {
  readonly repository: string;
  readonly proof: string;
  readonly lastTagGone: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <div>{format.sentences([proof, t('freeSpace.hint')])}</div>
      <Button variant="default" mt={8} onClick={() => openDialog({ kind: 'free-space', repository, lastTagGone })}>
        {t('freeSpace.how')}
      </Button>
    </>
  );
}

/** What garbage collection means, with the commands, for plain and for containerised registries. */
export function FreeSpaceDialog({ repository, lastTagGone }: { readonly repository: string; readonly lastTagGone: boolean }) {
  const { t } = useTranslation();
  const close = (): void => openDialog(null);
  return (
    <Dialog onClose={close} title={t('freeSpace.title')} size={620}>
      <DialogBody>
        <span className="dim">{t('freeSpace.detail')}</span>
        <div className={styles['command']}>
          <span>{t('freeSpace.plain')}</span>
          <CopyField text={COLLECT} label={t('freeSpace.command')} />
          <span>{t('freeSpace.container')}</span>
          <CopyField text={inContainer(COLLECT)} label={t('freeSpace.command')} />
        </div>
        <Note tone="warn">{t('freeSpace.readOnly')}</Note>
        {/* Of several repositories none is named: nothing is to be removed by hand. */}
        {lastTagGone && repository !== '' && (
          <div className={styles['command']}>
            <span>{t('freeSpace.emptyRepository')}</span>
            <CopyField text={removalOf(repository)} label={t('freeSpace.command')} />
            <CopyField text={inContainer(removalOf(repository))} label={t('freeSpace.command')} />
          </div>
        )}
      </DialogBody>
      <DialogFooter>
        <Button variant="default" onClick={close} data-autofocus>
          {t('dialog.close')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
