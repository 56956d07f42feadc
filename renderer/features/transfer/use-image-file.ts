import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { droppedFileQuery, imageFileQuery } from './queries.ts';

/** The file that is typed or was dropped, and what it holds once it was read. */
export function useImageFile(initial: string, dropped: File | undefined, isBusy: boolean) {
  const [typed, setPath] = useState<string | undefined>(dropped ? undefined : initial);
  const [sent, setSent] = useState(0);
  const arrival = useQuery(droppedFileQuery(dropped, setSent));
  const path = typed ?? arrival.data ?? '';
  const [settledPath] = useDebouncedValue(path.trim(), 400);
  const query = useQuery({ ...imageFileQuery(settledPath), enabled: settledPath !== '' && !isBusy });
  const isSettled = settledPath === path.trim();
  const isDropped = typed === undefined;
  return {
    path,
    setPath,
    settledPath,
    images: (isSettled && query.data?.images) || [],
    incomplete: (isSettled && query.data?.incomplete) || [],
    error: isDropped && arrival.error ? arrival.error : isSettled ? query.error : null,
    isReading: query.isFetching,
    /** Bytes of the dropped file that have been sent to where Longshore runs, while they are. */
    receiving: isDropped && dropped && arrival.isFetching ? { sent, total: dropped.size } : undefined,
    refetch: isDropped && arrival.error ? arrival.refetch : query.refetch,
  };
}
