import { expect, test } from 'vitest';
import type { FilesEvent } from '../../../shared/contract/files.ts';
import type { LayerFacts } from '../../../shared/files/layer-facts.ts';
import { addEvent, isUnread, isWhollyRead, NOTHING_READ, problemsOf, progressOf, readLayers, refusalOf } from './reading.ts';

const facts: LayerFacts = { digest: 'sha256:a', format: 'gzip', basis: 'digest', files: 10, unpacked: 1000, problems: [] };
const layer = (number: number, more: Partial<LayerFacts> = {}): FilesEvent => ({ kind: 'layer', number, ...facts, ...more });
const changes = (number: number) => ({ number, added: 1, changed: 0, deleted: 0, wasted: 0, problems: [] });
const read = (...events: readonly FilesEvent[]) => events.reduce(addEvent, NOTHING_READ);

test('layers are being read, then read, and at the end there are figures', () => {
  const reading = read({ kind: 'progress', layer: 1, bytes: 20, of: 100 }, layer(1), { kind: 'progress', layer: 3, bytes: 5, of: 50 });
  expect(readLayers(reading)).toEqual([{ number: 1, ...facts }]);
  expect(reading.layers.get(3)).toEqual({ state: 'reading', bytes: 5, of: 50 });
  expect(reading.end).toBeUndefined();
  expect(addEvent(reading, { kind: 'end', files: 20, unpacked: 2000, wasted: 30, layers: [changes(1)] }).end).toEqual({
    ...{ files: 20, unpacked: 2000, wasted: 30 },
    layers: [changes(1)],
  });
});

test.each<[FilesEvent[], number]>([
  [[], 0],
  [[{ kind: 'progress', layer: 1, bytes: 30, of: 100 }], 30],
  // More than the manifest says: a registry may lie.
  [[{ kind: 'progress', layer: 1, bytes: 300, of: 100 }], 100],
  [[layer(1), { kind: 'progress', layer: 2, bytes: 7, of: 50 }], 107],
  [[layer(1), layer(2)], 150],
])('of 150 bytes in two layers, %j are the first %i', (events, bytes) => {
  expect(progressOf(read(...events), [100, 50])).toEqual({ bytes, of: 150 });
});

test('layers are told in order, in whichever they arrive', () => {
  expect(readLayers(read(layer(3), layer(1), layer(2))).map(({ number }) => number)).toEqual([1, 2, 3]);
});

test.each<[Partial<LayerFacts>, unread: boolean, whole: boolean]>([
  [{}, false, true],
  [{ files: 0 }, false, true],
  [{ files: 0, problems: [{ why: 'not-found', count: 1 }] }, true, false],
  [{ files: 0, problems: [{ why: 'encrypted', count: 1 }] }, true, false],
  [{ files: 3, problems: [{ why: 'cut-short', count: 1 }] }, false, false],
  [{ files: 3, problems: [{ why: 'time', count: 1 }] }, false, false],
  [{ files: 0, problems: [{ why: 'too-deep', count: 4 }] }, false, true],
])('whether nothing of a layer with %j could be listed, or all of it: %s, %s', (more, isNothing, isAll) => {
  expect(isUnread({ ...facts, ...more })).toBe(isNothing);
  expect(isWhollyRead({ ...facts, ...more })).toBe(isAll);
});

test('a problem of several layers is told once, also one that is seen where layers meet', () => {
  const reading = read(
    layer(2, { problems: [{ why: 'not-found', count: 1 }] }),
    layer(1, {
      problems: [
        { why: 'not-found', count: 1 },
        { why: 'path-too-long', count: 3, detail: 'a/b' },
      ],
    }),
    {
      kind: 'end',
      files: 1,
      unpacked: 1,
      wasted: 0,
      layers: [{ ...changes(4), problems: [{ why: 'path-too-long', count: 2, detail: 'c' }] }],
    },
  );
  expect(problemsOf(reading)).toEqual([
    { why: 'not-found', layers: [1, 2], count: 2, detail: undefined },
    { why: 'path-too-long', layers: [1, 4], count: 5, detail: 'a/b' },
  ]);
});

test.each([
  ['503', 'status'],
  ['FORBIDDEN', 'FORBIDDEN'],
  ['INVALID_RESPONSE', 'INVALID_RESPONSE'],
  ['UNSUPPORTED', 'UNSUPPORTED'],
  ['DIGEST_MISMATCH', 'other'],
  [undefined, 'other'],
])('a refusal with %s is told as %s', (detail, why) => {
  expect(refusalOf(detail)).toBe(why);
});
