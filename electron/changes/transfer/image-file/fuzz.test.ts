import { randomBytes, randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dockerFiles, layerOf, tarOf } from '../../../../e2e/support/content/image-files.ts';
import { isFailure } from '../../../../shared/errors.ts';
import { isZlibError } from '../../../layers/compression/unpack.ts';
import { unzstd } from '../../../layers/compression/zstd.ts';
import { BLOCK } from '../../../layers/tar/header.ts';
import { openImageFile } from './read.ts';
import { readHeader, readPax } from './tar-header.ts';

const RANDOM = 100_000;
const MUTATED = 10_000;
/** ms that one input may take. */
const LIMIT = 50;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-fuzz-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The same bytes with a few of the first `within` changed. */
function mutated(bytes: Buffer, within = bytes.byteLength): Buffer {
  const copy = Buffer.from(bytes);
  for (let i = randomInt(1, 6); i > 0; i--) copy[randomInt(within)] = randomInt(256);
  return copy;
}

/** A header whose checksum is right, whatever else is in it. */
function summed(block: Buffer): Buffer {
  block.fill(0x20, 148, 156);
  const sum = block.reduce((all, byte) => all + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

test('no header and no pax record takes long to read, or yields an impossible size', async () => {
  const valid = (await tarOf([['a/b.json', Buffer.from('{}')]])).subarray(0, BLOCK);
  const pax = Buffer.from('30 mtime=1700000000.123456789\n19 path=some/file\n13 size=1024\n');
  let slowest = 0;
  // A machine that is busy may stop anything for a while: what is slow is slow again.
  const timed = (work: () => void): void => {
    let took = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 5 && took > LIMIT; i++) {
      const began = performance.now();
      work();
      took = Math.min(took, performance.now() - began);
    }
    slowest = Math.max(slowest, took);
  };
  const pool = randomBytes(RANDOM + BLOCK);
  for (let i = 0; i < RANDOM; i++) {
    const block = pool.subarray(i, i + BLOCK);
    timed(() => {
      readHeader(block);
      readPax(block);
    });
  }
  for (let i = 0; i < MUTATED; i++) {
    const [header, records] = [summed(mutated(valid)), mutated(pax)];
    timed(() => {
      readHeader(header);
      readPax(records);
    });
    const read = readHeader(header);
    expect(read.kind !== 'entry' || (Number.isSafeInteger(read.size) && read.size >= 0)).toBe(true);
  }
  console.log(`${RANDOM} random and ${MUTATED} mutated headers: the slowest took ${slowest.toFixed(1)} ms`);
  expect(slowest).toBeLessThan(LIMIT);
});

test('an image file with any bytes changed loads, or is refused with a failure', async () => {
  const tar = await tarOf(dockerFiles([await layerOf('a', 2_000)]));
  const path = join(folder, 'mutated.tar');
  const never = new AbortController().signal;
  for (let i = 0; i < 600; i++) {
    await writeFile(path, mutated(tar));
    try {
      const { images, close } = await openImageFile(path, folder, never);
      for (const image of images) await image.check(never).catch((error: unknown) => expect(isFailure(error), String(error)).toBe(true));
      await close();
    } catch (error) {
      expect(isFailure(error), String(error)).toBe(true);
    }
  }
});

test('zstd with any bytes changed ends, and reports what zlib would', async () => {
  const never = new AbortController().signal;
  const frames = Buffer.concat([zstdCompressSync(randomBytes(500)), zstdCompressSync(Buffer.alloc(5_000, 'ab'))]);
  for (let i = 0; i < 1_500; i++) {
    const bytes = mutated(frames);
    async function* parts(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < bytes.byteLength; at += 200) yield bytes.subarray(at, at + 200);
    }
    try {
      for await (const chunk of unzstd(parts(), never)) expect(chunk.byteLength).toBeGreaterThan(0);
    } catch (error) {
      expect(isZlibError(error), String(error)).toBe(true);
    }
  }
});
