import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const IMPORTS_HTTP = /^import (?!type\b).*'node:http';$/m;

test('no file of the host imports node:http, which makes every start a tenth longer', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((name) => /(?<!\.test)\.ts$/.test(name));
  const text = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
  expect(files.filter((name) => IMPORTS_HTTP.test(text(name)))).toEqual([]);
  // What is looked for would be found.
  expect("import { createServer } from 'node:http';").toMatch(IMPORTS_HTTP);
  expect(files.filter((name) => /import type .*'node:http'/.test(text(name))).length).toBeGreaterThan(0);
});
