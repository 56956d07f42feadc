import { expect, test } from 'vitest';
import type { Layer } from '../../../shared/contract/images.ts';
import { layerRows, rowsOfFirst, stepRows } from './layer-rows.ts';

const layer = (size: number, instruction?: string): Layer => ({
  digest: `sha256:${String(size).padStart(64, '0')}`,
  mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
  size,
  annotations: [],
  ...(instruction === undefined ? {} : { instruction }),
});

test('layers are numbered, with their share of the total and what has been transferred so far', () => {
  const rows = layerRows([layer(600), layer(300), layer(100)]);
  expect(rows.map(({ number, share, runningTotal }) => [number, share, runningTotal])).toEqual([
    [1, 0.6, 600],
    [2, 0.3, 900],
    [3, 0.1, 1000],
  ]);
});

test('less than one in a hundred is a sliver', () => {
  expect(layerRows([layer(9_810), layer(100), layer(90)]).map(({ isSliver }) => isSliver)).toEqual([false, false, true]);
});

test('a layer listed twice is counted twice', () => {
  expect(layerRows([layer(500), layer(500)]).map(({ runningTotal }) => runningTotal)).toEqual([500, 1000]);
});

test('a layer with a title is a file of that name', () => {
  const titled: Layer = { ...layer(10, 'RUN make'), annotations: [['org.opencontainers.image.title', 'docs/README.md']] };
  expect(layerRows([titled])[0]).toMatchObject({ verb: '', rest: 'docs/README.md' });
});

test('empty layers have no share', () => {
  expect(layerRows([layer(0)])[0]).toMatchObject({ share: 0, runningTotal: 0 });
});

test.each([
  ['RUN  apk add\n curl', 'RUN', 'apk add curl'],
  ['COPY . /app', 'COPY', '. /app'],
  ['/bin/sh -c true', '', '/bin/sh -c true'],
  ['RUNNING', '', 'RUNNING'],
  [undefined, '', ''],
  ['RUN \u001b[31mred\u001b[0m', 'RUN', 'red'],
])('the instruction %j has the verb "%s" and the rest "%s"', (instruction, verb, rest) => {
  expect(layerRows([layer(1, instruction)])[0]).toMatchObject({ verb, rest });
});

test.each([
  ['the steps that made one, in order', [false, true, false], 2, [1, undefined, 2]],
  ['no step where there are fewer steps than layers', [false, true], 2, [undefined, undefined]],
  ['the first steps where the list of layers was cut', [false, false, false], 3, [1, 2, undefined]],
] as const)('layers belong to %s', (_, steps, count, sizes) => {
  const history = steps.map((empty) => ({ empty }));
  expect(stepRows(history, layerRows([layer(1), layer(2)]), count).map((one) => one?.size)).toEqual(sizes);
});

test.each<[readonly number[], number, number]>([
  [[1, 2, 3], 2, 2],
  [[1, 1, 2, 3], 2, 3],
  [[1, 2, 1, 3], 2, 3],
  [[1, 2], 2, 2],
])('of layers %s the first %i different ones are %i lines', (sizes, layers, lines) => {
  const rows = layerRows(sizes.map((size) => layer(size)));
  expect(rowsOfFirst(rows, layers)).toBe(lines);
});
