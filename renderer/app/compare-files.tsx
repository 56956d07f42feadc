import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilesOf } from '../../shared/contract/files.ts';
import type { Layer } from '../../shared/contract/images.ts';
import { FilesTable } from '../features/compare/files-table.tsx';
import { planQuery, READ_UNASKED, readingQuery, stopReading } from '../features/files/queries.ts';
import { NOTHING_READ } from '../features/files/reading.ts';
import { ReadingNotes } from '../features/files/reading-notes.tsx';
import { ReadingPanel } from '../features/files/reading-panel.tsx';
import { useFormat } from '../lib/use-format.ts';
import { FailureNote } from '../ui/failure-panel.tsx';
import { Note } from '../ui/note.tsx';

/** An image whose files are compared, with its layers and what it is called. */
export type ComparedFiles = { readonly image: FilesOf; readonly layers: readonly Layer[]; readonly name: string };

/** The files of one image: how far they were read, and what is wrong with them. Nothing once all is well. */
function Side({ image, layers, name, isWanted }: ComparedFiles & { readonly isWanted: boolean }) {
  const { data = NOTHING_READ, error, isFetching, refetch } = useQuery({ ...readingQuery(image), enabled: isWanted });
  const again = (): void => void refetch();
  return (
    <section aria-label={name}>
      {isFetching ? (
        <>
          <strong>{name}</strong>
          <ReadingPanel reading={data} layers={layers} onStop={() => stopReading(image)} />
        </>
      ) : (
        <ReadingNotes reading={data} error={error} layerCount={layers.length} name={name} onRead={again} />
      )}
    </section>
  );
}

const useIsRead = (image: FilesOf): boolean => useQuery({ ...readingQuery(image), enabled: false }).data?.end !== undefined;

/** What the files of two images differ in: layers that are not known are read once, those of the second image after those of the first, which it may share. */
export function CompareFiles({ from, to }: { readonly from: ComparedFiles; readonly to: ComparedFiles }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isWanted, setWanted] = useState(false);
  const [first, second] = [useQuery(planQuery(from.image)), useQuery(planQuery(to.image))];
  const [isFirstRead, isSecondRead] = [useIsRead(from.image), useIsRead(to.image)];
  const error = first.error ?? second.error;
  const missing = new Map(
    [...(first.data?.layers ?? []), ...(second.data?.layers ?? [])].flatMap(({ digest, size, isKnown }) =>
      isKnown ? [] : [[digest, size]],
    ),
  );
  const bytes = [...missing.values()].reduce((sum, size) => sum + size, 0);
  const isPlanned = first.data !== undefined && second.data !== undefined;
  const reads = isWanted || isFirstRead || (isPlanned && bytes <= READ_UNASKED);
  if (error && !(isFirstRead && isSecondRead))
    return <FailureNote error={error} handlers={{ retry: () => void (first.error ? first.refetch() : second.refetch()) }} />;
  if (isPlanned && !reads)
    return (
      <Note>
        <strong>{t('compare.filesNotRead')}</strong>
        <span>{t('compare.filesNotReadDetail')}</span>
        <span>
          <Button variant="default" onClick={() => setWanted(true)}>
            {t('compare.readFiles', { size: format.bytes(bytes) })}
          </Button>
        </span>
      </Note>
    );
  return (
    <>
      <Side {...from} isWanted={reads} />
      <Side {...to} isWanted={isFirstRead} />
      {isFirstRead && isSecondRead && <FilesTable from={from.image} to={to.image} names={{ from: from.name, to: to.name }} />}
    </>
  );
}
