import { expect, test } from 'vitest';
import { isFetchable, MOST_OF_FEED, readFeedAddress } from './feed-address.ts';

test.each([
  ['https://releases.example.org/longshore/', 'https://releases.example.org/longshore'],
  ['  https://releases.example.org  ', 'https://releases.example.org'],
  ['releases.example.org:8443/longshore', 'https://releases.example.org:8443/longshore'],
  ['HTTPS://Releases.Example.ORG/L', 'https://releases.example.org/L'],
  ['http://127.0.0.1:8080/releases', 'http://127.0.0.1:8080/releases'],
  ['http://localhost:8080', 'http://localhost:8080'],
  ['http://[::1]:8080', 'http://[::1]:8080'],
])('%s is an address of releases', (text, url) => {
  expect(readFeedAddress(text)).toEqual({ kind: 'address', url });
});

test.each([
  ['http://releases.example.org', 'plain-http'],
  ['http://127.0.0.1.example.org', 'plain-http'],
  ['http://127.example.org', 'plain-http'],
  ['https://ann:secret@releases.example.org', 'user-info'],
  ['ann@releases.example.org', 'user-info'],
  ['https://releases.example.org/?token=secret', 'query'],
  ['https://releases.example.org/#latest', 'query'],
  ['file:///etc/passwd', 'no-address'],
  ['ftp://releases.example.org', 'no-address'],
  ['https://', 'no-address'],
  ['https://releases.example.org/a b', 'no-address'],
  [`https://releases.example.org/${'a'.repeat(MOST_OF_FEED)}`, 'no-address'],
] as const)('%.60s is refused: %s', (text, why) => {
  expect(readFeedAddress(text)).toEqual({ kind: 'refused', why });
});

test('nothing typed is no address and no mistake', () => {
  expect(readFeedAddress('  ')).toEqual({ kind: 'empty' });
});

test('what is to be run is fetched by https, or from this machine', () => {
  const urls = ['https://a.example/x?noCache=1', 'http://127.0.0.1:1/x', 'http://a.example/x', 'file:///x', 'data:,x', ''];
  expect(urls.map(isFetchable)).toEqual([true, true, false, false, false, false]);
});
