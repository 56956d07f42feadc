import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** `?1` in SQL. Node 22 before 22.20, and 24.0, bind it by no position and by no name: the question fails. */
const NUMBERED = /[=(,<> ]\?\d/;

test('parameters of questions to SQLite have names or no number: no Node from 22.19 on refuses them', () => {
  const files = globSync('**/*.ts', { cwd: import.meta.dirname }).filter((file) => !file.endsWith('.test.ts'));
  expect(files).toContain(join('index', 'untagged.ts'));
  expect(files.filter((file) => NUMBERED.test(readFileSync(join(import.meta.dirname, file), 'utf8')))).toEqual([]);
  expect(NUMBERED.test('WHERE repository = ?1')).toBe(true);
});
