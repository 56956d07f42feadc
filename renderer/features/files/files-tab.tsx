import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilesOf } from '../../../shared/contract/files.ts';
import type { Layer } from '../../../shared/contract/images.ts';
import type { Place } from '../../../shared/place.ts';
import { useFormat } from '../../lib/use-format.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import styles from './files.module.css';
import { FilesView } from './files-view.tsx';
import { planQuery, READ_UNASKED, readingQuery, stopReading } from './queries.ts';
import { NOTHING_READ } from './reading.ts';
import { ReadingNotes } from './reading-notes.tsx';
import { ReadingPanel } from './reading-panel.tsx';

/** How much is to be read before there is anything to show, and a button that does it. */
function ReadFirst({ bytes, onRead }: { readonly bytes: number; readonly onRead: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={styles['empty']}>
      <strong>{t('files.notRead')}</strong>
      <span className="dim">{t('files.notReadDetail', { size: format.bytes(bytes) })}</span>
      <Button onClick={onRead}>{t('files.read', { size: format.bytes(bytes) })}</Button>
    </div>
  );
}

/** Reads the files of an image: at once where that is little, otherwise when the person says so. */
function useReading(image: FilesOf) {
  const [isWanted, setWanted] = useState(false);
  const [isFull, setFull] = useState(false);
  const plan = useQuery(planQuery(image));
  const isLittle = plan.data !== undefined && plan.data.bytes <= READ_UNASKED;
  const reading = useQuery({ ...readingQuery(image, isFull), enabled: isWanted || isLittle });
  return {
    plan,
    reading,
    isAsking: plan.data !== undefined && !isLittle && !isWanted && !reading.data,
    want: () => setWanted(true),
    check: () => {
      setWanted(true);
      setFull(true);
    },
    stop: () => stopReading(image, isFull),
  };
}

/** The files of an image: its layers are read once. */
export function FilesTab({
  layers,
  reference,
  ...image
}: FilesOf & {
  readonly layers: readonly Layer[];
  /** The image as a link to one of its files names it. */
  readonly reference: NonNullable<Place['reference']>;
}) {
  const { t } = useTranslation();
  const { plan, reading, isAsking, want, check, stop } = useReading(image);
  const { data = NOTHING_READ, error, isFetching, refetch } = reading;
  const onRead = (): void => void refetch();
  if (layers.length === 0) return <p className={`${styles['empty']} dim`}>{t('layers.none')}</p>;
  if (plan.error && !reading.data)
    return (
      <div className={styles['alone']}>
        <FailureNote error={plan.error} handlers={{ retry: () => void plan.refetch() }} />
      </div>
    );
  if (isAsking) return <ReadFirst bytes={plan.data?.bytes ?? 0} onRead={want} />;
  if (isFetching || (plan.isPending && !reading.data)) return <ReadingPanel reading={data} layers={layers} onStop={stop} />;
  const notes = <ReadingNotes reading={data} error={error} layerCount={layers.length} onRead={onRead} />;
  if (!data.end) return <div className={styles['alone']}>{notes}</div>;
  return <FilesView image={image} reference={reference} layers={layers} reading={data} notes={notes} onCheck={check} />;
}
