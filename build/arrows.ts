// Who may import whom: one table. The first row whose `from` begins a file's path decides. A file may always import its own folder.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const PAGE = ['react', 'react-dom', 'react-i18next', 'react-resizable-panels', 'i18next', '@mantine', '@tabler', '@tanstack', 'zustand'];
const EDITOR = ['@codemirror', '@lezer'];

type Row = {
  readonly from: string;
  readonly may: readonly string[];
  readonly never?: readonly string[];
  readonly packages: readonly string[];
};

/** What an import names: a file by its path from the top, or a package. */
type Target = { readonly path?: string; readonly package?: string };

/** `may` and `never`: beginnings of paths from the top. `packages`: names or scopes; `node:` is every part of Node. */
const ARROWS: readonly Row[] = [
  { from: 'shared/', may: [], packages: ['zod', '@orpc/contract'] },

  // Outside the page: hosts -> app -> router -> connections, browse, changes -> registry. Storage implements the ports of changes.
  { from: 'electron/preload.ts', may: [], packages: ['electron'] },
  { from: 'electron/menu.ts', may: [], packages: ['electron'] },
  { from: 'electron/window.ts', may: ['electron/', 'shared/'], packages: ['electron'] },
  { from: 'electron/windows.ts', may: ['electron/', 'shared/'], packages: ['electron'] },
  { from: 'electron/system/desktop.ts', may: ['electron/', 'shared/'], packages: ['electron'] },
  { from: 'electron/main.ts', may: ['electron/', 'shared/'], packages: ['electron', 'electron-store', '@orpc/server', 'zod', 'node:'] },
  {
    from: 'electron/updates/electron-updater.ts',
    may: ['electron/updates/', 'shared/'],
    packages: ['electron', 'electron-updater', 'node:'],
  },
  { from: 'electron/updates/', may: ['shared/'], never: ['electron/updates/electron-updater.ts'], packages: ['node:', '@orpc/server'] },
  {
    from: 'electron/registry/',
    may: ['shared/', 'electron/node-http.ts'],
    packages: ['node:', 'zod', 'undici', 'ipaddr.js', 'tldts', 'lru-cache', 're2js'],
  },
  {
    from: 'electron/browse/linked/documents/',
    may: ['shared/', 'electron/registry/', 'electron/browse/'],
    packages: ['node:', 'zod', '@sigstore'],
  },
  { from: 'electron/browse/', may: ['shared/', 'electron/registry/'], packages: ['node:', 'zod'] },
  { from: 'electron/layers/diff/', may: ['shared/', 'electron/layers/'], packages: ['node:', 'diff'] },
  // The bytes of layers. What reads them in a thread of its own needs neither the window nor what is kept on disk.
  {
    from: 'electron/layers/',
    may: ['shared/', 'electron/registry/', 'electron/memory.ts'],
    packages: ['node:', 'zod'],
  },
  {
    from: 'electron/changes/',
    may: ['shared/', 'electron/registry/', 'electron/browse/', 'electron/layers/'],
    packages: ['node:', 'zod', 'tar-stream', 'semver', 're2js'],
  },
  {
    from: 'electron/storage/',
    may: ['shared/', 'electron/registry/', 'electron/browse/', 'electron/changes/core/', 'electron/sqlite.ts'],
    packages: ['node:', 'zod', 'cacache', 'keytar'],
  },
  {
    from: 'electron/connections/diagnosis/',
    may: ['shared/', 'electron/registry/', 'electron/connections/', 'electron/changes/core/probe.ts'],
    packages: ['node:', 'zod', 'undici'],
  },
  {
    from: 'electron/connections/import/',
    may: ['shared/', 'electron/registry/', 'electron/connections/'],
    packages: ['node:', 'zod', 'smol-toml'],
  },
  { from: 'electron/connections/', may: ['shared/', 'electron/registry/', 'electron/storage/'], packages: ['node:', 'zod'] },
  {
    from: 'electron/index/',
    may: ['shared/', 'electron/browse/', 'electron/memory.ts', 'electron/sqlite.ts'],
    packages: ['node:', 're2js'],
  },
  {
    from: 'electron/scan/',
    may: [
      'shared/',
      'electron/registry/',
      'electron/browse/',
      'electron/index/',
      'electron/connections/clients.ts',
      'electron/changes/core/runs.ts',
      'electron/changes/core/run-work.ts',
    ],
    packages: ['node:'],
  },
  {
    from: 'electron/watch/',
    may: ['shared/', 'electron/registry/', 'electron/storage/durable.ts', 'electron/changes/core/scan.ts'],
    packages: ['node:', 'zod', '@orpc/server'],
  },
  { from: 'electron/log/', may: ['shared/', 'electron/registry/auth/'], packages: ['node:'] },
  { from: 'electron/sample/', may: ['shared/', 'electron/storage/', 'electron/node-http.ts'], packages: ['node:', 'zod', 'tar-stream'] },
  { from: 'electron/warm-up/', may: ['shared/', 'electron/registry/', 'electron/browse/'], packages: ['node:'] },
  { from: 'electron/i18n/', may: ['shared/'], packages: [] },
  {
    from: 'electron/router/',
    may: [
      'shared/',
      'electron/connections/',
      'electron/browse/',
      'electron/layers/',
      'electron/changes/',
      'electron/registry/',
      'electron/storage/',
      'electron/index/',
      'electron/scan/',
      'electron/watch/',
      'electron/sample/',
      'electron/log/',
      'electron/updates/',
    ],
    packages: ['node:', 'zod', '@orpc/server'],
  },
  { from: 'electron/commands/', may: ['shared/'], packages: ['node:', 'zod', '@orpc/contract', 're2js'] },
  {
    from: 'electron/',
    may: ['shared/'],
    never: [
      'electron/main.ts',
      'electron/window.ts',
      'electron/windows.ts',
      'electron/menu.ts',
      'electron/preload.ts',
      'electron/system/desktop.ts',
      'electron/updates/electron-updater.ts',
    ],
    packages: ['node:', 'zod', '@orpc/client', '@orpc/server', 'ws', 'conf'],
  },

  // The page: app -> features -> ui -> lib. Features do not import each other.
  {
    from: 'renderer/lib/',
    may: ['shared/'],
    packages: ['zod', '@orpc/client', '@orpc/contract', '@orpc/tanstack-query', '@leeoniya/ufuzzy', 're2js', ...PAGE],
  },
  { from: 'renderer/ui/', may: ['shared/', 'renderer/lib/', 'renderer/i18n/i18n.ts'], packages: [...PAGE, ...EDITOR] },
  { from: 'renderer/i18n/', may: ['shared/'], packages: ['i18next', 'react-i18next'] },
  {
    from: 'renderer/features/',
    may: ['shared/', 'renderer/lib/', 'renderer/ui/'],
    packages: ['zod', 'd3-hierarchy', ...PAGE, ...EDITOR],
  },
  { from: 'renderer/app/', may: ['shared/', 'renderer/'], packages: ['@fontsource-variable', ...PAGE] },
];

const IMPORTS = /^(?:import|export|\}).*? from '([^'\n]+)';$|^import '([^'\n]+)';$|\bimport\('([^'\n]+)'\)/gm;

/** What a source imports: packages by their names, files by their paths from the top. */
export function importsOf(file: string, text: string): Target[] {
  return [...text.matchAll(IMPORTS)].map(([, from, bare, dynamic]) => {
    const name = from ?? bare ?? dynamic ?? '';
    return name.startsWith('.') ? { path: normalize(join(dirname(file), name)) } : { package: name };
  });
}

const isPackage = (name: string, allowed: string): boolean =>
  name === allowed || (allowed.endsWith(':') ? name.startsWith(allowed) : name.startsWith(`${allowed}/`));

/** The folder that a file belongs to: of the features it is one of them. */
const ownFolder = (file: string, { from }: Row): string => (from === 'renderer/features/' ? file.split('/').slice(0, 3).join('/') : from);

/** Whether a file may import a target that `importsOf` found. Tests may import everything. */
export function mayImport(file: string, { path = '', package: name }: Target): boolean {
  if (/\.test\.tsx?$/.test(file)) return true;
  const row = ARROWS.find(({ from }) => file.startsWith(from));
  if (!row) return false;
  if (name !== undefined) return row.packages.some((allowed) => isPackage(name, allowed));
  if ((row.never ?? []).some((prefix) => path.startsWith(prefix))) return false;
  return [ownFolder(file, row), ...row.may].some((prefix) => path.startsWith(prefix));
}

/** Every import of the project that the table does not allow. */
export function wrongImports(top: string): string[] {
  const list = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '--', 'shared', 'electron', 'renderer'], {
    cwd: top,
    encoding: 'utf8',
  });
  return list.stdout
    .split('\n')
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) =>
      importsOf(file, readFileSync(join(top, file), 'utf8'))
        .filter((target) => !mayImport(file, target))
        .map((target) => `${file} may not import ${target.path ?? target.package}`),
    );
}

if (import.meta.main) {
  const wrong = wrongImports(join(import.meta.dirname, '..'));
  for (const line of wrong) console.error(line);
  if (wrong.length > 0) process.exit(1);
}
