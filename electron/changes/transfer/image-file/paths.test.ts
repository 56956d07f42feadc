import { chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ORPCError } from '@orpc/client';
import { afterAll, test as anyTest, beforeAll, expect } from 'vitest';
import { dockerFiles, type Headless, layerOf, sha256, startHeadless, tarOf } from '../../../../e2e/support/content/image-files.ts';
import { pullWhole, pushImage } from '../../../../e2e/support/content/images.ts';
import { testWith } from '../../../../e2e/support/needs.ts';
import { run } from '../../../../e2e/support/process.ts';
import { endOf } from '../../../../e2e/support/runs.ts';
import { type Distribution, startDistribution } from '../../../../e2e/support/servers/distribution.ts';

const test = testWith(anyTest, 'docker-registry', 'skopeo');

let registry: Distribution;
let longshore: Headless;
let folder: string;
/** What the system's dialog answers. */
let chosen: string | undefined;
beforeAll(async () => {
  registry = await startDistribution();
  folder = await mkdtemp(join(tmpdir(), 'longshore-files-'));
  longshore = await startHeadless(registry.url, async () => chosen);
  await pushImage({ layers: [5_000] }, { host: registry.host, repository: 'files/api', tags: ['1.0'] });
});
afterAll(async () => {
  await longshore.close();
  await registry.stop();
  await rm(folder, { recursive: true, force: true });
});

const transfer = () => longshore.client.transfer;

/** How work is refused, as `CODE reason`; it has 3 s for that. */
async function refusal(work: (signal: AbortSignal) => Promise<unknown>): Promise<string> {
  try {
    await work(AbortSignal.timeout(3_000));
  } catch (error) {
    if (!(error instanceof ORPCError)) throw error;
    return `${error.code} ${error.data?.reason ?? error.data?.what ?? ''}`;
  }
  return 'done';
}

const inspect = (path: string): Promise<string> => refusal((signal) => transfer().file.inspect({ path }, { signal }));

async function save(path: string, replace: boolean): Promise<string> {
  const wanted = { connectionId: 'c', repository: 'files/api', tags: ['1.0'], platforms: null, format: 'oci' as const };
  const { planId } = await transfer().save.plan(wanted);
  return refusal(async () => endOf(longshore.client, await transfer().save.start({ planId, path, replace })));
}

/** A tar with one file whose header says this size, in the twelve bytes that tar has for it. */
async function lying(size: Buffer): Promise<Buffer> {
  const tar = await tarOf([
    ['manifest.json', Buffer.from('[]')],
    ['last', Buffer.alloc(2_000)],
  ]);
  size.copy(tar, 124);
  tar.fill(0x20, 148, 156);
  const sum = tar.subarray(0, 512).reduce((all, byte) => all + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return tar;
}

test('a tar whose header gives a wrong size is refused at once', async () => {
  const octal = (digits: string): Buffer => Buffer.from(digits.padStart(11, '0').padEnd(12, '\0'));
  const binary = (hex: string): Buffer => Buffer.from(hex.padStart(22, '0').padStart(24, '8').replace(/^8+/, '80'), 'hex');
  const sizes: readonly (readonly [string, Buffer, RegExp])[] = [
    ['8 GiB', octal('77777777777'), /^IMAGE_FILE cut-short/],
    ['2 to the 60', binary('1000000000000000'), /^IMAGE_FILE not-a-tar/],
    ['2 to the 40', binary('10000000000'), /^IMAGE_FILE cut-short/],
    ['negative', Buffer.alloc(12, 0xff), /^IMAGE_FILE not-a-tar/],
    ['very negative', Buffer.from('ff8000000000000000000000', 'hex'), /^IMAGE_FILE not-a-tar/],
    ['a first byte that means nothing', Buffer.from('810000000000000000000002', 'hex'), /^IMAGE_FILE not-a-tar/],
    ['no number', Buffer.from('99999999999\0'), /^IMAGE_FILE not-a-tar/],
  ];
  for (const [name, size, outcome] of sizes) {
    const tar = await lying(size.subarray(0, 12));
    for (const [kind, bytes] of [
      ['plain', tar],
      ['gzip', gzipSync(tar)],
    ] as const) {
      const path = join(folder, `lying-${kind}.tar`);
      await writeFile(path, bytes);
      expect(await inspect(path), `${name}, ${kind}`).toMatch(outcome);
    }
  }
});

test('pipes, devices and folders are refused at once, for reading and for replacing', async () => {
  const pipe = join(folder, 'pipe.tar');
  await run('mkfifo', [pipe]);
  const link = join(folder, 'zero.tar');
  await symlink('/dev/zero', link);
  for (const path of [pipe, link, '/dev/zero', '/dev/stdin']) expect(await inspect(path), path).toBe('IMAGE_FILE not-a-file');
  expect(await inspect(folder)).toBe('STORAGE folder');
  // Neither can be replaced: it is not asked whether it should be.
  for (const replace of [true, false]) {
    for (const path of [pipe, link]) expect(await save(path, replace), path).toBe('IMAGE_FILE not-a-file');
    expect(await save(folder, replace)).toBe('STORAGE folder');
  }
  expect((await lstat(pipe)).isFIFO() && (await lstat(link)).isSymbolicLink()).toBe(true);
});

test('save replaces a tar and keeps its mode, and any other file only where it was chosen in the system’s dialog', async () => {
  const notes = join(folder, 'notes.txt');
  await writeFile(notes, 'my notes\n'.repeat(200), { mode: 0o640 });
  expect(await save(notes, true)).toBe('IMAGE_FILE not-replaced');
  expect(await readFile(notes, 'utf8')).toContain('my notes');
  const old = join(folder, 'old.tar');
  await writeFile(old, await tarOf([['a', Buffer.from('a')]]));
  await chmod(old, 0o606);
  expect(await save(old, false)).toBe('CONFLICT file-exists');
  expect(await save(old, true)).toBe('done');
  expect((await stat(old)).mode & 0o777).toBe(0o606);
  // A link stays one; what it leads to is replaced.
  const link = join(folder, 'link.tar');
  await symlink(old, link);
  await chmod(old, 0o600);
  expect(await save(link, true)).toBe('done');
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect((await stat(old)).mode & 0o777).toBe(0o600);
  chosen = notes;
  await transfer().file.choose({ what: 'open', path: folder });
  expect(await save(notes, true)).toBe('IMAGE_FILE not-replaced');
  await transfer().file.choose({ what: 'save', path: folder });
  expect(await save(notes, true)).toBe('done');
  expect((await stat(notes)).mode & 0o777).toBe(0o640);
  expect((await transfer().file.inspect({ path: notes })).images).toHaveLength(1);
  expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
});

const bytesRead = async (): Promise<number> => Number(/rchar: (\d+)/.exec(await readFile('/proc/self/io', 'utf8'))?.[1]);

test('a gzipped docker-archive file is unpacked once for its list, its plan and its load, and leaves nothing behind', async () => {
  const layers = await Promise.all(['a', 'b', 'c', 'd'].map((name) => layerOf(name, 2_000_000)));
  const path = join(folder, 'docker.tar.gz');
  // Layers that are compressed themselves are sent as they are.
  await writeFile(
    path,
    gzipSync(
      await tarOf(
        dockerFiles(
          layers.map((layer) => gzipSync(layer)),
          layers.map(sha256),
        ),
      ),
    ),
  );
  const before = await bytesRead();
  const { images } = await transfer().file.inspect({ path });
  const [image, target] = [images[0]?.digest ?? '', { connectionId: 'c', repository: 'files/gz', tag: '1.0' }];
  for (const tag of ['1', '1.'])
    await transfer()
      .load.plan({ path, image, target: { ...target, tag } })
      .catch(() => {});
  await endOf(longshore.client, await transfer().load.start({ ...(await transfer().load.plan({ path, image, target })), typed: [] }));
  const { size } = await stat(path);
  // Once to unpack it, once to measure its layers, once to send them.
  const times = ((await bytesRead()) - before) / size;
  console.log(`a gzipped docker-archive file of ${size} bytes with 4 layers: ${times.toFixed(1)} times its size was read`);
  expect(times).toBeLessThan(4);
  await pullWhole(registry.host, 'files/gz', '1.0');
  expect((await readdir(longshore.folder)).filter((name) => name.includes('unpacked'))).toEqual([]);
});
