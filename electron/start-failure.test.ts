import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startFailureText } from './start-failure.ts';
import { prepareDataFolder } from './storage/data-folder.ts';

function thrownBy(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail');
}

test.each([
  ['a file where a folder should be', 'file', /cannot be used: it is not a folder\./],
  ['a folder below a file', 'file/below', /cannot be used: it is not a folder\./],
])('%s is said in words, with what to do', (_, name, text) => {
  const top = mkdtempSync(join(tmpdir(), 'longshore-start-'));
  try {
    writeFileSync(join(top, 'file'), '');
    const folder = join(top, name);
    // What a store of somebody else throws is said in the same words as a failure of ours.
    for (const error of [thrownBy(() => prepareDataFolder(folder)), thrownBy(() => mkdirSync(folder))]) {
      const said = startFailureText(error, folder);
      expect(said).toMatch(text);
      expect(said).toContain(folder);
      expect(said).not.toMatch(/[{}]|STORAGE/);
    }
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
});

test('a database that cannot be opened says nothing; what keeps the folder from being used is said', () => {
  const error = Object.assign(new Error('unable to open database file'), { code: 'STORAGE' });
  expect(startFailureText(error, '/longshore-is-not-there')).toContain('it is not found and cannot be made');
});

test('a read-only disk is said to be one', () => {
  const error = Object.assign(new Error("EROFS: read-only file system, open '/data/x'"), { code: 'EROFS' });
  expect(startFailureText(error, '/data')).toBe(
    'The data folder /data cannot be used: it is on a disk that may only be read. Choose another with --data-dir.',
  );
});
