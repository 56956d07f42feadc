import { expect, test } from 'vitest';
import { MOST_PEM } from '../../../../shared/linked/pem.ts';
import { hasWords } from './filter.ts';
import { pemProblem } from './pem-problem.ts';

test.each([
  ['', true],
  ['ssl', true],
  ['SSL apache', true],
  ['apache ssl', true],
  ['ssl mit', false],
  ['libssl3\tApache', true],
])('%j is looked for as words in any field, whatever their case: %s', (typed, isFound) => {
  expect(hasWords(['libssl3', undefined, 'Apache-2.0'], typed)).toBe(isFound);
});

test('what is longer than keys are is not sent', () => {
  expect(pemProblem('x'.repeat(MOST_PEM))).toBeUndefined();
  expect(pemProblem('x'.repeat(MOST_PEM + 1))).toBe('pemTooLarge');
});

test('a private key is never sent', () => {
  expect(pemProblem('-----BEGIN EC PRIVATE KEY-----\nMHcC')).toBe('pemPrivate');
  expect(pemProblem('-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----')).toBe('pemPrivate');
  expect(pemProblem('-----BEGIN PUBLIC KEY-----\nMFkw')).toBeUndefined();
});
