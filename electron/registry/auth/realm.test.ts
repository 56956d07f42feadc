import { expect, test } from 'vitest';
import { classifyAddress, decideRealm, mayReach } from './realm.ts';

test.each([
  ['the same host', 'https://registry.example.com', 'https://registry.example.com/token', 'allowed'],
  ['the same registrable domain', 'https://registry.example.com', 'https://auth.example.com/token', 'allowed'],
  ["a subdomain of the registry's own domain", 'https://registry-1.docker.io', 'https://auth.docker.io/token', 'allowed'],
  ['another site', 'https://registry.example.com', 'https://auth.example.org/token', 'foreign'],
  ['another customer of the same public suffix', 'https://a.github.io', 'https://b.github.io/token', 'foreign'],
  ['https to http', 'https://registry.example.com', 'http://registry.example.com/token', 'downgrade'],
  ['a scheme that is not http', 'https://registry.example.com', 'file:///etc/passwd', 'invalid'],
  ['a password in the address', 'https://registry.example.com', 'https://u:p@registry.example.com/token', 'invalid'],
])('%s', (_, registry, realm, expected) => {
  expect(decideRealm(new URL(registry), new URL(realm), [])).toBe(expected);
});

test('a host that the person agreed to is allowed, and only that one', () => {
  const decide = (realm: string) => decideRealm(new URL('https://r.example.com'), new URL(realm), ['auth.example.org']);
  expect(decide('https://auth.example.org/token')).toBe('allowed');
  expect(decide('https://auth.example.org:444/token')).toBe('foreign');
});

test.each([
  ['127.0.0.1', 'special'],
  ['::1', 'special'],
  ['::ffff:127.0.0.1', 'special'],
  ['169.254.169.254', 'special'],
  ['fe80::1', 'special'],
  ['0.0.0.0', 'special'],
  ['10.2.0.14', 'private'],
  ['192.168.1.1', 'private'],
  ['fd00::1', 'private'],
  ['203.0.114.7', 'public'],
  ['::ffff:10.2.0.14', 'private'],
  ['::ffff:a9fe:a9fe', 'special'],
  ['64:ff9b::a02:e', 'private'],
  ['64:ff9b::7f00:1', 'special'],
  ['64:ff9b::cb00:7207', 'public'],
  ['::7f00:1', 'special'],
  ['fec0::1', 'special'],
  ['100.64.0.1', 'private'],
  ['fd00:ec2::254', 'special'],
  ['100.100.100.200', 'special'],
  ['168.63.129.16', 'special'],
  ['2606:4700::1111', 'public'],
])('%s is %s', (address, expected) => {
  expect(classifyAddress(address)).toBe(expected);
});

test('a token service may not be nearer than its registry', () => {
  expect(mayReach('public', 'private')).toBe(false);
  expect(mayReach('public', 'special')).toBe(false);
  expect(mayReach('private', 'special')).toBe(false);
  expect(mayReach('private', 'private')).toBe(true);
  expect(mayReach('special', 'public')).toBe(true);
});
