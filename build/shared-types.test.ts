import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// `shared/` is compiled with neither Node's types nor the page's (shared/tsconfig.json), so that it runs on both sides.

const top = join(import.meta.dirname, '..');

/** Compiles one line with the options of `shared/`; its errors. */
function errorsOf(line: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'longshore-types-'));
  try {
    writeFileSync(join(folder, 'probe.ts'), `${line}\n`);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: join(top, 'shared/tsconfig.json'), include: ['probe.ts'] }));
    return spawnSync(process.execPath, [join(top, 'node_modules/typescript/bin/tsc'), '-p', folder], { encoding: 'utf8' }).stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.each([
  ["export { readFileSync } from 'node:fs';", 'node:fs'],
  ['export const name = process.platform;', 'process'],
  ["export const bytes = Buffer.from('x');", 'Buffer'],
  ['export const url = document.URL;', 'document'],
  ['export const width = window.innerWidth;', 'window'],
  ["export const element = (): HTMLElement => { throw new Error('x'); };", 'HTMLElement'],
  ["export const answer = fetch('https://registry.example');", 'fetch'],
])('%s does not compile in shared/', (line, name) => {
  expect(errorsOf(line)).toMatch(new RegExp(`probe\\.ts.*error TS\\d+: Cannot find.*'${name}'`));
});

test('a line of the language alone compiles in shared/', () => {
  expect(errorsOf("export const names = new Map([['a', 1]]).size;")).toBe('');
});
