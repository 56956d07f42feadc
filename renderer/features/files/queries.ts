import { CancelledError, keepPreviousData, queryOptions, experimental_streamedQuery as streamedQuery } from '@tanstack/react-query';
import type { FilesEvent, FilesOf } from '../../../shared/contract/files.ts';
import { api, client } from '../../lib/client.ts';
import { queryClient } from '../../lib/query-client.ts';
import type { FileFilter } from './filter.ts';
import { addEvent, NOTHING_READ, type Reading } from './reading.ts';

/** Bytes that are read without a question. */
export const READ_UNASKED = 50_000_000;

/** What a digest names never changes. */
const forever = { staleTime: Number.POSITIVE_INFINITY };

/** What reading the files of an image needs: layers that were read for another image are known. */
export const planQuery = (image: FilesOf) => queryOptions(api.files.plan.queryOptions({ input: image, staleTime: 0, gcTime: 0 }));

/** Forgets what was answered of an image: a layer was read anew, and what was known of it may have been a lie. */
function forgetAnswers(image: FilesOf): void {
  const { folder, entry, find, wasted } = api.files;
  for (const queryKey of [folder, entry, find, wasted].map((one) => one.key({ input: image }))) queryClient.removeQueries({ queryKey });
}

async function* readLayers(image: FilesOf, full: boolean, signal: AbortSignal): AsyncGenerator<FilesEvent> {
  yield* await client.files.read({ ...image, full }, { signal });
  forgetAnswers(image);
}

/** Reads the layers of an image, those that are known without a request; `full`, also those whose table of contents is enough. Leaving it stops the bytes; what was read is known. */
export const readingQuery = (image: FilesOf, full = false) =>
  queryOptions({
    queryKey: api.files.read.key({ input: { ...image, full } }),
    queryFn: streamedQuery<FilesEvent, Reading>({
      streamFn: ({ signal }) => readLayers(image, full, signal),
      reducer: addEvent,
      initialValue: NOTHING_READ,
      refetchMode: 'append',
    }),
    staleTime: (query) => (query.state.data?.end ? Number.POSITIVE_INFINITY : 0),
    structuralSharing: false,
  });

/** Stops reading; what was read stays. */
export function stopReading(image: FilesOf, full = false): void {
  void queryClient.cancelQueries({ queryKey: readingQuery(image, full).queryKey, exact: true }, { revert: false });
}

/** Whether a reading ended because it was stopped. */
export const wasStopped = (error: unknown): boolean => error instanceof CancelledError;

const ofLayer = (layer: number | undefined) => (layer === undefined ? {} : { layer });

/** What is in a folder of the merged image, with what layers deleted there where that is wanted, or of one of its layers. */
export const folderQuery = (image: FilesOf, layer: number | undefined, path: string, withDeleted: boolean) =>
  queryOptions(
    api.files.folder.queryOptions({ input: { ...image, ...ofLayer(layer), path, ...(withDeleted ? { withDeleted } : {}) }, ...forever }),
  );

/** One file, where a link leads to it. */
export const entryQuery = (image: FilesOf, layer: number | undefined, path: string) =>
  queryOptions(api.files.entry.queryOptions({ input: { ...image, ...ofLayer(layer), path }, ...forever }));

/** The content of a file, where it is small enough to be shown. What is not looked at for a minute is forgotten. */
export const contentQuery = (image: FilesOf, layer: number | undefined, path: string) =>
  queryOptions(api.files.content.queryOptions({ input: { ...image, ...ofLayer(layer), path }, ...forever, gcTime: 60_000 }));

/** The files that a filter finds. */
export const findQuery = (image: FilesOf, layer: number | undefined, filter: FileFilter) => {
  const { text, marks, minSize, changedIn, withDeleted } = filter;
  const asked = {
    ...{ text, marks: [...marks] },
    ...(minSize === undefined ? {} : { minSize }),
    ...(changedIn === undefined ? {} : { changedIn }),
    ...(withDeleted ? { withDeleted } : {}),
  };
  return queryOptions(
    api.files.find.queryOptions({ input: { ...image, ...ofLayer(layer), ...asked }, ...forever, placeholderData: keepPreviousData }),
  );
};

/** Who has a file of this name, in what has been read: more of it may be read meanwhile. */
export const whereQuery = (name: string) => queryOptions(api.files.where.queryOptions({ input: { text: name }, staleTime: 0 }));

/** The files that were written for nothing. */
export const wastedQuery = (image: FilesOf) => queryOptions(api.files.wasted.queryOptions({ input: image, ...forever }));
