import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

const top = join(import.meta.dirname, '..');
const decisions = readdirSync(join(top, 'docs/decisions')).map((name) => `docs/decisions/${name}`);
const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/architecture.md', 'docs/errors.md', ...decisions].filter((path) =>
  existsSync(join(top, path)),
);

const TOP_FOLDERS = /^(?:shared|electron|renderer|e2e|build|docs)\//;

/** Paths of the tree that a document names in code or links to; patterns with a placeholder are left out. */
function pathsIn(document: string): string[] {
  const text = readFileSync(join(top, document), 'utf8');
  const named = [...text.matchAll(/`([\w./-]+)`/g)].flatMap(([, path = '']) => (TOP_FOLDERS.test(path) ? [path] : []));
  const linked = [...text.matchAll(/\]\(([\w./-]+)\)/g)].map(([, path = '']) => normalize(join(dirname(document), path)));
  return [...named, ...linked];
}

test.each(DOCUMENTS)('every file and folder that %s names is in the tree', (document) => {
  expect(pathsIn(document).filter((path) => !existsSync(join(top, path)))).toEqual([]);
});

test('every decision is in the list of decisions', () => {
  const listed = pathsIn('docs/decisions/README.md');
  expect(decisions.filter((path) => !path.endsWith('README.md') && !listed.includes(path))).toEqual([]);
});

test('the paths of the documents are found', () => {
  expect(pathsIn('CONTRIBUTING.md')).toEqual(expect.arrayContaining(['shared/products/products.ts', 'docs/architecture.md']));
});
