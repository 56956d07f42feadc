import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type BundledPackage, bundledPackages, packageFolder } from './bundled.ts';
import { licencesFile, licenceText } from './licences.ts';

const top = join(import.meta.dirname, '../..');
const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

/** A package with these files besides its manifest. */
function packageWith(licence: string, files: Readonly<Record<string, string>> = {}, name = 'some-package'): BundledPackage {
  mkdirSync(join(top, 'out'), { recursive: true });
  const folder = mkdtempSync(join(top, 'out/licences-'));
  made.push(folder);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return { folder: relative(top, folder), name, version: '1.2.3', licence, author: 'Ann Author <ann@author.example>' };
}

test.each([
  ['/home/a/node_modules/zod/v4/index.js', 'node_modules/zod'],
  ['/home/a/node_modules/@orpc/server/dist/index.mjs?commonjs-es-import', 'node_modules/@orpc/server'],
  ['\0/home/a/node_modules/ajv/dist/core.js', 'node_modules/ajv'],
  ['C:\\a\\node_modules\\minipass-flush\\node_modules\\minipass\\index.js', 'node_modules/minipass-flush/node_modules/minipass'],
  ['/home/a/electron/main.ts', undefined],
  ['\0vite/preload-helper.js', undefined],
])('the module %j belongs to the package %j', (id, folder) => {
  expect(packageFolder(id)).toBe(folder);
});

test('what the parts of the build have taken in is listed once, with the keychain beside them; where one is not built, it is said', () => {
  mkdirSync(join(top, 'out'), { recursive: true });
  const project = mkdtempSync(join(top, 'out/licences-'));
  made.push(project);
  const write = (file: string, content: unknown): void => {
    mkdirSync(join(project, file, '..'), { recursive: true });
    writeFileSync(join(project, file), JSON.stringify(content));
  };
  for (const [name, manifest] of Object.entries({
    zod: { license: 'MIT' },
    ajv: { license: { type: 'MIT' }, author: { name: 'Evgeny' } },
    keytar: {},
  }))
    write(`node_modules/${name}/package.json`, { name, version: '1.0.0', ...manifest });
  write('node_modules/ajv/node_modules/zod/package.json', { name: 'zod', version: '1.0.0', license: 'MIT' });
  write('out/bundled/main.json', ['node_modules/zod', 'node_modules/ajv', 'node_modules/ajv/node_modules/zod']);
  write('out/bundled/renderer.json', ['node_modules/zod']);
  expect(() => bundledPackages(project)).toThrow('Not built: preload');
  write('out/bundled/preload.json', []);
  expect(bundledPackages(project).map(({ name, licence, author }) => [name, licence, author])).toEqual([
    ['ajv', 'MIT', 'Evgeny'],
    ['keytar', '', ''],
    ['zod', 'MIT', ''],
  ]);
});

test('the licence of a package is its own text, with its notice', () => {
  const found = packageWith('Apache-2.0', { LICENSE: 'the licence\r\n', 'NOTICE.txt': 'the notice\n', 'licenses.js': 'code' });
  expect(licenceText(found)).toBe('the licence\n\nthe notice');
});

test('a package without the text of the MIT licence has that of ours, with its author', () => {
  const text = licenceText(packageWith('MIT'));
  expect(text).toContain('Copyright (c) Ann Author\n');
  expect(text).toContain('Permission is hereby granted');
  expect(text).not.toContain('Longshore');
});

test.each(['GPL-3.0', 'UNLICENSED', '', 'MIT AND GPL-3.0'])('a package with the licence "%s" is not shipped', (licence) => {
  expect(() => licenceText(packageWith(licence, { LICENSE: 'x' }))).toThrow('not among those allowed');
});

test('where a package gives a choice, one that is allowed is enough', () => {
  expect(licenceText(packageWith('(GPL-2.0 OR MIT)', { LICENSE: 'both' }))).toBe('both');
});

test('a package whose licence has no text is not shipped', () => {
  expect(() => licenceText(packageWith('ISC'))).toThrow('has no text of its licence');
});

test('the file of licences has each text once, under the names of all that have it', () => {
  const same = { LICENSE: 'the same text' };
  const file = licencesFile([
    packageWith('ISC', same, 'one'),
    packageWith('ISC', { LICENSE: 'another' }, 'two'),
    packageWith('ISC', same, 'three'),
  ]);
  expect(file).toContain('one 1.2.3 (ISC)\nthree 1.2.3 (ISC)\n\nthe same text\n');
  expect(file.split('the same text')).toHaveLength(2);
  expect(file).toContain('two 1.2.3 (ISC)\n\nanother\n');
});
