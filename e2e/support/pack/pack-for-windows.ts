// Packs what is staged (build/pack/stage.ts) for Windows, with a stand-in for Electron's program there. Arguments: a folder for the stand-in, and one for what is made.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'electron-builder';
import { configuration } from '../../../build/pack/electron-builder.ts';
import { product, top } from '../../../build/pack/product.ts';
import { FUSE_WIRE } from '../../../build/pack/stand-in-runtime.ts';
import { programs, US_ENGLISH } from './windows-program.ts';

/** A program without code: with a version, in which the hash of the archive is put beside, and with fuses. */
function program(): Buffer {
  const { NtExecutable, NtExecutableResource, Resource } = programs;
  const executable = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(executable);
  const version = Resource.VersionInfo.createEmpty();
  version.lang = US_ENGLISH.lang;
  version.setFileVersion(product.electronVersion, US_ENGLISH.lang);
  version.setStringValues(US_ENGLISH, { ProductName: 'Electron', FileDescription: 'Electron' });
  version.outputToResourceEntries(resources.entries);
  resources.entries.push({ type: 10, id: 1, ...US_ENGLISH, bin: new Uint8Array(Buffer.from(FUSE_WIRE, 'latin1')).buffer });
  resources.outputResource(executable);
  return Buffer.from(executable.generate());
}

const [runtime = '', output = ''] = process.argv.slice(2);
for (const [name, content] of [
  ['electron.exe', program()],
  ['version', product.electronVersion],
  ['locales/en-US.pak', 'x'],
] as const) {
  mkdirSync(dirname(join(runtime, name)), { recursive: true });
  writeFileSync(join(runtime, name), content);
}
const directories = { ...configuration.directories, output };
await build({
  projectDir: top,
  win: ['dir'],
  x64: true,
  publish: 'never',
  config: { ...configuration, electronDist: runtime, directories },
});
