import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { UntaggedImage } from '../../../shared/contract/untagged.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { goTo } from '../../lib/places.ts';
import { closeDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { DigestLabel } from '../../ui/swatch.tsx';
import { untaggedQuery } from './queries.ts';
import styles from './untagged.module.css';

type Props = { readonly connectionId: string; readonly repository: string };

function Row({ image, onOpen }: { readonly image: UntaggedImage; readonly onOpen: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { digest, content, mediaType, size, created, within } = image;
  return (
    <tr>
      <td>
        <button type="button" className={styles['open']} aria-label={t('untagged.show', { digest: shortDigest(digest) })} onClick={onOpen}>
          <DigestLabel digest={digest} />
        </button>
      </td>
      <td title={mediaType}>
        {t(`tags.kind.${content}`)}
        {within && <span className="faint"> {t('untagged.within', { digest: shortDigest(within) })}</span>}
      </td>
      <td className={styles['number']} title={size === undefined ? '' : format.exactBytes(size)}>
        {size === undefined ? '' : format.bytes(size)}
      </td>
      <td title={created && format.exactTime(created)}>{created ? format.ago(created) : ''}</td>
    </tr>
  );
}

function Images({ images, onOpen }: { readonly images: readonly UntaggedImage[]; readonly onOpen: (digest: string) => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles['images']} tabIndex={0} role="group" aria-label={t('untagged.table')}>
      <table aria-label={t('untagged.table')}>
        <thead>
          <tr>
            <th>{t('tags.column.digest')}</th>
            <th>{t('tags.column.kind')}</th>
            <th className={styles['number']}>{t('tags.column.size')}</th>
            <th>{t('tags.column.created')}</th>
          </tr>
        </thead>
        <tbody>
          {images.map((image) => (
            <Row key={image.digest} image={image} onOpen={() => onOpen(image.digest)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

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
  const isUnread = data !== undefined && !isFetching && !data.isTold && data.asOf === undefined;
  const lead = data && [
    t(data.isTold ? 'untagged.told' : 'untagged.seen'),
    data.asOf && t('untagged.asOf', { ago: format.ago(data.asOf) }),
  ];
  return (
    <Dialog onClose={closeDialog} title={t('untagged.title', { repository })} size={680}>
      <DialogBody>
        {lead && <p className={styles['lead']}>{format.sentences(isUnread ? [t('untagged.never')] : lead)}</p>}
        {images.length > 0 && <Images images={images} onOpen={open} />}
        {isFetching && images.length === 0 && <Skeleton height={90} />}
        {!isFetching && !isUnread && !error && images.length === 0 && <p className={styles['lead']}>{t('untagged.none')}</p>}
        {error && <FailureNote error={error} handlers={{}} />}
      </DialogBody>
      <DialogFooter start={images.length > 0 && t('untagged.count', { count: images.length, shown: format.number(images.length) })}>
        <Button variant="subtle" onClick={closeDialog} data-autofocus>
          {t('dialog.close')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
