import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importsOf, mayImport, wrongImports } from './arrows.ts';

/** A file, and what it may not import: a path from the top, or a package. */
const FORBIDDEN = [
  ['shared/errors.ts', 'node:fs'],
  ['shared/errors.ts', 'react'],
  ['shared/errors.ts', 'electron'],
  ['shared/contract/tags.ts', '@orpc/server'],
  ['shared/oci/digest.ts', 'electron/registry/digest.ts'],
  ['shared/oci/digest.ts', 'renderer/lib/format.ts'],
  ['electron/registry/client.ts', 'electron'],
  ['electron/registry/client.ts', 'electron/storage/history.ts'],
  ['electron/registry/client.ts', 'electron/changes/core/scan.ts'],
  ['electron/registry/client.ts', 'electron/browse/tag-reader.ts'],
  ['electron/registry/http/pace.ts', 'electron/router/tags.ts'],
  ['electron/registry/auth/token.ts', 'electron/connections/clients.ts'],
  ['electron/browse/tag-reader.ts', 'electron/storage/content.ts'],
  ['electron/browse/tag-reader.ts', 'electron/changes/core/scan.ts'],
  ['electron/layers/tar/tar-reader.ts', 'electron/browse/image.ts'],
  ['electron/layers/tar/tar-reader.ts', 'electron/index/rows.ts'],
  ['electron/registry/blobs.ts', 'electron/layers/limits.ts'],
  ['electron/changes/delete/apply.ts', 'electron/storage/kept.ts'],
  ['electron/changes/delete/apply.ts', 'electron/router/base.ts'],
  ['electron/changes/core/recorded.ts', 'electron/connections/clients.ts'],
  ['electron/changes/clean-up/decide.ts', 'electron/sample/host.ts'],
  ['electron/changes/undo/settle.ts', 'electron/app.ts'],
  ['electron/changes/undo/settle.ts', 'undici'],
  ['electron/storage/history.ts', 'electron/router/history.ts'],
  ['electron/storage/history.ts', 'electron/changes/delete/apply.ts'],
  ['electron/storage/document.ts', 'electron-store'],
  ['electron/connections/form.ts', 'electron/router/base.ts'],
  ['electron/connections/form.ts', 'electron/changes/delete/apply.ts'],
  ['electron/connections/import/find.ts', 'electron/storage/secrets.ts'],
  ['electron/connections/diagnosis/diagnose.ts', 'electron/storage/secrets.ts'],
  ['electron/connections/diagnosis/diagnose.ts', 'electron/changes/delete/apply.ts'],
  ['electron/sample/registry.ts', 'electron/registry/client.ts'],
  ['electron/sample/host.ts', 'e2e/support/registry/double.ts'],
  ['electron/router/tags.ts', 'electron/app.ts'],
  ['electron/router/tags.ts', 'electron/browser-host.ts'],
  ['electron/router/tags.ts', 'electron'],
  ['electron/app.ts', 'electron/main.ts'],
  ['electron/app.ts', 'electron'],
  ['electron/serve.ts', 'electron'],
  ['electron/serve.ts', 'electron-store'],
  ['electron/serve.ts', 'electron/window.ts'],
  ['electron/preload.ts', 'electron/app.ts'],
  ['electron/browser-host.ts', 'renderer/app/main.ts'],
  ['renderer/lib/client.ts', 'electron/router/router.ts'],
  ['renderer/lib/client.ts', 'node:fs'],
  ['renderer/lib/format.ts', 'renderer/ui/note.tsx'],
  ['renderer/lib/format.ts', 'renderer/features/tags/rows.ts'],
  ['renderer/ui/note.tsx', 'renderer/features/tags/rows.ts'],
  ['renderer/ui/note.tsx', 'renderer/app/theme.ts'],
  ['renderer/i18n/i18n.ts', 'renderer/lib/client.ts'],
  ['renderer/features/tags/grid/tag-row.tsx', 'renderer/features/images/queries.ts'],
  ['renderer/features/tags/grid/tag-row.tsx', 'renderer/app/dialogs.tsx'],
  ['renderer/features/tags/grid/tag-row.tsx', 'undici'],
  ['renderer/app/app.tsx', 'electron/app.ts'],
  ['renderer/app/app.tsx', 'electron'],
  ['renderer/app/app.tsx', '@orpc/server'],
  ['renderer/app/app.tsx', 'keytar'],
] as const;

const isPath = (target: string): boolean => /^(shared|electron|renderer|e2e)\//.test(target);

test.each(FORBIDDEN)('%s may not import %s', (file, target) => {
  expect(mayImport(file, isPath(target) ? { path: target } : { package: target })).toBe(false);
});

test('a file may import its own folder and what is below it in the table', () => {
  for (const [file, path] of [
    ['electron/changes/delete/apply.ts', 'electron/changes/core/scan.ts'],
    ['electron/changes/delete/apply.ts', 'electron/registry/client.ts'],
    ['electron/storage/history.ts', 'electron/changes/core/ports.ts'],
    ['electron/router/tags.ts', 'electron/browse/tag-reader.ts'],
    ['renderer/features/tags/grid/tag-row.tsx', 'renderer/features/tags/rows.ts'],
    ['renderer/app/dialogs.tsx', 'renderer/features/tags/queries.ts'],
  ] as const)
    expect([file, mayImport(file, { path })]).toEqual([file, true]);
});

test('an import is seen in every form in which it is written', () => {
  const text = [
    "import { a } from './a.ts';",
    "import type { B } from '../b.ts';",
    'import {',
    '  c,',
    "} from '../../shared/c.ts';",
    "export { d } from './d.ts';",
    "import 'e/index.css';",
    "const f = await import('./f.ts');",
  ].join('\n');
  const seen = importsOf('electron/router/x.ts', text).map((target) => target.path ?? target.package);
  expect(seen).toEqual([
    'electron/router/a.ts',
    'electron/b.ts',
    'shared/c.ts',
    'electron/router/d.ts',
    'e/index.css',
    'electron/router/f.ts',
  ]);
});

test('no file of the project imports what it may not', () => {
  expect(wrongImports(join(import.meta.dirname, '..'))).toEqual([]);
});
