import { expect, test } from 'vitest';
import type { FileRow } from '../../../shared/contract/files.ts';
import type { ShownLine } from './file-lines.ts';
import { contentOfLine } from './saved-content.ts';

const row = (more: Partial<FileRow>): ShownLine => {
  const entry: FileRow = { path: 'etc/a', name: 'a', kind: 'file', size: 1, mode: 0o644, uid: 0, gid: 0, layers: [1, 3], ...more };
  return { kind: 'entry', path: entry.path, level: 1, name: entry.name, expanded: undefined, entry };
};
const wasted: ShownLine = {
  ...{ kind: 'wasted', path: 'old', level: 1, name: 'old', expanded: undefined },
  file: { path: 'old', size: 1, layer: 2, mode: 0o644, uid: 0, gid: 0, how: 'deleted', by: 3 },
};

test.each<[string, number | undefined, ShownLine, { path: string; layer?: number } | undefined]>([
  ['a file of the merged image', undefined, row({}), { path: 'etc/a' }],
  ['a file of one layer', 3, row({ change: 'changed' }), { path: 'etc/a', layer: 3 }],
  ['a folder', undefined, row({ kind: 'folder', path: 'etc' }), { path: 'etc' }],
  ['a hard link', undefined, row({ kind: 'hardlink' }), { path: 'etc/a' }],
  ['a symbolic link, which has no content', undefined, row({ kind: 'symlink' }), undefined],
  ['a device', undefined, row({ kind: 'fifo' }), undefined],
  ['what a layer deletes', 3, row({ change: 'deleted' }), undefined],
  ['a folder that a layer deletes', 3, row({ kind: 'folder', change: 'deleted' }), undefined],
  [
    'what was deleted, out of the layer that wrote it last',
    undefined,
    row({ change: 'deleted', deletedIn: 4 }),
    { path: 'etc/a', layer: 3 },
  ],
  ['what was wasted, out of the layer that wrote it', undefined, wasted, { path: 'old', layer: 2 }],
])('%s', (_, layer, line, expected) => {
  expect(contentOfLine('sha256:a', layer, line)).toEqual(expected && { kind: 'files', digest: 'sha256:a', ...expected });
});
