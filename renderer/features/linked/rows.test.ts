import { expect, test } from 'vitest';
import type { LinkedKind, LinkedNode, MissingBlob } from '../../../shared/contract/linked.ts';
import { type LinkedRow, linkedCounts, linkedRows, subjectsOf } from './rows.ts';

const node = (id: string, kind: LinkedKind, more: Partial<LinkedNode> = {}): LinkedNode => ({
  id,
  kind,
  digest: id,
  mediaType: '',
  foundBy: [],
  annotations: [],
  parent: 'root',
  ...more,
});
const { parent: _, ...root } = node('root', 'index');

const nodes: readonly LinkedNode[] = [
  root,
  node('amd64', 'image'),
  node('sbom', 'sbom', { parent: 'amd64' }),
  node('first', 'provenance', { parent: 'amd64' }),
  node('second', 'provenance', { parent: 'amd64' }),
  node('arm64', 'image', { missing: true }),
  node('signature', 'signature'),
  // A second document of the same manifest.
  node('signature#1', 'signature', { digest: 'signature' }),
];
const blobs: readonly MissingBlob[] = [
  { manifest: 'amd64', digest: 'layer', number: 2, size: 5 },
  { manifest: 'signature', digest: 'payload', number: 0, size: 5 },
];

/** A line: what it is, by its key, indented, with its place and whether it is open. */
const lineOf = ({ item, key, level, position, siblings, expanded }: LinkedRow): string => {
  const what = item.kind === 'node' ? key : item.kind === 'blob' ? `blob ${item.blob.digest}` : `${item.count} ${item.of}`;
  return `${'  '.repeat(level - 1)}${what} ${position}/${siblings}${expanded === undefined ? '' : expanded ? ' -' : ' +'}`;
};

test('several documents of one kind share a line, and a missing blob hangs once below the manifest that names it', () => {
  expect(linkedRows(nodes, blobs, new Set()).map(lineOf)).toEqual([
    'root 1/1 -',
    '  amd64 1/3 -',
    '    blob layer 1/3',
    '    sbom 2/3',
    '    2 provenance 3/3 -',
    '      first 1/2',
    '      second 2/2',
    '  arm64 2/3',
    '  2 signature 3/3 -',
    '    signature 1/2 -',
    '      blob payload 1/1',
    '    signature#1 2/2',
  ]);
});

test('what is below a closed line is hidden, and the line stays', () => {
  expect(linkedRows(nodes, blobs, new Set(['amd64', 'root signature'])).map(lineOf)).toEqual([
    'root 1/1 -',
    '  amd64 1/3 +',
    '  arm64 2/3',
    '  2 signature 3/3 +',
  ]);
});

test('counted are platforms and documents, without the image itself; missing are manifests and blobs, each once', () => {
  expect(linkedCounts(nodes, blobs)).toEqual({
    counts: [
      ['platform', 2],
      ['signature', 2],
      ['sbom', 1],
      ['provenance', 2],
    ],
    missing: 3,
  });
  expect(linkedCounts([{ ...root, kind: 'image' }], [])).toEqual({ counts: [], missing: 0 });
});

test('a document is about what it hangs below, and the shown one about what hangs below it as its subject', () => {
  const about = (id: string, all: readonly LinkedNode[]): string | undefined => subjectsOf(all).get(id);
  expect(about('sbom', nodes)).toBe('amd64');
  expect(about('signature#1', nodes)).toBe('root');
  expect(about('root', nodes)).toBeUndefined();
  expect(about('root', [{ ...root, kind: 'signature' }, node('image', 'subject')])).toBe('image');
});
