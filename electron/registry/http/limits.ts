import { isFailure } from '../../../shared/errors.ts';
import type { InvalidWhy } from '../../../shared/reasons.ts';

const KiB = 1024;
const MiB = 1024 * KiB;

/** The most that is read of each kind of answer, in bytes unless said otherwise. A registry that sends more is refused by name of the limit. */
export const limits = {
  manifest: { bytes: 4 * MiB, name: '4 MiB', why: 'manifest-limit' },
  /** A manifest that is only searched for digests, and not kept. */
  searched: { bytes: 16 * MiB, name: '16 MiB', why: 'search-limit' },
  config: { bytes: 4 * MiB, name: '4 MiB', why: 'config-limit' },
  /** An SBOM, a provenance, the results of a scanner. */
  document: { bytes: 32 * MiB, name: '32 MiB', why: 'body-limit' },
  token: { bytes: 128 * KiB, name: '128 KiB', why: 'token-limit' },
  errorBody: { bytes: 64 * KiB, name: '64 KiB', why: 'body-limit' },
  listPage: { bytes: 8 * MiB, name: '8 MiB', why: 'list-limit' },
} as const satisfies Record<string, Limit>;

/** `name` is the figure as a person reads it, `why` the reason of an answer that exceeds it. */
export type Limit = { readonly bytes: number; readonly name: string; readonly why: InvalidWhy };

/** Whether a manifest was refused because it is larger than what is read of one. */
export const isOverLimit = (error: unknown): boolean => isFailure(error, 'INVALID_RESPONSE') && error.data.why === limits.manifest.why;

/** The slowest body that is waited for: `graceMs` in any case, and as long as its bytes take at `bytesPerSecond`. */
export type Floor = { readonly graceMs: number; readonly bytesPerSecond: number };

/**
 * Total time limits by size, beside the idle limits of `dispatcher.ts`. A body of 4 MiB may take 17 minutes, one that drips a byte a second 30 s.
 * Blobs that are streamed have the idle limit only.
 */
export const BODY_FLOOR: Floor = { graceMs: 30_000, bytesPerSecond: 4_000 };
/** What an error says is worth less waiting: what came until then is shown. */
export const ERROR_BODY_FLOOR: Floor = { graceMs: 10_000, bytesPerSecond: 8_000 };

export const MAX_PAGES = 10_000;
/** Names of a list: repositories of a registry, tags of a repository. */
export const MAX_NAMES = 1_000_000;
/** Manifests below an index that are read for one row of a table, those of its own indexes included. */
export const MAX_CHILDREN_READ = 50;
/** Manifests that are read for what is linked to one image, and digests that are asked about. */
export const MAX_LINKED_READ = 300;
export const MAX_REFERRER_PAGES = 100;
export const MAX_ASKED_FOR_REFERRERS = 100;
/** Bytes of a statement that is read to learn what it says. */
export const MAX_PEEKED_BYTES = MiB;
/** Blobs that are asked for to find out which of an image's are missing. */
export const MAX_BLOBS_ASKED = 2_000;
export const MAX_IMAGES_SHOWN = 1_000;
export const MAX_REDIRECTS = 5;
