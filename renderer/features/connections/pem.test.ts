import { expect, test } from 'vitest';
import { splitPem } from './pem.ts';

const block = (label: string, body = 'AAAA'): string => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`;
const certificate = block('CERTIFICATE');
const key = block('EC PRIVATE KEY');

test.each([
  ['a certificate', certificate, { certificates: certificate, key: '' }],
  [
    'a chain',
    `${certificate}\n${block('CERTIFICATE', 'BBBB')}\n`,
    { certificates: `${certificate}\n${block('CERTIFICATE', 'BBBB')}`, key: '' },
  ],
  ['a key', `\n${key}\n`, { certificates: '', key }],
  ['a key and its certificate in one file', `${key}\n${certificate}`, { certificates: certificate, key }],
  [
    'what OpenSSL prints around a certificate',
    `Subject: CN=x\nBag Attributes\n${certificate}\ntrailer`,
    { certificates: certificate, key: '' },
  ],
  ['lines of Windows', certificate.replaceAll('\n', '\r\n'), { certificates: certificate, key: '' }],
  ['OpenSSL’s trusted certificates', block('TRUSTED CERTIFICATE'), { certificates: block('TRUSTED CERTIFICATE'), key: '' }],
  ['a public key, which is neither', block('PUBLIC KEY'), { certificates: '', key: '' }],
  ['a block without its end', '-----BEGIN CERTIFICATE-----\nAAAA', { certificates: '', key: '' }],
  ['another format', '\u0000\u0001binary', { certificates: '', key: '' }],
])('of a file it takes %s', (_, text, expected) => {
  expect(splitPem(text)).toEqual(expected);
});
