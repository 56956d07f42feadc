import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

const top = join(import.meta.dirname, '..');
const decisions = readdirSync(join(top, 'docs/decisions')).map((name) => `docs/decisions/${name}`);
const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs/accessibility.md',
  'docs/architecture.md',
  'docs/errors.md',
  'docs/keyboard.md',
  'docs/packaging.md',
  'docs/performance.md',
  ...decisions,
].filter((path) => existsSync(join(top, path)));

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

/** Rows of the tables of `docs/keyboard.md`: what is done, and the test that does it by key. */
const keyRows = [
  ...readFileSync(join(top, 'docs/keyboard.md'), 'utf8').matchAll(/^\| ([^|]+) \|[^|]+\| `(e2e\/[\w.-]+)` ([^|]+) \|$/gm),
].map(([, what = '', file = '', title = '']) => ({ what, file, title }));

test('every row of the keyboard document names a test that does it', () => {
  const titlesOf = (file: string): string[] =>
    [...readFileSync(join(top, file), 'utf8').matchAll(/^ *(?:test|base)\(\s*['`](.+?)['`],/gm)].map(([, title = '']) => title);
  expect(keyRows.length).toBeGreaterThan(40);
  expect(keyRows.filter(({ file, title }) => !titlesOf(file).some((one) => one.startsWith(title)))).toEqual([]);
});

test('the journeys by keys alone take no mouse and no focus that a person could not give', () => {
  const journeys = readdirSync(join(top, 'e2e')).filter((name) => /^(?:keys-.*|without-a-mouse)\.journey\.ts$/.test(name));
  const taken = journeys.flatMap((name) =>
    [
      ...readFileSync(join(top, 'e2e', name), 'utf8').matchAll(
        /\.(?:click|check|uncheck|hover|fill|focus|mouse|dragTo|selectOption|dispatchEvent)\b\(?/g,
      ),
    ].map(([call]) => `${name}: ${call}`),
  );
  expect(journeys.length).toBeGreaterThan(3);
  expect(taken).toEqual([]);
});
