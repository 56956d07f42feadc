import { expect, test } from 'vitest';
import { blames, Failure, type FailureCode, failureSchemas, isUnanswered } from './errors.ts';

const CODES: Readonly<Record<FailureCode, { readonly blames: 'connection' | 'content'; readonly unanswered?: true }>> = {
  UNAUTHORIZED: { blames: 'connection' },
  FORBIDDEN: { blames: 'content' },
  NOT_FOUND: { blames: 'content' },
  UNSUPPORTED: { blames: 'content' },
  RATE_LIMITED: { blames: 'connection' },
  TLS: { blames: 'connection' },
  NETWORK: { blames: 'connection', unanswered: true },
  TIMEOUT: { blames: 'connection', unanswered: true },
  INVALID_RESPONSE: { blames: 'content' },
  DIGEST_MISMATCH: { blames: 'content' },
  CONFLICT: { blames: 'content' },
  KEYCHAIN: { blames: 'connection' },
  REGISTRY: { blames: 'content' },
  IMAGE_FILE: { blames: 'content' },
  STORAGE: { blames: 'content' },
};

test.each(Object.entries(CODES))('%s is blamed on %o', (code, { blames: blamed, unanswered = false }) => {
  const failure = new Failure(code as FailureCode, {} as never);
  expect(blames(failure)).toBe(blamed);
  expect(isUnanswered(failure)).toBe(unanswered);
  expect(isUnanswered({ code, data: {} })).toBe(unanswered);
});

test('the table has every code, and what is no failure is not blamed on the content', () => {
  expect(Object.keys(CODES).sort()).toEqual(Object.keys(failureSchemas).sort());
  expect(blames(new DOMException('stopped', 'AbortError'))).toBe('connection');
  expect(isUnanswered(undefined)).toBe(false);
});
