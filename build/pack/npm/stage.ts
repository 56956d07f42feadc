import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundledPackages } from '../bundled.ts';
import { licencesFile } from '../licences.ts';
import { keychainManifest, npmManifest } from './manifest.ts';
import { reachable } from './reachable.ts';

const BIN = ['longshore.cjs', 'node-needed.cjs', 'run.cjs'];
/** The keychain looks for its binary under Node's names of system and processor; these are the ones that a Node from 22 on has. */
const BINARIES = /^(?:linux-(?:x64|arm64|arm)|darwin-(?:x64|arm64)|win32-(?:x64|arm64|ia32))$/;

/** Gathers the npm package of the built application in a folder. @throws where it is not built. */
export function stage(top: string, folder: string): void {
  const write = (file: string, content: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  };
  const copy = (from: string, to: string): void => cpSync(join(top, from), join(folder, to), { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  for (const file of BIN) copy(`build/pack/npm/${file}`, `bin/${file}`);
  // The log names places in the sources by the maps. Those of what a person never runs would serve nobody.
  for (const file of reachable(join(top, 'out/main'), 'cli.js'))
    for (const part of [file, `${file}.map`]) if (existsSync(join(top, 'out/main', part))) copy(`out/main/${part}`, `out/main/${part}`);
  copy('out/renderer', 'out/renderer');

  const keychain = 'node_modules/keytar';
  for (const part of ['lib', 'LICENSE.md']) copy(`${keychain}/${part}`, `${keychain}/${part}`);
  for (const name of readdirSync(join(top, keychain, 'prebuilds')).filter((one) => BINARIES.test(one)))
    copy(`${keychain}/prebuilds/${name}`, `${keychain}/prebuilds/${name}`);
  write(`${keychain}/package.json`, JSON.stringify(keychainManifest(join(top, keychain)), undefined, 2));

  write('package.json', `${JSON.stringify(npmManifest(top), undefined, 2)}\n`);
  write('README.md', readFileSync(join(top, 'build/pack/npm/readme.md'), 'utf8'));
  copy('LICENSE', 'LICENSE');
  copy('build/pack/longshore.1', 'longshore.1');
  write('licences.txt', licencesFile(bundledPackages(top)));
}
