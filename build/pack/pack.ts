// npm run pack: an installer of what is in this checkout. Further words name targets of electron-builder; without them: all of this system, or the .deb
// alone where there is no Electron runtime.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { build, type CliOptions } from 'electron-builder';
import { configuration } from './electron-builder.ts';
import { top } from './product.ts';
import { stage } from './stage.ts';
import { type Runtime, runtime } from './stand-in-runtime.ts';

const DEFAULTS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['deb', 'rpm', 'AppImage', 'flatpak'],
  darwin: ['dmg', 'zip'],
  win32: ['nsis', 'portable'],
};
const SYSTEMS = { linux: 'linux', darwin: 'mac', win32: 'win' } as const;

async function pack(system: keyof typeof SYSTEMS, targets: readonly string[], { folder }: Runtime): Promise<readonly string[]> {
  const options: CliOptions = {
    projectDir: top,
    config: { ...configuration, electronDist: folder },
    [SYSTEMS[system]]: [...targets],
    publish: 'never',
    ...(system === 'darwin' ? { universal: true } : { [process.arch === 'arm64' ? 'arm64' : 'x64']: true }),
  };
  return build(options);
}

/** Debian packages are made by dpkg-deb through fpm.mjs, all others by what electron-builder downloads. */
async function packAll(system: keyof typeof SYSTEMS, targets: readonly string[], found: Runtime): Promise<readonly string[]> {
  const made: string[] = [];
  if (targets.includes('deb')) {
    process.env['CUSTOM_FPM_PATH'] = join(import.meta.dirname, 'fpm.mjs');
    made.push(...(await pack(system, ['deb'], found)));
    delete process.env['CUSTOM_FPM_PATH'];
  }
  const others = targets.filter((target) => target !== 'deb');
  if (others.length > 0) made.push(...(await pack(system, others, found)));
  return made;
}

const system = process.platform as keyof typeof SYSTEMS;
const asked = process.argv.slice(2);
const found = runtime();
if (!found.isReal && system !== 'linux') {
  console.error('The Electron runtime is not here: npm start downloads it.');
  process.exit(1);
}
stage(system);
const targets = asked.length > 0 ? asked : found.isReal ? (DEFAULTS[system] ?? []) : ['deb'];
for (const file of await packAll(system, targets, found))
  console.log(`${file.slice(top.length + 1)}: ${(statSync(file).size / 1e6).toFixed(1)} MB`);
if (!found.isReal)
  console.log('The Electron runtime is not here: a stand-in was packed, which proves how the package is made and opens no window.');
