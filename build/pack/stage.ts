import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { manPage } from '../../electron/commands/man-page.ts';
import { bundledPackages } from './bundled.ts';
import { STAGED } from './electron-builder.ts';
import { licencesFile } from './licences.ts';
import { reachable } from './npm/reachable.ts';
import { product, top } from './product.ts';
import { sbomOf } from './sbom.ts';

const folder = join(top, STAGED);
const read = (file: string): string => readFileSync(join(top, file), 'utf8');

function write(file: string, content: string | Buffer): void {
  mkdirSync(join(folder, file, '..'), { recursive: true });
  writeFileSync(join(folder, file), content);
}

/** The maps of the main process are packed: the log names places in the sources by them. What only the browser host runs is not. */
function stageBuilt(): void {
  const main = reachable(join(top, 'out/main'), 'main.js').flatMap((name) => [name, `${name}.map`]);
  for (const name of main) {
    const from = join(top, 'out/main', name);
    if (existsSync(from)) cpSync(from, join(folder, 'app/out/main', name));
  }
  for (const part of ['preload', 'renderer']) cpSync(join(top, 'out', part), join(folder, 'app/out', part), { recursive: true });
}

/** The keychain with its binary for one system, and nothing to build it from. An application for macOS serves both processors. */
function stageKeychain(system: NodeJS.Platform): void {
  const wanted = system === 'darwin' ? ['darwin-x64', 'darwin-arm64'] : [`${system}-${process.arch}`];
  const from = join(top, 'node_modules/keytar');
  const to = join(folder, 'app/modules/keytar');
  for (const part of ['package.json', 'lib', 'LICENSE.md']) cpSync(join(from, part), join(to, part), { recursive: true });
  for (const name of wanted) cpSync(join(from, 'prebuilds', name), join(to, 'prebuilds', name), { recursive: true });
}

function manifest(): string {
  const { name, version, description, license, type, main } = JSON.parse(read('package.json')) as Record<string, string>;
  const author = { name: product.authors, email: product.email };
  const kept = { name, productName: product.name, version, description, license, author, homepage: product.homepage, type, main };
  return JSON.stringify({ ...kept, desktopName: `${product.command}.desktop` }, undefined, 2);
}

/** Debian's own form: of the file in the tree only the version counts there. */
function changelog(date: Date): string {
  const when = `${date.toUTCString().replace('GMT', '+0000')}`;
  return `${product.command} (${product.version}) unstable; urgency=medium\n\n  * Release ${product.version}.\n\n -- ${product.authors} <${product.email}>  ${when}\n`;
}

/** https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/ */
function copyright(): string {
  const text = read('LICENSE')
    .split('\n')
    .slice(4)
    .map((line) => (line === '' ? ' .' : ` ${line}`))
    .join('\n')
    .replace(/(?:\n \.)+$/, '');
  const elsewhere = ` Packages, fonts and Electron that are inside have their own licences: see /opt/Longshore/resources/licences.txt,\n /opt/Longshore/LICENSE.electron.txt and /opt/Longshore/LICENSES.chromium.html.`;
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: ${product.name}\nSource: ${product.homepage}\nComment:\n${elsewhere}\n\nFiles: *\nCopyright: 2026 ${product.authors}\nLicense: MIT\n${text}\n`;
}

/** A day for what is packed: that of SOURCE_DATE_EPOCH, so that two runs make the same, or today. https://reproducible-builds.org/specs/source-date-epoch/ */
const dateOf = (): Date => (process.env['SOURCE_DATE_EPOCH'] ? new Date(Number(process.env['SOURCE_DATE_EPOCH']) * 1000) : new Date());

function stageBeside(): void {
  const date = dateOf();
  const values: Record<string, string> = { ...product, date: date.toISOString().slice(0, 10) };
  write(
    'beside/metainfo.xml',
    read('build/pack/metainfo.xml').replaceAll(/@(\w+)@/g, (_, key: string) => values[key] ?? ''),
  );
  write('beside/copyright', copyright());
  write('beside/changelog.gz', gzipSync(changelog(date), { level: 9 }));
  write('beside/lintian', read('build/pack/lintian-overrides'));
  write('beside/longshore.1.gz', gzipSync(manual(), { level: 9 }));
}

/** The manual of the commands, with what is different where the program is Electron. */
function manual(): string {
  const flags = ['\\-\\-sample', '\\-\\-data\\-dir \\fIDIR\\fR'].map((flag) => `.TP\n.B ${flag}`);
  return `${manPage(product.version)}.SH FLAGS\n${flags[0]}\nConnects and shows the sample registry, which affects no real one.\n${flags[1]}\nThe folder for saved registries, settings, history, log and cache.\n.SH NOTES\nThe program of this package needs a display, also for commands.\n`;
}

/** Gathers what is packed for a system under `out/pack/`: the application, what lies beside it among its resources, and what a Linux package has elsewhere. */
export function stage(system: NodeJS.Platform): void {
  rmSync(folder, { recursive: true, force: true });
  const packages = bundledPackages(top);
  stageBuilt();
  stageKeychain(system);
  write('app/package.json', manifest());
  write('resources/LICENSE.txt', read('LICENSE'));
  write('resources/licences.txt', licencesFile(packages));
  write('resources/sbom.cdx.json', `${JSON.stringify(sbomOf(packages), undefined, 2)}\n`);
  stageBeside();
}
