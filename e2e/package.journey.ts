import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseState, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { FUSES } from '../build/pack/fuses.ts';
import { product, top } from '../build/pack/product.ts';
import { newDataFolder, removeFolder } from './support/hosts/browser-host.ts';
import { hasElectron, StandIn } from './support/hosts/electron-host.ts';
import { isIntact, readAsar } from './support/pack/asar.ts';
import { createDebianRoot } from './support/pack/debian-root.ts';
import { integrityOf } from './support/pack/windows-program.ts';
import { patient } from './support/patience.ts';
import { run } from './support/process.ts';

test.skip(!existsSync('/usr/bin/dpkg-deb'), 'needs dpkg-deb, which makes packages for Debian');
test.describe.configure({ mode: 'serial' });

/** What the package puts into the system; names that a build makes anew have a star. */
const CONTENTS = [
  ...['LICENSE.electron.txt', 'LICENSES.chromium.html', 'chrome-sandbox', 'chrome_100_percent.pak', 'chrome_crashpad_handler'],
  ...['icudtl.dat', 'locales/en-US.pak', 'locales/zh-CN.pak', 'longshore', 'resources.pak'],
  ...['resources/LICENSE.txt', 'resources/app-update.yml', 'resources/app.asar'],
  ...['resources/app.asar.unpacked/node_modules/keytar/prebuilds/linux-*/keytar.node', 'resources/apparmor-profile'],
  ...['resources/licences.txt', 'resources/package-type', 'resources/sbom.cdx.json', 'v8_context_snapshot.bin', 'version'],
].map((name) => `opt/Longshore/${name}`);
const SYSTEM = [
  'applications/longshore.desktop',
  ...['changelog.gz', 'copyright'].map((name) => `doc/longshore/${name}`),
  ...[16, 24, 32, 48, 64, 128, 256, 512, 1024].map((size) => `icons/hicolor/${size}x${size}/apps/longshore.png`),
  ...['lintian/overrides/longshore', 'man/man1/longshore.1.gz', 'metainfo/app.longshore.Longshore.metainfo.xml'],
].map((name) => `usr/share/${name}`);
/** What the application itself consists of: nothing else is packed. */
const PACKED = [
  /^package\.json$/,
  /^out\/main\/[\w.-]+\.js(?:\.map)?$/,
  /^out\/preload\/preload\.cjs$/,
  /^out\/renderer\/(?:index\.html|icon\.svg)$/,
  /^out\/renderer\/assets\/[\w.-]+\.(?:js|css|woff2|svg|png)$/,
  /^node_modules\/keytar\/(?:package\.json|LICENSE\.md|lib\/keytar\.js|prebuilds\/linux-(?:x64|arm64)\/keytar\.node)$/,
];
/** Bytes of the application without Electron, unpacked and as a package. */
const MOST_ASAR = 12_000_000;
const MOST_PACKAGE = 4_000_000;

const deb = join(top, 'dist', `longshore_${product.version}_${process.arch === 'arm64' ? 'arm64' : 'amd64'}.deb`);
let folder = '';
const unpacked = (...path: string[]): string => join(folder, ...path);
const resources = (...path: string[]): string => unpacked('opt/Longshore/resources', ...path);

const wireOf = (fuses: Readonly<Record<string, boolean>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fuses).map(([fuse, isOn]) => [fuse, isOn ? FuseState.ENABLE : FuseState.DISABLE]));

test.beforeAll(async () => {
  test.setTimeout(patient(300_000));
  await run('node', [join(top, 'build/pack/pack.ts'), 'deb']);
  folder = await mkdtemp(join(tmpdir(), 'longshore-package-'));
  await run('dpkg-deb', ['--extract', deb, folder]);
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

test('the package for Debian has what runs, licences and the places where a desktop looks, and nothing else', async () => {
  const lines = (await run('dpkg-deb', ['--contents', deb])).trim().split('\n');
  const files = lines.filter((line) => !line.startsWith('d')).map((line) => line.replace(/^.* \.\//, ''));
  const named = files.map((name) => name.replace(/linux-(?:x64|arm64)/, 'linux-*'));
  if (hasElectron) expect(named).toEqual(expect.arrayContaining([...CONTENTS, ...SYSTEM]));
  else expect(named.toSorted()).toEqual([...CONTENTS, ...SYSTEM].toSorted());
  // All of it belongs to root, who alone may write.
  expect(lines.filter((line) => !/^[dl-]rw[x-]r-[x-]r-[x-] root\/root /.test(line))).toEqual([]);
  if (!hasElectron) expect((await stat(deb)).size).toBeLessThan(MOST_PACKAGE);
});

test('lintian finds no error in the package, and the files for the desktop and for software centres are valid', async () => {
  await run('lintian', ['--fail-on', 'error', deb]);
  const desktop = unpacked('usr/share/applications/longshore.desktop');
  expect(await run('desktop-file-validate', [desktop])).toBe('');
  const entry = await readFile(desktop, 'utf8');
  for (const line of ['MimeType=x-scheme-handler/longshore;', 'Categories=Development;', 'StartupWMClass=longshore'])
    expect(entry.split('\n')).toContain(line);
  expect(entry).toMatch(/^Keywords\[zh_CN\]=.*镜像/m);
  await run('appstreamcli', ['validate', '--no-net', unpacked(`usr/share/metainfo/${product.appId}.metainfo.xml`)]);
});

test('every fuse of the packed program is as it was decided', async () => {
  const {
    version,
    resetAdHocDarwinSignature: _,
    strictlyRequireAllFuses: __,
    ...wire
  } = await getCurrentFuseWire(unpacked('opt/Longshore/longshore'));
  expect(version).toBe('1');
  expect(Object.keys(wire)).toHaveLength(9);
  expect(wire).toEqual(wireOf(FUSES));
});

test('the archive of the application has nothing that does not run, and every file is what its header says', async () => {
  const { files } = readAsar(resources('app.asar'));
  expect(files.filter(({ path }) => !PACKED.some((pattern) => pattern.test(path))).map(({ path }) => path)).toEqual([]);
  expect(files.filter((file) => !isIntact(file)).map(({ path }) => path)).toEqual([]);
  expect(files.filter(({ unpacked }) => unpacked).map(({ path }) => path)).toEqual([expect.stringMatching(/keytar\.node$/)]);
  expect((await stat(resources('app.asar'))).size).toBeLessThan(MOST_ASAR);
  // Maps name places in the sources; the sources themselves stay out.
  const maps = files.filter(({ path }) => path.endsWith('.map'));
  expect(maps.length).toBeGreaterThan(5);
  expect(maps.filter(({ bytes }) => 'sourcesContent' in JSON.parse(bytes.toString()))).toEqual([]);
  // What was changed in one byte is found.
  const [file] = files;
  const changed = Buffer.from(file?.bytes ?? []);
  changed[0] = (changed[0] ?? 0) ^ 1;
  expect(file && isIntact({ ...file, bytes: changed })).toBe(false);
});

test('for Windows, the hash of the archive stands in the program, and so do the fuses', async () => {
  test.setTimeout(patient(300_000));
  const output = unpacked('windows');
  await run('node', [join(import.meta.dirname, 'support/pack/pack-for-windows.ts'), unpacked('runtime'), output]);
  const program = join(output, 'win-unpacked/Longshore.exe');
  const { headerHash } = readAsar(join(output, 'win-unpacked/resources/app.asar'));
  expect(integrityOf(program)).toEqual([{ file: 'resources\\app.asar', alg: 'SHA256', value: headerHash }]);
  expect(await getCurrentFuseWire(program)).toMatchObject(wireOf(FUSES));
});

test('licences and the list of components name what is inside, the fonts among them', async () => {
  const licences = await readFile(resources('licences.txt'), 'utf8');
  const { components, ...bom } = JSON.parse(await readFile(resources('sbom.cdx.json'), 'utf8'));
  expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', metadata: { component: { name: 'longshore' } } });
  const names = components.map(({ name }: { name: string }) => name);
  for (const name of [
    'zod',
    'undici',
    'electron-updater',
    'react',
    'ws',
    '@github/keytar',
    '@fontsource-variable/inter',
    '@fontsource-variable/jetbrains-mono',
  ]) {
    expect(names).toContain(name);
    expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'));
  }
  expect(names).toContain('electron');
  expect(licences).toContain('SIL OPEN FONT LICENSE');
  expect(new Set(components.map((component: Record<string, string>) => component['bom-ref'])).size).toBe(components.length);
});

test('the packed main.js starts from inside the archive, shows its page, answers a call, and has the native keychain', async () => {
  const dataFolder = await newDataFolder();
  const standIn = new StandIn(dataFolder, { STAND_IN_PACKAGED: 'yes' }, [], resources('app.asar'));
  expect(await standIn.url()).toBe('app://longshore/index.html');
  expect((await standIn.fetch('app://longshore/index.html')).status).toBe(200);
  const answers: string[] = [];
  standIn.onPort = (_, data) => answers.push(String(data));
  standIn.send({ kind: 'connect', id: 1, channel: 'longshore:port', sender: 'app://longshore/index.html' });
  for (const [id, procedure] of ['connections/keychain', 'settings/get'].entries())
    standIn.send({ kind: 'port', id: 1, data: JSON.stringify({ i: String(id), p: { u: `http://orpc/${procedure}`, b: {} } }) });
  await expect.poll(() => answers.length).toBe(2);
  // No obstacle: the native module was loaded, and the keychain answered.
  expect(answers.map((answer) => JSON.parse(answer)).find(({ i }) => i === '0').p.b).toEqual({ json: {} });
  // A worker thread has it made: it was loaded from the archive, too.
  await expect.poll(() => existsSync(join(dataFolder, 'index.sqlite'))).toBe(true);
  await standIn.stop();
  await removeFolder(dataFolder);
});

test('the package is installed, its command runs, and nothing is left once it is purged', async () => {
  test.skip(process.getuid?.() !== 0, 'needs root, for a system of its own');
  const root = await createDebianRoot();
  const before = await root.paths();
  await root.dpkg('--install', deb);
  const installed = await root.paths();
  expect(installed).toContain('usr/bin/longshore');
  expect(installed).toContain('opt/Longshore/resources/app.asar');
  if (!hasElectron)
    expect(await root.enter('/usr/bin/longshore')).toMatchObject({
      code: 1,
      error: expect.stringContaining('without the Electron runtime'),
    });
  await root.dpkg('--purge', 'longshore');
  expect(await root.paths()).toEqual(before);
  await root.remove();
});
