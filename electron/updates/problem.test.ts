import { expect, test } from 'vitest';
import { UpdateError, updateProblemOf } from './problem.ts';

const withCode = (code: string): Error => Object.assign(new Error('x'), { code });

test.each([
  ['no list at the address', withCode('ERR_UPDATER_CHANNEL_FILE_NOT_FOUND'), 'not-found'],
  ['a list that is none', withCode('ERR_UPDATER_INVALID_UPDATE_INFO'), 'unreadable'],
  ['a list without sums', withCode('ERR_UPDATER_NO_CHECKSUM'), 'unreadable'],
  ['another file than was named', withCode('ERR_CHECKSUM_MISMATCH'), 'checksum'],
  ['another publisher', withCode('ERR_UPDATER_INVALID_SIGNATURE'), 'signature'],
  ['a server that is not there', withCode('ECONNREFUSED'), 'unreachable'],
  ['no such host, as Chromium says it', new Error('net::ERR_NAME_NOT_RESOLVED'), 'unreachable'],
  ['no network, as Chromium says it', new Error('net::ERR_INTERNET_DISCONNECTED'), 'unreachable'],
  ['a certificate that is not trusted', new Error('net::ERR_CERT_AUTHORITY_INVALID'), 'certificate'],
  ['a redirect away from https', new Error('net::ERR_BLOCKED_BY_CLIENT'), 'not-https'],
  ['an answer of 503', withCode('HTTP_ERROR_503'), 'refused'],
  ['a file that is not there', new Error('Cannot download "https://a.example/x", status 404: Not Found'), 'refused'],
  ['a full disk', withCode('ENOSPC'), 'storage'],
  ['what we found ourselves', new UpdateError('read-only'), 'read-only'],
  ['an unknown error', withCode('ERR_SOMETHING_NEW'), 'other'],
  ['what is no error', 'text', 'other'],
] as const)('%s is told as such', (_, error, problem) => {
  expect(updateProblemOf(error)).toBe(problem);
});
