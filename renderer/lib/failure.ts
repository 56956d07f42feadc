import { ORPCError } from '@orpc/client';
import { type FailureValue, isFailureCode, isUnanswered } from '../../shared/errors.ts';

/** What can be shown of an error: a declared failure, that the application was out of reach, or that something unexpected happened. */
export type ShownFailure =
  | FailureValue
  | { readonly code: 'DISCONNECTED'; readonly data: { readonly sent: boolean } }
  | { readonly code: 'UNEXPECTED'; readonly data: { readonly message: string } };

/** The application has checked the data by its schema: the page does without the schemas. */
function fromParts(code: unknown, data: unknown): ShownFailure | undefined {
  const isFailure = isFailureCode(code) && typeof data === 'object' && data !== null;
  return isFailure ? ({ code, data } as FailureValue) : undefined;
}

/** Whether asking again may find it back: not where something answers there that is no registry. */
function isAway(failure: ShownFailure): boolean {
  const answers = failure.code === 'NETWORK' && (failure.data.reason === 'not-http' || failure.data.reason === 'headers-too-large');
  return isUnanswered(failure) && !answers;
}

const LOOK_AGAIN = 10_000;

/** ms until a registry that could not be reached is tried again; false for failures that another request would not fix or would make worse. */
export function whileAway(error: unknown): number | false {
  return error && isAway(readFailure(error)) ? LOOK_AGAIN : false;
}

const isUnsent = (data: unknown): boolean => typeof data === 'object' && data !== null && 'sent' in data && data.sent === false;

/** Whether the application was out of reach, so that a command was never sent. */
export function wasNotSent(error: unknown): boolean {
  const { code, data } = readFailure(error);
  return code === 'DISCONNECTED' && !data.sent;
}

/** Reads a thrown error, or a failure that was carried as a value, back into one of the closed set. */
export function readFailure(error: unknown): ShownFailure {
  const parts =
    error instanceof ORPCError || (typeof error === 'object' && error !== null && 'code' in error)
      ? (error as { code: unknown; data?: unknown })
      : undefined;
  if (parts?.code === 'DISCONNECTED') return { code: 'DISCONNECTED', data: { sent: !isUnsent(parts.data) } };
  const known = parts && fromParts(parts.code, parts.data);
  return known ?? { code: 'UNEXPECTED', data: { message: error instanceof Error ? error.message : String(parts?.code ?? 'unknown') } };
}
