import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Installation } from '../shared/contract/settings.ts';

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
