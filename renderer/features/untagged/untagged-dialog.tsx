import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo } from '../../lib/places.ts';
import { closeDialog, openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { untaggedQuery } from './queries.ts';
import styles from './untagged.module.css';
import { UntaggedTable } from './untagged-table.tsx';

type Props = { readonly connectionId: string; readonly repository: string };

/** Manifests of a repository that no tag and no index leads to. */
export function UntaggedDialog({ connectionId, repository }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, isFetching } = useQuery(untaggedQuery(connectionId, repository));
  const open = (digest: string): void => {
    closeDialog();
    goTo({ connectionId, repository, reference: { digest } });
  };
  const images = data?.images ?? [];
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const count = chosen.size;
  const remove = (): void =>
    openDialog({ kind: 'delete', connectionId, targets: [{ repository, tags: [...chosen] }], untagOnly: false, purpose: 'delete' });
  const isUnread = data !== undefined && !isFetching && !data.isTold && data.asOf === undefined;
  const lead = data && [
    t(data.isTold ? 'untagged.told' : 'untagged.seen'),
    data.asOf && t('untagged.asOf', { ago: format.ago(data.asOf) }),
    data.isCut && t('untagged.cut'),
  ];
  return (
    <Dialog onClose={closeDialog} title={t('untagged.title', { repository })} size={680}>
      <DialogBody>
        {lead && <p className={styles['lead']}>{format.sentences(isUnread ? [t('untagged.never')] : lead)}</p>}
        {images.length > 0 && <UntaggedTable images={images} chosen={chosen} onChosen={setChosen} onOpen={open} />}
        {isFetching && images.length === 0 && <Skeleton height={90} />}
        {!isFetching && !isUnread && !error && images.length === 0 && <p className={styles['lead']}>{t('untagged.none')}</p>}
        {error && <FailureNote error={error} handlers={{}} />}
      </DialogBody>
      <DialogFooter start={images.length > 0 && t('untagged.count', { count: images.length, shown: format.number(images.length) })}>
        <Button variant="subtle" onClick={closeDialog} data-autofocus>
          {t('dialog.close')}
        </Button>
        {images.length > 0 && (
          <Button disabled={count === 0} onClick={remove}>
            {count === 0 ? t('untagged.deleteNone') : t('untagged.delete', { count, shown: format.number(count) })}
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
}
