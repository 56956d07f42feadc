import { mkdtemp, readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { enterHost } from './support/hosts/page-client.ts';
import { run } from './support/process.ts';

const top = join(import.meta.dirname, '..');
const staged = join(top, 'out/npm');

/** Bytes of the file that is downloaded, of what it is unpacked to, and of the maps in that. */
const MOST_PACKED = 4_000_000;
const MOST_INSTALLED = 13_000_000;
const MOST_MAPS = 3_000_000;

/** Every file whose name does not change with its content. */
const NAMED = [
  'LICENSE',
  'README.md',
  'bin/longshore.cjs',
  'bin/node-needed.cjs',
  'bin/run.cjs',
  'licences.txt',
  'longshore.1',
  'node_modules/keytar/LICENSE.md',
  'node_modules/keytar/lib/keytar.js',
  'node_modules/keytar/package.json',
  ...['darwin-arm64', 'darwin-x64', 'linux-arm', 'linux-arm64', 'linux-x64', 'win32-arm64', 'win32-ia32', 'win32-x64'].map(
    (system) => `node_modules/keytar/prebuilds/${system}/keytar.node`,
  ),
  ...['cli', 'diff-worker', 'document-worker', 'index-reader', 'index-worker', 'layers-worker'].map((name) => `out/main/${name}.js`),
  'out/renderer/icon.svg',
  'out/renderer/index.html',
  'package.json',
];
/** What the bundler names after its content. */
const BUILT = /^out\/(?:main\/[\w.-]+-[\w-]{8}\.js|renderer\/assets\/[\w.-]+-[\w-]{8}\.(?:js|css|woff2?|svg|png))$/;

let file: string;
let said: string;
test.beforeAll(async () => {
  said = await run(process.execPath, [join(top, 'build/pack/npm/pack.ts')]);
  file = join(top, /^dist\/[\w.-]+\.tgz/.exec(said)?.[0] ?? '');
});

async function packedFiles(): Promise<readonly string[]> {
  const list = await run('tar', ['-tzf', file]);
  return list
    .trim()
    .split('\n')
    .map((path) => path.replace(/^package\//, ''))
    .toSorted();
}

test('the npm package has what runs, the maps of that, and its licences: no sources, no tests, nothing of Electron', async () => {
  const files = await packedFiles();
  const maps = files.filter((path) => path.endsWith('.js.map'));
  const others = files.filter((path) => !maps.includes(path));
  expect(others.filter((path) => !BUILT.test(path))).toEqual(NAMED.toSorted());
  expect(maps.filter((path) => !path.startsWith('out/main/') || !others.includes(path.slice(0, -4)))).toEqual([]);
  for (const path of others.filter((path) => path.endsWith('js')))
    expect([path, /(?:from ?|import\(|require\()["']electron["']/.test(await readFile(join(staged, path), 'utf8'))]).toEqual([path, false]);
  const manifest = JSON.parse(await readFile(join(staged, 'package.json'), 'utf8')) as { scripts?: object; private?: boolean };
  expect([manifest.scripts, manifest.private]).toEqual([undefined, undefined]);
});

test('the npm package is small', async () => {
  const sizeOf = async (path: string): Promise<number> => (await stat(join(staged, path))).size;
  const files = await packedFiles();
  let installed = 0;
  for (const path of files) installed += await sizeOf(path);
  let maps = 0;
  for (const path of files.filter((path) => path.endsWith('.map'))) {
    maps += await sizeOf(path);
    expect(JSON.parse(await readFile(join(staged, path), 'utf8'))).not.toHaveProperty('sourcesContent');
  }
  expect((await stat(file)).size).toBeLessThan(MOST_PACKED);
  expect(installed).toBeLessThan(MOST_INSTALLED);
  expect(maps).toBeLessThan(MOST_MAPS);
  expect(said).toContain(`installed ${files.length} files with ${(installed / 1e6).toFixed(1)} MB`);
});

test('the npm package is installed without a network and without scripts, starts, and answers the page', async () => {
  const prefix = await mkdtemp(join(tmpdir(), 'longshore-npm-'));
  const dataFolder = await newDataFolder();
  // No address answers there: what npm wanted to fetch would fail.
  const where = ['--prefix', prefix, '--cache', join(prefix, 'cache'), '--registry', 'http://127.0.0.1:9', '--fetch-retries', '0'];
  const added = await run('npm', ['install', '--global', '--no-audit', '--no-fund', ...where, file]);
  expect(added).toContain('added 1 package');
  expect(await readdir(join(prefix, 'lib/node_modules'))).toEqual(['longshore']);
  const command = join(prefix, 'bin/longshore');
  const { version } = JSON.parse(await readFile(join(top, 'package.json'), 'utf8')) as { version: string };
  expect(await run(command, ['--version'])).toBe(`${version}\n`);
  const host = await startBrowserHost(dataFolder, ['--sample'], {}, [command]);
  expect(host.output()).toBe(`Ready: ${host.url}\n`);
  const { client, close } = await enterHost(host.url);
  const { connections } = await client.connections.list();
  expect(connections.map(({ name }) => name)).toEqual(['Sample']);
  expect(await (await fetch(new URL('/', host.url))).text()).toContain('<html data-host="browser"');
  close();
  const listed = await run(command, ['ls', '--json', '--data-dir', dataFolder]);
  expect(JSON.parse(listed)).toMatchObject({ name: 'Sample', url: connections[0]?.url });
  await host.stop();
  await removeFolder(dataFolder);
  await removeFolder(prefix);
});
