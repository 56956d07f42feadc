import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { product, top } from './product.ts';

/**
 * How the fuses stand in the program: a mark by which they are found, the version of their form, their number, and each as Electron 45 comes, on or
 * off. https://github.com/electron/fuses
 */
export const FUSE_WIRE = `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x09${'101100011'}`;

const PROGRAM = `#!/bin/sh
echo 'This package was made without the Electron runtime, to prove how it is packed. It opens no window.' >&2
exit 1
# ${FUSE_WIRE}
`;

/** Files that a runtime for Linux has beside its program, as far as a package treats them in some way. */
const FILES = [
  ...['LICENSE', 'LICENSES.chromium.html', 'version', 'icudtl.dat', 'resources.pak', 'chrome_100_percent.pak', 'v8_context_snapshot.bin'],
  ...['locales/en-US.pak', 'locales/zh-CN.pak', 'locales/de.pak', 'resources/default_app.asar'],
];
const PROGRAMS = ['chrome-sandbox', 'chrome_crashpad_handler'];

function standIn(): string {
  const folder = join(top, 'out/stand-in-runtime');
  rmSync(folder, { recursive: true, force: true });
  const write = (name: string, text: string, mode: number): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), mode);
  };
  for (const name of FILES) write(name, `A stand-in for ${name} of Electron ${product.electronVersion}.\n`, 0o644);
  write('version', product.electronVersion, 0o644);
  write('electron', PROGRAM, 0o755);
  for (const name of PROGRAMS) write(name, '#!/bin/sh\nexit 1\n', 0o755);
  return folder;
}

export type Runtime = { readonly folder: string; readonly isReal: boolean };

/** The Electron runtime of this machine; where it was never downloaded, a folder that looks like one. Only a package for Linux can be made of that. */
export function runtime(): Runtime {
  const folder = join(top, 'node_modules/electron/dist');
  return existsSync(join(folder, 'version')) ? { folder, isReal: true } : { folder: standIn(), isReal: false };
}
