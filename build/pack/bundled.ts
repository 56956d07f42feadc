import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** The parts of the build that take packages in. */
const PARTS = ['main', 'preload', 'renderer'] as const;
type BuildPart = (typeof PARTS)[number];

const noteOf = (top: string, part: BuildPart): string => join(top, 'out/bundled', `${part}.json`);

/** The folder of the package that a module is from, from the top of the project; undefined for our own. */
export function packageFolder(id: string): string | undefined {
  const path = id.replaceAll('\\', '/').replace(/^\0+/, '').split('?')[0] ?? '';
  const start = path.indexOf('/node_modules/');
  const name = path.lastIndexOf('/node_modules/') + '/node_modules/'.length;
  if (start < 0) return undefined;
  const [scope = '', rest = ''] = path.slice(name).split('/');
  return path.slice(start + 1, name) + (scope.startsWith('@') ? `${scope}/${rest}` : scope);
}

/**
 * Writes down which packages the bundler has really taken into a part: their licences and their list go with what is shipped. `top` is that of the
 * project: a configuration of Vite is bundled before it runs, and this file does not know any longer where it was.
 */
export function noteBundled(part: BuildPart, top: string): Plugin {
  const taken = new Set<string>();
  return {
    name: 'longshore:bundled',
    apply: 'build',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'asset') continue;
        for (const [id, { renderedLength }] of Object.entries(file.modules)) if (renderedLength > 0) taken.add(id);
      }
      // Style sheets, and the fonts that they name, leave no code behind.
      for (const id of this.getModuleIds()) if (/\.css(?:\?|$)/.test(id)) taken.add(id);
    },
    writeBundle() {
      const folders = new Set([...taken].flatMap((id) => packageFolder(id) ?? []));
      mkdirSync(join(top, 'out/bundled'), { recursive: true });
      writeFileSync(noteOf(top, part), JSON.stringify([...folders].toSorted(), undefined, 2));
    },
  };
}

export type BundledPackage = {
  /** Where it is installed, from the top of the project. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly licence: string;
  readonly author: string;
};

type Manifest = {
  readonly name: string;
  readonly version: string;
  readonly license?: string | { readonly type: string };
  readonly author?: string | { readonly name: string };
};

function readPackage(top: string, folder: string): BundledPackage {
  const { name, version, license = '', author = '' } = JSON.parse(readFileSync(join(top, folder, 'package.json'), 'utf8')) as Manifest;
  const licence = typeof license === 'string' ? license : license.type;
  return { folder, name, version, licence, author: typeof author === 'string' ? author : author.name };
}

/** What cannot be bundled and is shipped beside: it has a binary. */
const BESIDE = ['node_modules/keytar'];

const byName = (a: BundledPackage, b: BundledPackage): number => (a.name < b.name || (a.name === b.name && a.version < b.version) ? -1 : 1);

/** Every package whose code or fonts are shipped, in the order of their names. @throws where the project at `top` is not built. */
export function bundledPackages(top: string): readonly BundledPackage[] {
  const missing = PARTS.filter((part) => !existsSync(noteOf(top, part)));
  if (missing.length > 0) throw new Error(`Not built: ${missing.join(', ')}`);
  const folders = new Set(PARTS.flatMap((part) => JSON.parse(readFileSync(noteOf(top, part), 'utf8')) as string[]));
  const found = [...folders, ...BESIDE].map((folder) => readPackage(top, folder));
  // The same version may be installed in two places.
  return [...new Map(found.map((one) => [`${one.name}@${one.version}`, one])).values()].toSorted(byName);
}
