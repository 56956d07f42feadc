import { queryOptions } from '@tanstack/react-query';
import type { FilesOf } from '../../../shared/contract/files.ts';
import { api } from '../../lib/client.ts';
import { queryClient } from '../../lib/query-client.ts';

/** One manifest by digest: what a digest names never changes. */
export const imageQuery = (connectionId: string, repository: string, digest: string) =>
  queryOptions(api.images.get.queryOptions({ input: { connectionId, repository, digest }, staleTime: Number.POSITIVE_INFINITY }));

/** What a tag points to now. */
export const resolveQuery = (connectionId: string, repository: string, tag: string) =>
  queryOptions(api.images.resolve.queryOptions({ input: { connectionId, repository, tag }, staleTime: 30_000 }));

/** Asks again what the compared tags point to. */
export const refreshComparison = (): Promise<void> => queryClient.invalidateQueries({ queryKey: api.images.resolve.key() });

/** What the files of two images that were read differ in. */
export const filesQuery = (from: FilesOf, to: FilesOf) =>
  queryOptions(api.files.compare.queryOptions({ input: { from, to }, staleTime: Number.POSITIVE_INFINITY }));

type InBoth = { readonly from?: FilesOf | undefined; readonly to?: FilesOf | undefined; readonly path: string };

/** What the content of a file differs in; an image that is left out has no such file. What is not looked at for a minute is forgotten. */
export const diffQuery = ({ from, to, path }: InBoth) =>
  queryOptions(
    api.files.diff.queryOptions({
      input: { path, ...(from ? { from } : {}), ...(to ? { to } : {}) },
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
    }),
  );
