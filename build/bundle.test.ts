import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { build, type Rollup, type UserConfig } from 'vite';
import { expect, test, vi } from 'vitest';
import { words as firstWords } from '../renderer/i18n/en.ts';
import { words as laterWords } from '../renderer/i18n/en-later.ts';
import configured from './electron.vite.config.ts';

const renderer = resolve(import.meta.dirname, '../renderer');

/** Bytes. */
const MOST_SCRIPT = 500_000;
const MOST_STYLES = 120_000;
/** Bytes of script until the first screen is drawn: with the frame of the window, the tree and the words of one language. */
const MOST_FIRST_SCREEN = 830_000;

// Vitest sets another one, with which React is what developers get.
vi.stubEnv('NODE_ENV', 'production');
const built = (await build({
  ...(configured as { readonly renderer: UserConfig }).renderer,
  configFile: false,
  logLevel: 'error',
  build: { ...(configured as { readonly renderer: UserConfig }).renderer.build, write: false },
})) as Rollup.RollupOutput;
const chunks = built.output.filter((file) => file.type === 'chunk');
const entry = chunks.find((chunk) => chunk.isEntry);
const chunkOf = (file: string): Rollup.OutputChunk | undefined => chunks.find((chunk) => chunk.moduleIds.includes(join(renderer, file)));

/** A chunk with all that it cannot run without. */
function withImports(start: Rollup.OutputChunk | undefined, found = new Set<Rollup.OutputChunk>()): Set<Rollup.OutputChunk> {
  if (!start || found.has(start)) return found;
  found.add(start);
  for (const name of start.imports)
    withImports(
      chunks.find(({ fileName }) => fileName === name),
      found,
    );
  return found;
}

const bytes = (texts: Iterable<string>): number => [...texts].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
const scriptOf = (some: Iterable<Rollup.OutputChunk>): number => bytes([...some].map(({ code }) => code));

const first = withImports(entry);
/** What the entry asks for at once, in every window. */
const firstScreen = new Set(['app/window.tsx', 'i18n/en.ts'].reduce((found, file) => withImports(chunkOf(file), found), new Set(first)));
const modulesOf = (some: Iterable<Rollup.OutputChunk>): string[] => [...some].flatMap(({ moduleIds }) => moduleIds);

test('the script that the window begins with, and the script until its first screen, are small', () => {
  expect(scriptOf(first)).toBeLessThan(MOST_SCRIPT);
  expect(scriptOf(firstScreen)).toBeLessThan(MOST_FIRST_SCREEN);
  expect(firstScreen.size).toBeGreaterThan(first.size);
});

test('the page names every script of its first screen but the words: it waits for none of the others before it is asked for', () => {
  const page = built.output.find(({ fileName }) => fileName === 'index.html');
  const html = page?.type === 'asset' ? String(page.source) : '';
  const named = new Set([...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, name]) => name));
  const wanted = [...firstScreen].filter((chunk) => !chunk.moduleIds.includes(join(renderer, 'i18n/en.ts')));
  expect([...named].toSorted()).toEqual(wanted.map(({ fileName }) => fileName).toSorted());
});

test('the page loads the font of its first words with its scripts, and these ask to be compiled in the background', () => {
  const page = built.output.find(({ fileName }) => fileName === 'index.html');
  const html = page?.type === 'asset' ? String(page.source) : '';
  const [, font] = /rel="preload" as="font"[^>]* href="\/([^"]+)"/.exec(html) ?? [];
  expect(built.output.map(({ fileName }) => fileName)).toContain(font);
  const named = [...firstScreen].filter((chunk) => !chunk.moduleIds.includes(join(renderer, 'i18n/en.ts')));
  expect(named.filter(({ code }) => !code.startsWith('//# allFunctionsCalledOnLoad\n'))).toEqual([]);
});

test('the styles of the first screen are small', () => {
  const names = new Set([...firstScreen].flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]));
  const styles = built.output.flatMap((file) => (file.type === 'asset' && names.has(file.fileName) ? [String(file.source)] : []));
  expect(styles.length).toBeGreaterThan(0);
  expect(bytes(styles)).toBeLessThan(MOST_STYLES);
});

test('dialogs, the image, the editor, schemas and other languages come after the first screen', () => {
  const late = /-dialog\.tsx$|\/features\/images\/.*\.tsx$|\/code-view\.tsx$|node_modules\/(?:@codemirror|@lezer|zod)\/|\/i18n\/zh-cn/;
  expect(modulesOf(firstScreen).filter((id) => late.test(id))).toEqual([]);
  // They are somewhere: a name that has changed would be found nowhere.
  for (const part of ['-dialog.tsx', '/image-detail.tsx', '/code-view.tsx', '/@codemirror/view/', '/zod/', '/i18n/zh-cn/app.ts'])
    expect([part, modulesOf(chunks).some((id) => id.includes(part))]).toEqual([part, true]);
});

test.each([
  ['features/files/files-tab.tsx', 60_000],
  ['features/linked/linked-tab.tsx', 60_000],
  ['app/compare-place.tsx', 100_000],
])('%s is loaded when it is opened, and brings little script', (file, most) => {
  const before = new Set(firstScreen);
  for (const shown of ['app/repository-view.tsx', 'features/images/image-detail.tsx']) withImports(chunkOf(shown), before);
  const own = [...withImports(chunkOf(file))].filter((chunk) => !before.has(chunk));
  expect(modulesOf(own)).toContain(join(renderer, file));
  expect(scriptOf(own)).toBeLessThan(most);
});

test('each part of Mantine that the page uses has its styles', () => {
  const all = readFileSync(createRequire(import.meta.url).resolve('@mantine/core/styles.css'), 'utf8');
  const styled = new Set(all.match(/\.m_[0-9a-f]+/g));
  const have = new Set(
    built.output.flatMap((file) =>
      file.type === 'asset' && file.fileName.endsWith('.css') ? String(file.source).match(/\.m_[0-9a-f]+/g) : [],
    ),
  );
  const used = new Set(chunks.flatMap(({ code }) => code.match(/\bm_[0-9a-f]+/g) ?? []).map((name) => `.${name}`));
  const missing = [...used].filter((name) => styled.has(name) && !have.has(name));
  expect(used.size).toBeGreaterThan(100);
  expect(missing).toEqual([]);
});

test('the first screen says nothing whose words come later', () => {
  const topOf = (language: object): Set<string> => new Set(Object.keys(language));
  const [first, later] = [topOf(firstWords), topOf(laterWords)];
  const said = modulesOf(firstScreen)
    .filter((id) => id.startsWith(join(renderer, '/')) && !id.includes('/i18n/') && /\.tsx?$/.test(id))
    .flatMap((id) => [...readFileSync(id, 'utf8').matchAll(/['"`](\w+)\.[\w$]/g)].map(([, key = '']) => ({ id, key })));
  expect(said.filter(({ key }) => later.has(key))).toEqual([]);
  // What is looked for is found where it is allowed.
  expect(said.filter(({ key }) => first.has(key)).length).toBeGreaterThan(100);
});
