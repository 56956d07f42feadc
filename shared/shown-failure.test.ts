import { expect, test } from 'vitest';
import { readFailure } from './shown-failure.ts';

const errors = [{ code: 'DENIED', message: 'ask the platform team' }];

test.each([
  ['UNAUTHORIZED', { host: 'x', challenge: 'basic', reason: 'rejected' }],
  ['FORBIDDEN', { host: 'x', action: 'push', by: 'registry' }],
  ['NOT_FOUND', { what: 'blob' }],
  ['UNSUPPORTED', { feature: 'delete', why: 'answered', status: 405 }],
  ['UNSUPPORTED', { feature: 'undo', why: 'content-deleted' }],
  ['RATE_LIMITED', { host: 'x' }],
  ['CONFLICT', { what: 'protected', subject: 'x' }],
  ['REGISTRY', { host: 'x', status: 500 }],
])('the details of a failure with %s have the own words of the registry', (code, data) => {
  expect(readFailure({ code, data: { ...data, errors } })).toEqual({ code, data: { ...data, errors } });
});
