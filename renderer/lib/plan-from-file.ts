import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

type FromFile = {
  /** What the file is called. */
  readonly name: string;
  readonly fileId: string;
  /** Protected names that have to be typed. */
  readonly protected: readonly string[];
};

/** The plan of a deletion that was read from a file, and what it decides. */
export type DeletionFromFile = FromFile & { readonly whole: boolean; readonly withReferrers: boolean };

/** The plan of a retag that was read from a file. */
export type RetagFromFile = FromFile & {
  readonly targets: readonly { readonly from: string; readonly to: string }[];
  readonly remove: boolean;
};

/** What the registry, as a plan has just read it, differs in from such a file. */
export const planDriftQuery = (fileId: string | undefined, planId: string | undefined) =>
  queryOptions(
    api.plans.drift.queryOptions({
      input: { fileId: fileId ?? '', planId: planId ?? '' },
      enabled: fileId !== undefined && planId !== undefined,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
    }),
  );
