import { accessSync, constants, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Installation } from '../shared/contract/settings.ts';
import { readFeedAddress } from '../shared/feed-address.ts';

type PackageType = 'deb' | 'rpm';

/** What electron-builder writes beside the archive of a Linux package; `resources` is that folder, which only Electron has. */
export function packageTypeIn(resources: string | undefined): PackageType | undefined {
  try {
    const text = readFileSync(join(resources ?? '', 'package-type'), 'utf8').trim();
    return text === 'deb' || text === 'rpm' ? text : undefined;
  } catch {
    return undefined;
  }
}

type Where =
  | {
      readonly host: 'electron';
      readonly isPackaged: boolean;
      readonly packageType: PackageType | undefined;
      readonly env: Readonly<Record<string, string | undefined>>;
    }
  | { readonly host: 'browser'; readonly isPackaged: boolean };

/** How this copy of Longshore came here, which decides by what it is updated. */
export function howInstalled(where: Where): Installation {
  if (!where.isPackaged) return 'checkout';
  if (where.host === 'browser') return 'npm';
  if (where.env['FLATPAK_ID']) return 'flatpak';
  if (where.env['APPIMAGE']) return 'file';
  return where.packageType ?? 'file';
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether this copy can replace itself by a newer one: an AppImage, what an installer for Windows installed, an application of macOS. `env` tells the
 * first from a folder that was copied, and the second from a portable program.
 */
export function updatesItself(installed: Installation, platform: NodeJS.Platform, env: Environment): boolean {
  if (installed !== 'file') return false;
  if (platform === 'win32') return !env['PORTABLE_EXECUTABLE_FILE'];
  return platform === 'darwin' || Boolean(env['APPIMAGE']);
}

/**
 * The address of releases that this copy came with, as electron-builder wrote it among the resources; empty where that is none. Undefined where nothing
 * was written: such a copy does not know how an update of it is told from another program.
 */
export function packagedFeedIn(resources: string | undefined): string | undefined {
  try {
    const text = readFileSync(join(resources ?? '', 'app-update.yml'), 'utf8');
    const line = text.split('\n').find((one) => one.startsWith('url: ')) ?? '';
    const address = readFeedAddress(line.slice('url: '.length).replace(/^'(.*)'$/, '$1'));
    return address.kind === 'address' ? address.url : '';
  } catch {
    return undefined;
  }
}

/** Whether this person may put another file where this copy lies. Installers of the other systems ask for that themselves. */
export function isReplaceable(platform: NodeJS.Platform, env: Environment): boolean {
  if (platform !== 'linux') return true;
  try {
    accessSync(dirname(env['APPIMAGE'] ?? ''), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
