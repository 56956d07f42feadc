import { z } from 'zod';
import {
  actionSchema,
  completeReasonSchema,
  conflictSchema,
  deleteReasonSchema,
  imageFileReasonSchema,
  invalidWhySchema,
  keychainReasonSchema,
  missingSchema,
  networkReasonSchema,
  partSchema,
  restoreReasonSchema,
  type StorageReason,
  storageReasonSchema,
  undoObstacleSchema,
} from './reasons.ts';

/** A certificate as a person reads it. */
export const certificateSchema = z.object({ subject: z.string(), issuer: z.string(), validTo: z.string(), fingerprint: z.string() });

/** An entry of a registry's error body (distribution-spec "Error Codes"). */
const registryErrorSchema = z.object({ code: z.string(), message: z.string() });
/** The registry's own words, where it said anything. */
const errors = z.array(registryErrorSchema).optional();

/** The reason of an answer that cannot be used, as part of something that is shown. */
export const invalidReasonSchema = z.object({ why: invalidWhySchema, detail: z.string().optional() });

/**
 * Every way in which work can fail, with the data that a sentence about it needs. What a status code means is decided in
 * `electron/registry/http/failure.ts` alone, what a socket error means in `socket-failure.ts` beside it; the sentence is made in
 * `shared/failure-text.ts` alone.
 */
export const failureSchemas = {
  /** The registry wants a sign-in, or refused the one it got. `realm` is the token service where that is the cause. */
  UNAUTHORIZED: z.object({
    host: z.string(),
    challenge: z.string(),
    reason: z.enum([
      'no-credentials',
      'rejected',
      'expired',
      'foreign-realm',
      'unsafe-realm',
      'unknown-challenge',
      'destination-changed',
      'helper-not-confirmed',
    ]),
    realm: z.string().optional(),
    errors,
  }),
  /** The sign-in works but does not allow this; `by` says whether the registry or this connection's read-only switch forbids it. */
  FORBIDDEN: z.object({ host: z.string(), action: actionSchema, by: z.enum(['registry', 'read-only']), errors }),
  /** `subject` is its name, where it has one. */
  NOT_FOUND: z.object({ what: missingSchema, subject: z.string().optional(), errors }),
  UNSUPPORTED: z.discriminatedUnion('feature', [
    /** `detail` is a status, a path, a media type or a digest. */
    z.object({ feature: z.enum(['catalog', 'registry-v2', 'media-type', 'digest']), detail: z.string(), errors }),
    z.object({ feature: z.literal('delete'), why: deleteReasonSchema, status: z.number().optional(), errors }),
    z.object({ feature: z.literal('restore'), why: restoreReasonSchema, errors }),
    z.object({ feature: z.literal('undo'), why: undoObstacleSchema, errors }),
    z.object({ feature: z.literal('complete'), why: completeReasonSchema, errors }),
  ]),
  /** `retryAfter` in milliseconds, where the registry said. */
  RATE_LIMITED: z.object({ host: z.string(), retryAfter: z.number().optional(), errors }),
  TLS: z.object({
    host: z.string(),
    reason: z.enum([
      'unknown-authority',
      'self-signed',
      'expired',
      'wrong-name',
      'not-tls',
      'tls-expected',
      'client-certificate',
      'pin-changed',
      'other',
    ]),
    detail: z.string(),
    chain: z.array(certificateSchema),
  }),
  NETWORK: z.object({
    host: z.string(),
    reason: networkReasonSchema,
    /** The status of a proxy, or the code of the socket. */
    detail: z.string(),
  }),
  TIMEOUT: z.object({ host: z.string() }),
  /** What came back cannot be used; `detail` is what the reason is about: a figure, a field, the registry's own name for it. */
  INVALID_RESPONSE: invalidReasonSchema.extend({ where: partSchema }),
  DIGEST_MISMATCH: z.object({ expected: z.string(), actual: z.string() }),
  /** The registry or the application is no longer as the plan saw it. */
  CONFLICT: z.object({
    what: conflictSchema,
    subject: z.string(),
    now: z.string().optional(),
    errors,
  }),
  /** `program` is the credential helper; `detail` what the system says, in its own words. */
  KEYCHAIN: z.object({ reason: keychainReasonSchema, program: z.string().optional(), detail: z.string().optional() }),
  /** The registry's own words for anything else. `retryAfter` in milliseconds, where it said. */
  REGISTRY: z.object({ host: z.string(), status: z.number(), errors: z.array(registryErrorSchema), retryAfter: z.number().optional() }),
  /** A file with images in it is not what it should be; `subject` is the file, or the part of it that is wrong. `limit` is a figure. */
  IMAGE_FILE: z.object({ reason: imageFileReasonSchema, subject: z.string(), limit: z.string().optional() }),
  /** This machine's disk or files; `code` is the system's, such as ENOSPC. */
  STORAGE: z.object({ path: z.string(), reason: storageReasonSchema, code: z.string() }),
} as const;

export type FailureCode = keyof typeof failureSchemas;
export type FailureData<C extends FailureCode> = z.infer<(typeof failureSchemas)[C]>;
export type InvalidReason = z.infer<typeof invalidReasonSchema>;
export type RegistryError = z.infer<typeof registryErrorSchema>;
export type CertificateView = z.infer<typeof certificateSchema>;

/** One failure as a value: the code with exactly its data. */
export type FailureValue = { [C in FailureCode]: { readonly code: C; readonly data: FailureData<C> } }[FailureCode];

/** The error that carries a {@link FailureValue} through code that throws. Its message never holds a secret: only code and data. */
export class Failure<C extends FailureCode = FailureCode> extends Error {
  override readonly name = 'Failure';
  readonly code: C;
  readonly data: FailureData<C>;
  constructor(code: C, data: FailureData<C>) {
    super(`${code} ${JSON.stringify(data)}`);
    this.code = code;
    this.data = data;
  }
}

const STORAGE_REASONS: Readonly<Record<string, StorageReason>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'denied',
  EISDIR: 'folder',
  ENAMETOOLONG: 'name-too-long',
};

/** What a file system error means. */
export function storageFailure(path: string, error: unknown): Failure {
  if (error instanceof Failure) return error;
  const own = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  const code = own ?? (error instanceof Error ? error.name : 'unknown');
  return new Failure('STORAGE', { path, reason: STORAGE_REASONS[code] ?? 'other', code });
}

/** Whether `error` is a {@link Failure}, of this code where one is given. */
export function isFailure(error: unknown): error is Failure;
export function isFailure<C extends FailureCode>(error: unknown, code: C): error is Failure<C>;
export function isFailure(error: unknown, code?: FailureCode): boolean {
  return error instanceof Failure && (code === undefined || error.code === code);
}

/** `connection`: whatever is asked next would fail the same way. `content`: what was asked for; something else may well be answered. */
const BLAMED: Readonly<Record<FailureCode, 'connection' | 'content'>> = {
  UNAUTHORIZED: 'connection',
  FORBIDDEN: 'content',
  NOT_FOUND: 'content',
  UNSUPPORTED: 'content',
  RATE_LIMITED: 'connection',
  TLS: 'connection',
  NETWORK: 'connection',
  TIMEOUT: 'connection',
  INVALID_RESPONSE: 'content',
  DIGEST_MISMATCH: 'content',
  CONFLICT: 'content',
  KEYCHAIN: 'connection',
  REGISTRY: 'content',
  IMAGE_FILE: 'content',
  STORAGE: 'content',
};

/** Whether this is one of the closed set of codes. It needs no schema. */
export const isFailureCode = (code: unknown): code is FailureCode => typeof code === 'string' && Object.hasOwn(BLAMED, code);

/** What a failure is blamed on. Anything that is not a failure, such as an abort, counts as `connection`: it says nothing about the content. */
export const blames = (error: unknown): 'connection' | 'content' => (isFailure(error) ? BLAMED[error.code] : 'connection');

/** Whether there was no answer, so that the outcome of what was sent is unknown. Also of a failure that was carried as a value. */
export const isUnanswered = (failure: unknown): boolean =>
  typeof failure === 'object' && failure !== null && 'code' in failure && (failure.code === 'NETWORK' || failure.code === 'TIMEOUT');

/** Why an answer cannot be used, without where it came from. */
export const reasonOf = ({ data: { where, ...reason } }: Failure<'INVALID_RESPONSE'>): InvalidReason => reason;

/** A failure to be carried as a value; of anything else only its name, because a message could hold anything. */
export const asValue = (error: unknown): { readonly code: string; readonly data: unknown } =>
  isFailure(error)
    ? { code: error.code, data: error.data }
    : { code: 'UNEXPECTED', data: { message: error instanceof Error ? error.name : 'unknown' } };

/** A failure that was carried as a value, as an error again. */
export const failureOf = ({ code, data }: { readonly code: string; readonly data: unknown }): Error => {
  const schema = code in failureSchemas ? failureSchemas[code as FailureCode] : undefined;
  const parsed = schema?.safeParse(data);
  return parsed?.success ? new Failure(code as FailureCode, parsed.data) : new Error(code);
};

/** The declaration that every procedure of the contract carries. */
export const contractErrors = Object.fromEntries(Object.entries(failureSchemas).map(([code, data]) => [code, { data }])) as {
  [C in FailureCode]: { data: (typeof failureSchemas)[C] };
};
