import { expect, test } from 'vitest';
import { emptyForm } from './contract/connections.ts';
import { splitUserInfo, takeUserInfo } from './user-info.ts';

test.each([
  ['registry.example.com:5000', ['registry.example.com:5000', '', '']],
  ['https://registry.example.com/a@b', ['https://registry.example.com/a@b', '', '']],
  ['https://me:pass@registry.example.com/x', ['https://registry.example.com/x', 'me', 'pass']],
  ['me:pa%40ss@registry.example.com', ['registry.example.com', 'me', 'pa@ss']],
  ['https://me:pa@ss@registry.example.com', ['https://registry.example.com', 'me', 'pa@ss']],
  ['https://me@registry.example.com', ['https://registry.example.com', 'me', '']],
  ['https://me:100%@registry.example.com', ['https://registry.example.com', 'me', '100%']],
  ['https://:only@registry.example.com', ['https://registry.example.com', '', 'only']],
  ['https://host\\@evil.example.com', ['https://host\\@evil.example.com', '', '']],
])('the address %s is read as %j', (text, [address, username, password]) => {
  expect(splitUserInfo(text)).toEqual({ address, username, password });
});

test('a proxy has no path: whatever stands before the last @ is no part of its address', () => {
  expect(splitUserInfo('http://me:pa/ss?@proxy.example.com:3128', 'proxy')).toEqual({
    address: 'http://proxy.example.com:3128',
    username: 'me',
    password: 'pa/ss?',
  });
});

test('what was typed into its own field counts before what stands in an address', () => {
  const form = { ...emptyForm, address: 'https://a:b@registry.example.com', signIn: 'password', username: 'c', password: 'd' } as const;
  expect(takeUserInfo(form)).toEqual({ ...form, address: 'https://registry.example.com' });
  const token = { ...form, signIn: 'token', username: '', password: '' } as const;
  expect(takeUserInfo(token)).toEqual({ ...token, address: 'https://registry.example.com' });
});
