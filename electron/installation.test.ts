import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { howInstalled, isReplaceable, packagedFeedIn, packageTypeIn, updatesItself } from './installation.ts';

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

test.each([
  ['an AppImage', 'file', 'linux', { APPIMAGE: '/home/ann/longshore.AppImage' }, true],
  ['a folder that was copied', 'file', 'linux', {}, false],
  ['what an installer for Windows installed', 'file', 'win32', {}, true],
  ['a portable program for Windows', 'file', 'win32', { PORTABLE_EXECUTABLE_FILE: 'C:\\longshore.exe' }, false],
  ['an application of macOS', 'file', 'darwin', {}, true],
  ['a package for Debian', 'deb', 'linux', { APPIMAGE: '/a' }, false],
  ['a flatpak', 'flatpak', 'linux', {}, false],
  ['the npm package', 'npm', 'win32', {}, false],
  ['a checkout', 'checkout', 'darwin', {}, false],
] as const)('whether a copy replaces itself is told by how it came here: %s', (_, installed, platform, env, expected) => {
  expect(updatesItself(installed, platform, env)).toBe(expected);
});

test('the address of releases is read from what electron-builder wrote, and only one that may be asked', () => {
  const folder = mkdtempSync(join(tmpdir(), 'longshore-feed-'));
  expect(packagedFeedIn(folder)).toBeUndefined();
  for (const [url, feed] of [
    ['https://releases.example.org/longshore/', 'https://releases.example.org/longshore'],
    ["'https://releases.example.org/a: b'", ''],
    ["'https://releases.example.org:8443'", 'https://releases.example.org:8443'],
    ['http://releases.example.org', ''],
  ] as const) {
    writeFileSync(join(folder, 'app-update.yml'), `provider: generic\nurl: ${url}\nupdaterCacheDirName: longshore-updater\n`);
    expect(packagedFeedIn(folder)).toBe(feed);
  }
  writeFileSync(join(folder, 'app-update.yml'), 'provider: github\n');
  expect(packagedFeedIn(folder)).toBe('');
  rmSync(folder, { recursive: true });
});

test('an AppImage is replaced only where its folder can be written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'longshore-place-'));
  expect(isReplaceable('linux', { APPIMAGE: join(folder, 'longshore.AppImage') })).toBe(true);
  expect(isReplaceable('linux', { APPIMAGE: join(folder, 'gone/longshore.AppImage') })).toBe(false);
  expect(isReplaceable('darwin', {})).toBe(true);
  rmSync(folder, { recursive: true });
});
