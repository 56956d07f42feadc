import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { failureOf } from '../../../../e2e/support/connect.ts';
import { dockerFiles, layerOf, tarOf } from '../../../../e2e/support/content/image-files.ts';
import { patient } from '../../../../e2e/support/patience.ts';
import { openImageFile } from './read.ts';
import { openTar } from './tar-file.ts';

const never = new AbortController().signal;
let folder: string;
let scratch: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-limits-'));
  scratch = await mkdtemp(join(tmpdir(), 'longshore-scratch-'));
});
afterAll(() => Promise.all([folder, scratch].map((path) => rm(path, { recursive: true, force: true }))));

async function written(name: string, content: Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

test('a file that unpacks to more than the limit, or to too many times its size, is refused and leaves nothing behind', async () => {
  const zeros = await tarOf([['zeros', Buffer.alloc(5_000_000)]]);
  for (const [name, bytes] of [
    ['zeros.tar.gz', gzipSync(zeros)],
    ['zeros.tar.zst', zstdCompressSync(zeros)],
  ] as const) {
    const path = await written(name, bytes);
    const limits = { unpacked: 64 * 1024 ** 3, free: 8_000_000, times: 20 };
    expect(await failureOf(openTar(path, scratch, never, { ...limits, free: 1_000_000 }))).toMatchObject({
      code: 'IMAGE_FILE',
      data: { reason: 'unpacks-too-large', limit: '20 : 1' },
    });
    expect(await failureOf(openTar(path, scratch, never, { ...limits, unpacked: 4_000_000 }))).toMatchObject({
      data: { reason: 'unpacks-too-large', limit: '1 GiB' },
    });
    const { handle, size } = await openTar(path, scratch, never, limits);
    expect(size).toBe(zeros.byteLength);
    // While it is open, too: a killed process leaves nothing.
    expect(await readdir(scratch)).toEqual([]);
    await handle.close();
  }
});

/** As parallel zstd writes it: frames, each with one to be skipped before it. */
const frames = (bytes: Buffer): Buffer[] =>
  [bytes.subarray(0, 700), bytes.subarray(700)].flatMap((part) => [Buffer.from('502a4d180400000001020304', 'hex'), zstdCompressSync(part)]);

test('compressed files that are cut short or damaged are reported as such; other compressions are named', async () => {
  const tar = await tarOf(dockerFiles([await layerOf('a', 100_000)]));
  for (const [kind, bytes] of [
    ['gz', gzipSync(tar)],
    ['zst', zstdCompressSync(tar)],
  ] as const) {
    const cut = await written(`cut.${kind}`, bytes.subarray(0, bytes.byteLength / 2));
    expect((await failureOf(openImageFile(cut, scratch, never))).data, kind).toMatchObject({ reason: 'cut-short' });
    const damaged = await written(`damaged.${kind}`, Buffer.from(bytes).fill(0xff, 4, 40));
    expect((await failureOf(openImageFile(damaged, scratch, never))).data, kind).toMatchObject({ reason: 'not-a-tar' });
    const twice = Buffer.concat(kind === 'gz' ? [gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))] : frames(tar));
    const parts = await openImageFile(await written(`parts.${kind}`, twice), scratch, never);
    expect(parts.images).toHaveLength(1);
    await parts.close();
    const whole = await openImageFile(await written(`whole.${kind}`, bytes), scratch, never);
    expect(whole.images).toHaveLength(1);
    await whole.close();
  }
  const xz = await written('x.tar.xz', Buffer.from('fd377a585a000004e6d6b446', 'hex'));
  expect((await failureOf(openImageFile(xz, scratch, never))).data).toEqual({ reason: 'other-compression', subject: 'xz' });
});

test('reading a file stops at once, at any point', async () => {
  const layers = await Promise.all(['a', 'b'].map((name) => layerOf(name, 6_000_000)));
  const tar = await tarOf(dockerFiles(layers));
  const plain = await written('large.tar', tar);
  const packed = await written('large.tar.gz', gzipSync(tar, { level: 1 }));
  for (const path of [plain, packed])
    for (const after of [0, 20, 100]) {
      const controller = new AbortController();
      const work = openImageFile(path, scratch, controller.signal);
      await wait(after);
      const stopped = performance.now();
      controller.abort();
      await expect(work, `${path} after ${after} ms`).rejects.toMatchObject({ name: 'AbortError' });
      expect(performance.now() - stopped).toBeLessThan(patient(500));
    }
  expect(await readdir(scratch)).toEqual([]);
});
