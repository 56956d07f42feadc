import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const top = join(import.meta.dirname, '..');
const workflow = readFileSync(join(top, '.github/workflows/release.yml'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as { scripts: Readonly<Record<string, string>> };

test('the release is made by the scripts that a person has', () => {
  const called = [...workflow.matchAll(/\bnpm (?:run ([\w:]+)|(test))/g)].map(([, name, plain]) => name ?? plain ?? '');
  expect(called).toEqual(expect.arrayContaining(['test', 'pack', 'pack:npm']));
  expect(called.filter((name) => !(name in scripts))).toEqual([]);
});

test('the release uses actions of an exact version', () => {
  const used = [...workflow.matchAll(/uses: (\S+)/g)].map(([, action = '']) => action);
  expect(used.length).toBeGreaterThan(0);
  expect(used.filter((action) => !/^actions\/[\w-]+@(?:v\d+\.\d+\.\d+|[0-9a-f]{40})$/.test(action))).toEqual([]);
});

test('the page about releases names every secret and variable that the release reads', () => {
  const page = readFileSync(join(top, 'docs/releases.md'), 'utf8');
  const read = [...workflow.matchAll(/\b(?:secrets|vars)\.(\w+)/g)].map(([, name = '']) => name);
  expect(read.length).toBeGreaterThan(5);
  expect(read.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  for (const [, path = ''] of page.matchAll(/`((?:build|\.github|docs)\/[\w./-]+)`/g))
    expect([path, existsSync(join(top, path))]).toEqual([path, true]);
});
