import { join } from 'node:path';
import { build, type HtmlTagDescriptor, normalizePath, type Plugin, type PluginOption, type Rollup, type UserConfig } from 'vite';

/** What `app/main.ts` asks for at once, in every window. */
const AT_ONCE = ['app/window.tsx'];

/** The font of the first words: loaded when a word is drawn in it, it would have everything laid out once more. */
const FIRST_FONT = /\/inter-latin-wght-normal-[^/]*\.woff2$/;

/**
 * Read at the top of a script: its functions are compiled in the background as it comes in, and not one by one, each when it is first called.
 * https://v8.dev/blog/explicit-compile-hints
 */
const COMPILE_AT_ONCE = '//# allFunctionsCalledOnLoad\n';

/** By its name: a chunk with its modules and its imports, or another file. */
type Bundle = Readonly<Record<string, Rollup.OutputChunk | Rollup.OutputAsset>>;

/** The names of the chunks that the page begins with, and of those that its first screen needs besides. */
type Needed = { readonly begun: readonly string[]; readonly asked: readonly string[] };

/** The names of the chunks that run before these, and theirs. */
function withImports(bundle: Bundle, names: readonly string[], found = new Set<string>()): ReadonlySet<string> {
  for (const name of names) {
    const chunk = bundle[name];
    if (chunk?.type !== 'chunk' || found.has(name)) continue;
    found.add(name);
    withImports(bundle, chunk.imports, found);
  }
  return found;
}

function neededOf(bundle: Bundle, renderer: string): Needed {
  const modules = new Set(AT_ONCE.map((file) => normalizePath(join(renderer, file))));
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const namesOf = (some: readonly Rollup.OutputChunk[]): readonly string[] => some.map(({ fileName }) => fileName);
  const begun = withImports(bundle, namesOf(chunks.filter(({ isEntry }) => isEntry)));
  const asked = withImports(bundle, namesOf(chunks.filter(({ moduleIds }) => moduleIds.some((id) => modules.has(id)))));
  return { begun: [...begun], asked: [...asked].filter((name) => !begun.has(name)) };
}

/** Builds the page as the bundler splits it by itself: which modules of a package are left is known only then. */
async function splitByItself(config: UserConfig, plugins: readonly PluginOption[]): Promise<Bundle> {
  const { output } = (await build({
    ...config,
    plugins: [...plugins],
    configFile: false,
    logLevel: 'error',
    build: { ...config.build, write: false, minify: false, sourcemap: false },
  })) as Rollup.RollupOutput;
  return Object.fromEntries(output.map((file) => [file.fileName, file]));
}

/**
 * Puts what the page begins with into one chunk, and what its first screen needs besides into a second one, where the bundler makes some fifty: a
 * start took a tenth longer with them. The page names both, so that they are loaded at once. `renderer` is the folder of the page, `plugins` are all
 * others that it is built with.
 */
export function firstScreen(renderer: string, plugins: readonly PluginOption[]): Plugin {
  let base = '';
  return {
    name: 'longshore:first-screen',
    apply: 'build',
    async config(config) {
      const bundle = await splitByItself(config, plugins);
      const { begun, asked } = neededOf(bundle, renderer);
      const groupOf = (name: string, chunks: readonly string[]) => {
        const ids = new Set(chunks.flatMap((chunk) => (bundle[chunk] as Rollup.OutputChunk).moduleIds));
        return { name, test: (id: string) => ids.has(id) };
      };
      // Both are complete. What their modules import beside that was left out as unused.
      const groups = [groupOf('begin', begun), groupOf('first-screen', asked)];
      return { build: { rollupOptions: { output: { codeSplitting: { groups, includeDependenciesRecursively: false } } } } };
    },
    configResolved(config) {
      base = config.base;
    },
    generateBundle: {
      // After the bundler has written its own words at the top.
      order: 'post',
      handler(_options, bundle) {
        const { begun, asked } = neededOf(bundle, renderer);
        for (const name of [...begun, ...asked]) {
          const chunk = bundle[name] as Rollup.OutputChunk;
          chunk.code = COMPILE_AT_ONCE + chunk.code;
        }
      },
    },
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }): HtmlTagDescriptor[] => {
        const link = (name: string, attrs: Readonly<Record<string, string>>): HtmlTagDescriptor => ({
          tag: 'link',
          attrs: { ...attrs, crossorigin: true, href: `${base}${name}` },
          injectTo: 'head',
        });
        const fonts = Object.keys(bundle).filter((name) => FIRST_FONT.test(name));
        return [
          ...neededOf(bundle, renderer).asked.map((name) => link(name, { rel: 'modulepreload' })),
          ...fonts.map((name) => link(name, { rel: 'preload', as: 'font', type: 'font/woff2' })),
        ];
      },
    },
  };
}
