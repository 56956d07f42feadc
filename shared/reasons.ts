import { z } from 'zod';

/**
 * What can be wrong with a file of images: as a file, as a tar, in its parts, in its layers; as one that is to be written; and with the layers that
 * the files of an image are saved from.
 */
export const imageFileReasonSchema = z.enum([
  'not-a-file',
  'not-a-tar',
  'cut-short',
  'other-compression',
  'no-image',
  'unpacks-too-large',
  'too-many-files',
  'too-many-images',
  'name-too-long',
  'document-too-large',
  'document-unreadable',
  'part-missing',
  'part-size',
  'part-digest',
  'layer-count',
  'layer-empty',
  'layer-order',
  'layer-other',
  'layer-damaged',
  'not-replaced',
  'foreign-layers',
  'layer-unread',
  'layer-differs',
  'holes-too-large',
]);

/** Why an answer, or what is to be asked for, cannot be used. The figure or the name that a reason is about stands beside it. */
export const invalidWhySchema = z.enum([
  'manifest-limit',
  'search-limit',
  'config-limit',
  'token-limit',
  'body-limit',
  'list-limit',
  'too-deep',
  'not-json',
  'field',
  'layers-and-manifests',
  'other-media-type',
  'too-many-manifests',
  'too-many-referrers',
  'more-bytes',
  'not-an-address',
  'not-a-repository',
  'not-a-reference',
  'not-a-digest',
  'not-a-list',
  'no-token',
  'encoding-unknown',
  'encoding-broken',
  'other-origin',
  'no-location',
  'redirects',
  'redirect-no-address',
  'redirect-scheme',
  'redirect-to-http',
  'redirect-nearer',
  'other-range',
  'range-short',
  'cannot-unpack',
]);

/** Why nothing of a change can be undone. */
export const undoObstacleSchema = z.enum([
  'read-only',
  'nothing-left',
  'content-deleted',
  'cannot-remove',
  'registry-removed',
  'other-address',
]);

/** Why saved bytes are not restored. */
export const restoreReasonSchema = z.enum(['refused', 'not-kept']);

/** Why an interrupted change is not completed. */
export const completeReasonSchema = z.enum(['load-again']);

/** Why a tag or an image is not deleted. `answered`: the registry did, with `status`. */
export const deleteReasonSchema = z.enum(['refused', 'product-only', 'answered', 'still-found', 'image-kept', 'others-lost']);

/** What an answer of a registry is about, or what is to be asked for. */
export const partSchema = z.enum([
  'registry',
  'repositories',
  'tags',
  'manifest',
  'config',
  'blob',
  'referrers',
  'token',
  'product',
  'upload',
  'redirect',
  'address',
  'repository',
  'reference',
  'digest',
  'document',
]);

/** What may not be there any more: a part of a registry, or what the application keeps. */
export const missingSchema = z.enum([...partSchema.options, 'platform', 'connection', 'run', 'change', 'files', 'file']);

/** The right that was needed. */
export const actionSchema = z.enum(['sign-in', 'list', 'pull', 'push', 'delete', 'change']);

/** Why a change stops before it sends anything: the registry is not as the plan saw it, or the person did not agree. */
export const conflictSchema = z.enum([
  'tag-moved',
  'tag-deleted',
  'new-tag',
  'new-index',
  'scan-incomplete',
  'outcome-unknown',
  'change-running',
  'change-settled',
  'not-confirmed',
  'protected',
  'file-exists',
  'plan-expired',
]);

/** Why a secret cannot be read or saved: the system's keychain, or a credential helper of Docker's. */
export const keychainReasonSchema = z.enum(['missing', 'no-answer', 'failed', 'helper-missing', 'helper-failed', 'helper-unreadable']);

/** What file systems say, as far as a person can do something about it. */
export const storageReasonSchema = z.enum([
  'missing',
  'full',
  'denied',
  'folder',
  'name-too-long',
  'not-absolute',
  'changed',
  'later-version',
  'other',
]);

export const networkReasonSchema = z.enum([
  'refused',
  'unknown-host',
  'unreachable',
  'cut',
  'proxy-sign-in',
  'proxy-refused',
  'proxy-unreachable',
  'proxy-address',
  'not-http',
  'headers-too-large',
  'other',
]);

export type Part = z.infer<typeof partSchema>;
export type Action = z.infer<typeof actionSchema>;
export type InvalidWhy = z.infer<typeof invalidWhySchema>;
export type StorageReason = z.infer<typeof storageReasonSchema>;
