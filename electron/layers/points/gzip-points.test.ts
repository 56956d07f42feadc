import { randomBytes } from 'node:crypto';
import { constants, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readContent } from '../toc/content.ts';
import type { RestartPoint } from '../toc/toc.ts';
import { gunzipWithPoints, gzipHeaderSize, POINT_DISTANCE } from './gzip-points.ts';
import { placeAmong } from './restart-points.ts';

const MB = 1_000_000;
/** Lines as logs and sources have them: they pack to a quarter. */
function lines(size: number, seed: number): Buffer {
  let state = seed;
  const words = Array.from({ length: 500 }, (_, n) => `word${n * 7919}`);
  const parts: string[] = [];
  for (let length = 0; length < size; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const part = `${words[state % 500]}${state % 7 === 0 ? '\n' : ' '}${state % 11 === 0 ? state : ''}`;
    length += part.length;
    parts.push(part);
  }
  return Buffer.from(parts.join('')).subarray(0, size);
}

async function* inParts(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function pass(gzip: Buffer, part = 65_536): Promise<{ content: Buffer; points: RestartPoint[] }> {
  const points: RestartPoint[] = [];
  const chunks: Uint8Array[] = [];
  for await (const chunk of gunzipWithPoints(inParts(gzip, part), (point) => points.push(point))) chunks.push(chunk);
  return { content: Buffer.concat(chunks), points };
}

async function readAt(
  gzip: Buffer,
  points: readonly RestartPoint[],
  out: number,
  size: number,
): Promise<{ content: Buffer; bytes: number }> {
  const place = placeAmong(points, gzip.length, out, size);
  if (!place) throw new Error('No place');
  let bytes = 0;
  async function* read(from: number, to: number): AsyncGenerator<Uint8Array> {
    bytes += to - from;
    yield* inParts(gzip.subarray(from, to), 7_777);
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of readContent(read, place, new AbortController().signal)) chunks.push(chunk);
  return { content: Buffer.concat(chunks), bytes };
}

const text = lines(20 * MB, 1);
const mixed = Buffer.concat([lines(6 * MB, 2), randomBytes(6 * MB), Buffer.alloc(6 * MB), lines(6 * MB, 3)]);

describe.each([
  ['text', text, {}],
  ['text, packed quickly', text, { level: 1 }],
  ['text, packed well', text, { level: 9 }],
  ['text in small blocks', text, { memLevel: 1 }],
  ['text, packed by Huffman codes alone', text, { strategy: constants.Z_HUFFMAN_ONLY }],
  ['text, bytes that do not pack, and zeros', mixed, {}],
  ['bytes that are only stored', mixed, { level: 0 }],
])('%s', (_, content, options) => {
  const gzip = gzipSync(content, options);

  test('unpacks to the same, and any part of it is read again by a part of the layer', async () => {
    const { content: unpacked, points } = await pass(gzip);
    expect(unpacked.equals(content)).toBe(true);
    expect(points.length).toBeGreaterThanOrEqual(3);
    for (const out of [0, 1, 5_999_990, 11 * MB, 17 * MB, content.length - 20_000]) {
      const size = Math.min(20_000, content.length - out);
      const read = await readAt(gzip, points, out, size);
      expect(read.content.equals(content.subarray(out, out + size))).toBe(true);
      expect(read.bytes).toBeLessThan(gzip.length * 0.75);
    }
    const all = await readAt(gzip, points, 100, content.length - 100);
    expect(all.content.equals(content.subarray(100))).toBe(true);
  });
});

test('points are about 4 MiB of unpacked bytes apart, each with the 32 KiB before it', async () => {
  const { points } = await pass(gzipSync(text));
  expect(points.length).toBeGreaterThanOrEqual(3);
  for (const [n, point] of points.entries()) {
    const before = points[n - 1];
    if (!before) continue;
    expect(point.out - before.out).toBeGreaterThanOrEqual(POINT_DISTANCE);
    expect(point.out - before.out).toBeLessThan(POINT_DISTANCE * 1.5);
    expect(Buffer.from(point.window).equals(text.subarray(point.out - 32_768, point.out))).toBe(true);
  }
});

test('it does not matter in which parts the bytes come', async () => {
  const gzip = gzipSync(text);
  for (const part of [1_000, 3_000_000]) {
    const { content, points } = await pass(gzip, part);
    expect(content.equals(text)).toBe(true);
    expect(points.length).toBeGreaterThanOrEqual(3);
    const read = await readAt(gzip, points, 15 * MB, 20_000);
    expect(read.content.equals(text.subarray(15 * MB, 15 * MB + 20_000))).toBe(true);
  }
});

test('several gzip members one after the other are unpacked as one', async () => {
  const gzip = Buffer.concat([gzipSync(text.subarray(0, 7 * MB)), gzipSync(text.subarray(7 * MB))]);
  const { content, points } = await pass(gzip);
  expect(content.equals(text)).toBe(true);
  for (const out of [100, 6_900_000, 15 * MB]) {
    const { content: read } = await readAt(gzip, points, out, 200_000);
    expect(read.equals(text.subarray(out, out + 200_000))).toBe(true);
  }
});

test('bytes that are no gzip, damaged or cut end with the error of zlib', async () => {
  const gzip = gzipSync(text);
  await expect(pass(Buffer.from('this is no gzip'))).rejects.toMatchObject({ code: 'Z_DATA_ERROR' });
  await expect(pass(gzip.subarray(0, gzip.length / 2))).rejects.toMatchObject({ code: 'Z_BUF_ERROR' });
  const damaged = Buffer.from(gzip);
  damaged.fill(0x55, 1 * MB, 1 * MB + 1_000);
  await expect(pass(damaged)).rejects.toMatchObject({ code: 'Z_DATA_ERROR' });
});

test('the header of a gzip member is as long as its fields', () => {
  expect(gzipHeaderSize(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]))).toBe(10);
  expect(gzipHeaderSize(Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3, 0x61, 0, 1]))).toBe(12);
  expect(gzipHeaderSize(Buffer.from([0x1f, 0x8b, 8, 4 + 8 + 16 + 2, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9, 0x61, 0, 0x62, 0, 7, 7, 1]))).toBe(20);
});
