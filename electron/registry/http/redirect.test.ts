import { expect, test } from 'vitest';
import { redirectOf } from './redirect.ts';

const from = new URL('https://registry.example.com/v2/a/blobs/x');
const answer = (status: number, location?: string) => ({
  status,
  body: Buffer.alloc(0),
  headers: location === undefined ? {} : { location },
});

test.each([
  [307, 'https://storage.example.com/x?sig=1', 'https://storage.example.com/x?sig=1'],
  [302, '/other', 'https://registry.example.com/other'],
  [303, 'y', 'https://registry.example.com/v2/a/blobs/y'],
  [308, '', 'https://registry.example.com/v2/a/blobs/x'],
  [200, 'https://storage.example.com/x', undefined],
  [304, 'https://storage.example.com/x', undefined],
  [307, undefined, undefined],
] as const)('%i with Location %j leads to %s', (status, location, expected) => {
  expect(redirectOf(answer(status, location), from)?.href).toBe(expected);
});

test.each([
  ['http://registry.example.com/x', 'redirect-to-http'],
  ['file:///etc/passwd', 'redirect-scheme'],
  ['https://[', 'redirect-no-address'],
])('a redirect to %s is refused as %s', (location, why) => {
  expect(() => redirectOf(answer(307, location), from)).toThrow(expect.objectContaining({ data: expect.objectContaining({ why }) }));
});

test('a redirect of plain http may go to https, and to plain http', () => {
  expect(redirectOf(answer(307, 'http://b.example.com/'), new URL('http://a.example.com/'))?.href).toBe('http://b.example.com/');
});
