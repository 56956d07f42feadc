import { expect, test } from 'vitest';
import type { ImageSummary } from '../../browse/image-summary.ts';
import { bytesFreed } from './bytes.ts';

const image = (digest: string, layers: Record<string, number>): [string, ImageSummary] => [
  digest,
  {
    kind: 'image',
    content: 'image',
    digest,
    mediaType: '',
    platforms: [],
    children: [],
    layers: Object.entries(layers),
    configs: [[`config of ${digest}`, 1]],
  },
];

const deleting = (digests: readonly string[], ...images: [string, ImageSummary][]) => ({
  summaries: new Map(images),
  isDeleted: (digest: string) => digests.includes(digest),
});

test.each([
  ['frees nothing where nothing is deleted', [deleting([], image('a', { base: 10 }))], { bytesFreed: 0, bytesKept: 0 }],
  [
    'frees what one image alone uses',
    [deleting(['a'], image('a', { base: 10, app: 5 }), image('b', { base: 10 }))],
    { bytesFreed: 6, bytesKept: 10 },
  ],
  [
    'counts a layer of two deleted images once',
    [deleting(['a', 'b'], image('a', { base: 10, x: 5 }), image('b', { base: 10, y: 7 }))],
    { bytesFreed: 24, bytesKept: 0 },
  ],
  [
    'keeps what an image of another repository uses',
    [deleting(['a'], image('a', { base: 10 })), deleting([], image('b', { base: 10 }))],
    { bytesFreed: 1, bytesKept: 10 },
  ],
])('deleting images %s', (_, removals, freed) => {
  expect(bytesFreed(removals)).toEqual(freed);
});
