import { expect, test } from 'vitest';
import { readAddress } from './address.ts';
import { isLoopback } from './loopback.ts';

test.each([
  ['registry.example.com:5000', ['https://registry.example.com:5000', 'http://registry.example.com:5000']],
  ['https://registry.example.com/', ['https://registry.example.com']],
  ['https://nexus.example/repository/docker/v2/', ['https://nexus.example/repository/docker']],
  ['http://10.0.0.5:5000', ['http://10.0.0.5:5000']],
  ['[::1]:5000', ['https://[::1]:5000', 'http://[::1]:5000']],
  ['docker.io', ['https://registry-1.docker.io', 'http://registry-1.docker.io']],
  [' registry.example.com ', ['https://registry.example.com', 'http://registry.example.com']],
  ['https://user:secret@registry.example.com', ['https://registry.example.com']],
])('%s', (typed, urls) => {
  expect(readAddress(typed)?.urls).toEqual(urls);
});

test.each(['', 'two words', 'ftp://x', 'https://', '://x', 'http://a b'])('"%s" is no address', (typed) => {
  expect(readAddress(typed)).toBeUndefined();
});

test.each([
  ['http://127.0.0.1:5000', true],
  ['http://localhost', true],
  ['http://[::1]:5000', true],
  ['http://127.evil.example', false],
  ['http://10.0.0.1', false],
  ['http://localhost.evil.example', false],
])('%s is on this machine: %s', (url, expected) => {
  expect(isLoopback(url)).toBe(expected);
});
