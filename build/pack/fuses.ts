import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import type { AfterPackContext } from 'electron-builder';
import { product } from './product.ts';

/** Every fuse of Electron 45. docs/decisions/fuses.md says why each is as it is. */
export const FUSES = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
} as const;

/** The program that carries the fuses, by Electron's name of the system. */
function programOf(folder: string, system: string): string {
  if (system === 'darwin' || system === 'mas') return join(folder, `${product.name}.app`);
  return join(folder, system === 'win32' ? `${product.name}.exe` : product.command);
}

/**
 * Sets every fuse of what was just packed, before it is signed. electron-builder 26.17 knows eight of the nine: its own option would leave one as it
 * comes. A runtime with more fuses than these is refused, so that a new one is decided.
 */
export async function setFuses({ appOutDir, electronPlatformName }: AfterPackContext): Promise<void> {
  await flipFuses(programOf(appOutDir, electronPlatformName), {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: electronPlatformName === 'darwin',
    ...FUSES,
  });
}
