import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { howInstalled, packageTypeIn } from './installation.ts';

const window = { host: 'electron', isPackaged: true, packageType: undefined, env: {} } as const;

test.each([
  ['a package for Debian', { ...window, packageType: 'deb' }, 'deb'],
  ['an rpm', { ...window, packageType: 'rpm' }, 'rpm'],
  ['a flatpak', { ...window, env: { FLATPAK_ID: 'app.longshore.Longshore' } }, 'flatpak'],
  // The folder that is packed is the same for all of Linux, and what was written into it for another package may still lie there.
  ['an AppImage of a folder from which a package for Debian was made', { ...window, packageType: 'deb', env: { APPIMAGE: '/a' } }, 'file'],
  ['a folder that was copied', window, 'file'],
  ['Windows or macOS', window, 'file'],
  ['a checkout in Electron', { ...window, isPackaged: false, packageType: 'deb' }, 'checkout'],
  ['the npm package', { host: 'browser', isPackaged: true }, 'npm'],
  ['a checkout in the browser', { host: 'browser', isPackaged: false }, 'checkout'],
] as const)('%s is told', (_, where, installed) => {
  expect(howInstalled(where)).toBe(installed);
});

test('the kind of a package is read from beside the archive, and only one that is known', () => {
  const folder = mkdtempSync(join(tmpdir(), 'longshore-kind-'));
  expect(packageTypeIn(folder)).toBeUndefined();
  expect(packageTypeIn(undefined)).toBeUndefined();
  for (const [text, kind] of [
    ['deb\n', 'deb'],
    ['rpm', 'rpm'],
    ['pacman', undefined],
  ] as const) {
    writeFileSync(join(folder, 'package-type'), text);
    expect(packageTypeIn(folder)).toBe(kind);
  }
  rmSync(folder, { recursive: true });
});
