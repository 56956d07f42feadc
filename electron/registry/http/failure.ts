import { z } from 'zod';
import { Failure, type FailureValue, isFailure, type RegistryError } from '../../../shared/errors.ts';
import { withoutMark } from '../../../shared/json.ts';
import type { Action, Part } from '../../../shared/reasons.ts';
import { STATUS_CODES } from '../../node-http.ts';

// The one file that says what a status code means. The verbs of the client name only the statuses that they expect.

const errorBody = z.object({
  errors: z.array(z.object({ code: z.string().default(''), message: z.string().default('') }).catch({ code: '', message: '' })),
});

/** The `errors` of a registry's error body (distribution-spec "Error Codes"); whatever else came is its first line, at most 300 characters. */
function readErrors(body: string): RegistryError[] {
  try {
    const parsed = errorBody.safeParse(JSON.parse(withoutMark(body)));
    if (parsed.success)
      return parsed.data.errors.slice(0, 10).map((error) => ({ code: error.code.slice(0, 100), message: error.message.slice(0, 300) }));
  } catch {
    // Not JSON: a proxy's page, most likely.
  }
  const text = body
    .slice(0, 4_096)
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' ? [] : [{ code: '', message: text.slice(0, 300) }];
}

/** Go's and nginx's words for http that was sent to an https port. */
const HTTP_AT_HTTPS = /HTTP request (?:to an HTTPS server|was sent to HTTPS port)/i;

export type Answer = { readonly status: number; readonly body: Buffer; readonly headers: Record<string, string | string[] | undefined> };

/** A header, or empty: the first where there are several. */
export function headerOf(headers: Answer['headers'], name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

/** What an answer says of itself; nothing where it has no body, as that of a HEAD. */
const errorsOf = (answer: Answer): RegistryError[] => readErrors(answer.body.toString('utf8'));

/** What a registry answers to a DELETE: the status, because what it means depends on what was asked, and its words where it refuses. */
export type DeleteAnswer = { readonly status: number; readonly errors: readonly RegistryError[] };

export const deleteAnswerOf = (answer: Answer): DeleteAnswer => ({
  status: answer.status,
  errors: answer.status < 400 ? [] : errorsOf(answer),
});

/** A refused sign-in or right with the words of the answer that it was made of; those that it has already are its token service's. */
export function withErrors(error: unknown, answer: Answer): unknown {
  const errors = errorsOf(answer);
  if (errors.length === 0) return error;
  if (isFailure(error, 'UNAUTHORIZED') && !error.data.errors) return new Failure('UNAUTHORIZED', { ...error.data, errors });
  if (isFailure(error, 'FORBIDDEN') && !error.data.errors) return new Failure('FORBIDDEN', { ...error.data, errors });
  return error;
}

/** What was asked for, its name where it has one, and the right that it takes. */
type Asked = { readonly what: Part; readonly subject?: string; readonly action: Action };

/** What an answer that was not wanted means. */
export function failureOfAnswer(answer: Answer, host: string, { what, subject, action }: Asked): Failure {
  const errors = errorsOf(answer);
  const said = errors.length > 0 ? { errors: [...errors] } : {};
  switch (answer.status) {
    case 401:
      return new Failure('UNAUTHORIZED', { host, challenge: '', reason: 'rejected', ...said });
    case 403:
      return new Failure('FORBIDDEN', { host, action, by: 'registry', ...said });
    case 404:
      return new Failure('NOT_FOUND', { what, ...(subject === undefined ? {} : { subject }), ...said });
    case 409:
    case 412:
      // Immutable tags (Harbor, Quay) and images that others refer to; for one who reads, a policy of the registry's.
      if (action === 'pull' || action === 'list') return new Failure('REGISTRY', { host, status: answer.status, errors });
      return new Failure('CONFLICT', { what: 'protected', subject: subject ?? host, now: errors[0]?.message ?? '', ...said });
    case 407:
      return new Failure('NETWORK', { host, reason: 'proxy-sign-in', detail: '407' });
    case 429:
      return new Failure('RATE_LIMITED', { host, ...retryAfterOf(answer), ...said });
    default:
      if (errors.some(({ code }) => code === 'TAG_IMMUTABLE' || code === 'ImageTagAlreadyExistsException'))
        return new Failure('CONFLICT', { what: 'protected', subject: subject ?? host, now: errors[0]?.message ?? '', ...said });
      if (answer.status === 400 && HTTP_AT_HTTPS.test(errors[0]?.message ?? ''))
        return new Failure('TLS', { host, reason: 'tls-expected', detail: '400', chain: [] });
      if (errors.length === 0) errors.push({ code: '', message: STATUS_CODES[answer.status] ?? '' });
      return new Failure('REGISTRY', { host, status: answer.status, errors, ...retryAfterOf(answer) });
  }
}

function retryAfterOf({ status, headers }: Answer): { readonly retryAfter?: number } {
  const retryAfter = isPassingStatus(status) ? retryAfterMs(headers) : undefined;
  return retryAfter === undefined ? {} : { retryAfter };
}

/** Whose token was refused: the registry, its token service, the right asked for, and whether a sign-in was sent. */
type AskedToken = { readonly host: string; readonly realm: string; readonly action: Action; readonly hasCredential: boolean };

/** What a token service's refusal means. https://distribution.github.io/distribution/spec/auth/token/ */
export function failureOfToken(answer: Answer, { host, realm, action, hasCredential }: AskedToken): unknown {
  const reason = hasCredential ? 'rejected' : 'no-credentials';
  if (answer.status === 401) return withErrors(new Failure('UNAUTHORIZED', { host, challenge: 'bearer', reason, realm }), answer);
  // GitLab refuses a right like this; it answers a wrong password with 401, too.
  if (answer.status === 403 && hasCredential) return withErrors(new Failure('FORBIDDEN', { host, action, by: 'registry' }), answer);
  return failureOfAnswer(answer, realm, { what: 'token', action: 'sign-in' });
}

/** `Retry-After` in ms: seconds, or a date, held against the server's own where it sends one: the clock of this machine may be wrong. */
export function retryAfterMs(headers: Answer['headers']): number | undefined {
  const text = first(headers['retry-after']);
  if (!text) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(text);
  const sent = Date.parse(first(headers['date']) ?? '');
  return Number.isFinite(date) ? Math.max(0, date - (Number.isFinite(sent) ? sent : Date.now())) : undefined;
}

const first = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);

/** Statuses after which a GET or HEAD is tried again. */
export function isPassingStatus(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501 && status !== 505);
}

/** Whether a registry does not know the request as it was sent: 400 for a query or a scope, 405 for a method. */
export const isNotUnderstood = (error: unknown): error is Failure<'REGISTRY'> =>
  isFailure(error, 'REGISTRY') && [400, 405].includes(error.data.status);

/** Whether a registry does not offer what was asked for: not understood, or 501 from some gateways. */
export const isNotOffered = (error: unknown): error is Failure<'REGISTRY'> =>
  isNotUnderstood(error) || (isFailure(error, 'REGISTRY') && error.data.status === 501);

/** The status that a refusal came with, for a person to read; empty where it is none of a registry's. */
export function statusOf(error: unknown): string {
  if (isFailure(error, 'UNAUTHORIZED')) return '401';
  if (isFailure(error, 'FORBIDDEN')) return '403';
  if (isFailure(error, 'NOT_FOUND')) return '404';
  return isNotOffered(error) ? String(error.data.status) : '';
}

/** Whether work that failed like this may succeed when it is begun again: the connection broke off, the registry is busy, the token ended. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Failure)) return false;
  const { code, data } = error as FailureValue;
  switch (code) {
    case 'NETWORK':
      return data.reason === 'cut' || data.reason === 'refused' || data.reason === 'unreachable';
    case 'TIMEOUT':
    case 'RATE_LIMITED':
      return true;
    case 'REGISTRY':
      return isPassingStatus(data.status);
    case 'UNAUTHORIZED':
      return data.reason === 'expired';
    default:
      return false;
  }
}
