import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilesOf, PlannedLayer } from '../../shared/contract/files.ts';
import type { Layer } from '../../shared/contract/images.ts';
import { FilesTable } from '../features/compare/files-table.tsx';
import { LargestFiles } from '../features/compare/largest-files.tsx';
import { planQuery, READ_UNASKED, readingQuery, stopReading } from '../features/files/queries.ts';
import { isWhollyRead, NOTHING_READ, type Reading, readLayers } from '../features/files/reading.ts';
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

type Plan = { readonly layers: readonly PlannedLayer[] };

/** Bytes that listing the files of images takes, a layer that they share counted once; undefined until that is known of each. */
function bytesToRead(plans: readonly (Plan | undefined)[]): number | undefined {
  const layers = plans.flatMap((plan) => plan?.layers ?? []);
  if (plans.includes(undefined)) return undefined;
  return [...new Map(layers.map(({ digest, bytes }) => [digest, bytes])).values()].reduce((sum, bytes) => sum + bytes, 0);
}

const useReading = (image: FilesOf): Reading => useQuery({ ...readingQuery(image), enabled: false }).data ?? NOTHING_READ;

/** What the files of two images differ in: layers that are not known are read once, those of the second image after those of the first, which it may share. */
export function CompareFiles({ from, to }: { readonly from: ComparedFiles; readonly to: ComparedFiles }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isWanted, setWanted] = useState(false);
  const [first, second] = [useQuery(planQuery(from.image)), useQuery(planQuery(to.image))];
  const readings = [useReading(from.image), useReading(to.image)] as const;
  const [isFirstRead, isSecondRead] = readings.map(({ end }) => end !== undefined);
  const error = first.error ?? second.error;
  const bytes = bytesToRead([first.data, second.data]);
  const isRead = isFirstRead === true && isSecondRead === true;
  const isWhole = readings.every((reading) => readLayers(reading).every(isWhollyRead));
  const reads = isRead || isWanted || (bytes !== undefined && bytes <= READ_UNASKED);
  if (error && !isRead)
    return <FailureNote error={error} handlers={{ retry: () => void (first.error ? first.refetch() : second.refetch()) }} />;
  if (bytes !== undefined && !reads)
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
      <Side {...to} isWanted={reads && isFirstRead === true} />
      {isRead && <FilesTable from={from.image} to={to.image} names={{ from: from.name, to: to.name }} isWhole={isWhole} />}
    </>
  );
}

/** The largest differences in files beside the other differences, where the files of both images are known. */
export function KnownLargestFiles({ from, to }: { readonly from: ComparedFiles; readonly to: ComparedFiles }) {
  const [first, second] = [useQuery(planQuery(from.image)), useQuery(planQuery(to.image))];
  const layers = [...(first.data?.layers ?? []), ...(second.data?.layers ?? [])];
  if (!first.data || !second.data || layers.length === 0 || layers.some(({ isKnown }) => !isKnown)) return null;
  return <LargestFiles from={from.image} to={to.image} names={{ from: from.name, to: to.name }} />;
}
