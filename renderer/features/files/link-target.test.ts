import { expect, test } from 'vitest';
import { pathOfTarget } from './link-target.ts';

test.each([
  ['usr/bin/sh', 'symlink', 'su', 'usr/bin/su'],
  ['etc/os-release', 'symlink', '../usr/lib/os-release', 'usr/lib/os-release'],
  ['etc/a', 'symlink', '/opt/./b/', 'opt/b'],
  ['a', 'symlink', '../../../etc', 'etc'],
  ['usr/bin/b', 'hardlink', 'usr/bin/a', 'usr/bin/a'],
])('%s, a %s to %s, leads to %s', (path, kind, target, expected) => {
  expect(pathOfTarget({ path, kind, target })).toBe(expected);
});
