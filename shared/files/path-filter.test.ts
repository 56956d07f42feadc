import { expect, test } from 'vitest';
import { pathFilter } from './path-filter.ts';

test.each([
  ['/etc/motd', 'etc/motd', true],
  ['/motd', 'etc/motd', true],
  ['/etc', 'usr/etc', true],
  ['/motd', 'etc/a-motd', false],
  ['etc -motd', 'etc/motd', false],
  ['CONF  etc', 'etc/app.conf', true],
  ['-', 'etc/motd', true],
])('%s: %s is %s', (text, path, expected) => {
  expect(pathFilter(text)(path)).toBe(expected);
});
