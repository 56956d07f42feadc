import { join } from 'node:path';
import { type HtmlTagDescriptor, normalizePath, type Plugin, type Rollup } from 'vite';

/** What `app/main.tsx` asks for at once, in every window. */
const AT_ONCE = ['app/app.tsx', 'app/places/begin.ts', 'app/places/focus.ts'];

type Bundle = Readonly<Record<string, Rollup.OutputChunk | Rollup.OutputAsset>>;

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

/**
 * Names in the page the chunks of its first screen, so that they are loaded beside those that it begins with, and not once these have run. `renderer`
 * is the folder of the page.
 */
export function preloadFirstScreen(renderer: string): Plugin {
  const modules = new Set(AT_ONCE.map((file) => normalizePath(join(renderer, file))));
  let base = '';
  return {
    name: 'longshore:preload-first-screen',
    apply: 'build',
    configResolved(config) {
      base = config.base;
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {}, chunk }): HtmlTagDescriptor[] {
        const begun = withImports(bundle, chunk ? [chunk.fileName] : []);
        const asked = Object.values(bundle).filter((file) => file.type === 'chunk' && file.moduleIds.some((id) => modules.has(id)));
        const names = [
          ...withImports(
            bundle,
            asked.map(({ fileName }) => fileName),
          ),
        ].filter((name) => !begun.has(name));
        return names.map((name) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `${base}${name}` },
          injectTo: 'head',
        }));
      },
    },
  };
}
