import { type FailureValue, isFailureCode } from './errors.ts';

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

const isUnsent = (data: unknown): boolean => typeof data === 'object' && data !== null && 'sent' in data && data.sent === false;

/** Reads a thrown error, or a failure that was carried as a value, back into one of the closed set. */
export function readFailure(error: unknown): ShownFailure {
  const parts = typeof error === 'object' && error !== null && 'code' in error ? (error as { code: unknown; data?: unknown }) : undefined;
  if (parts?.code === 'DISCONNECTED') return { code: 'DISCONNECTED', data: { sent: !isUnsent(parts.data) } };
  const known = parts && fromParts(parts.code, parts.data);
  return known ?? { code: 'UNEXPECTED', data: { message: error instanceof Error ? error.message : String(parts?.code ?? 'unknown') } };
}
