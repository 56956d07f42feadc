import { randomBytes } from 'node:crypto';
import { lstat, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ORPCError } from '@orpc/client';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeEstargz } from '../../../../e2e/support/content/estargz.ts';
import { sha256 } from '../../../../e2e/support/content/image-files.ts';
import { type MadeLayer, putLayered } from '../../../../e2e/support/content/layered-image.ts';
import { type MadeEntry, madeTar } from '../../../../e2e/support/content/tar-writer.ts';
import { tarUnpack } from '../../../../e2e/support/content/unpacked.ts';
import { type AppOverDouble, inRepository, startAppOverDouble } from '../../../../e2e/support/hosts/app-over-double.ts';
import { needs } from '../../../../e2e/support/needs.ts';
import { run } from '../../../../e2e/support/process.ts';
import { endOf } from '../../../../e2e/support/runs.ts';
import type { SavedContent } from '../../../../shared/contract/transfer.ts';
import { TarReader } from '../../../layers/tar/tar-reader.ts';

let over: AppOverDouble;
let folder: string;
beforeAll(async () => {
  over = await startAppOverDouble();
});
afterAll(() => over.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-content-'));
});
afterEach(async () => {
  over.registry.fault = undefined;
  await rm(folder, { recursive: true, force: true });
});

const TAR = 'application/vnd.oci.image.layer.v1.tar';
const large = randomBytes(3_000_000);
const LAYERS: readonly MadeLayer[] = [
  [
    { name: 'etc/', flag: '5' },
    { name: 'etc/motd', content: 'old' },
    { name: 'etc/passwd', content: 'root', mode: 0o640, uid: 1, gid: 2 },
    { name: 'opt/', flag: '5', mode: 0o700 },
    { name: 'opt/large', content: large },
    { name: 'opt/gone', content: 'x' },
  ],
  [
    { name: 'etc/motd', content: 'new' },
    { name: 'etc/hard', flag: '1', link: 'opt/large' },
    { name: 'opt/.wh.gone' },
    { name: 'data/', flag: '5' },
    { name: 'data/link', flag: '2', link: '/etc/motd' },
  ],
];

async function readFiles(digest: string, full = false): Promise<void> {
  for await (const _ of await over.client.files.read({ ...inRepository, digest, full }));
}

/** Puts an image, and reads its files. */
async function putRead(layers: readonly MadeLayer[], full = false): Promise<string> {
  const digest = putLayered(over.repository, layers, ['1.0']);
  await readFiles(digest, full);
  return digest;
}

const plan = (content: SavedContent) => over.client.transfer.content.plan({ ...inRepository, content });

/** Saves to a file of this name; its path. */
async function save(content: SavedContent, name = 'saved', replace = false): Promise<string> {
  const path = join(folder, name);
  const { planId } = await plan(content);
  await endOf(over.client, await over.client.transfer.content.start({ planId, path, replace }));
  return path;
}

/** How a save is refused, as `CODE reason`, and that it leaves nothing. */
async function refusal(content: SavedContent): Promise<string> {
  const before = await readdir(folder);
  try {
    await save(content, 'refused');
  } catch (error) {
    if (!(error instanceof ORPCError)) throw error;
    expect(await readdir(folder)).toEqual(before);
    return `${error.code} ${error.data?.reason ?? error.data?.why ?? ''}`.trim();
  }
  return 'done';
}

const files = (digest: string, path: string, layer?: number): SavedContent => ({
  kind: 'files',
  digest,
  path,
  ...(layer === undefined ? {} : { layer }),
});
const blobsAsked = (): number => over.registry.requests.filter(({ path }) => path.includes('/blobs/')).length;

test('a file is saved as it is, by one request for its part of the layer', async () => {
  const digest = await putRead(LAYERS);
  expect(await plan(files(digest, 'opt/large'))).toMatchObject({ kind: 'file', name: 'large', files: 1, bytes: 3_000_000 });
  const before = blobsAsked();
  expect((await readFile(await save(files(digest, 'opt/large')))).equals(large)).toBe(true);
  expect(blobsAsked() - before).toBe(1);
  // One of a lower layer that is not in the image any more, and an empty one.
  expect(await readFile(await save(files(digest, 'opt/gone', 1), 'gone'), 'utf8')).toBe('x');
  const empty = await putRead([[{ name: 'empty' }]]);
  expect((await lstat(await save(files(empty, 'empty'), 'empty'))).size).toBe(0);
});

test('a folder is saved as a tar with what is in it, also a link to a file outside of it', async () => {
  needs('root');
  const digest = await putRead(LAYERS);
  expect(await plan(files(digest, 'etc'))).toMatchObject({
    kind: 'folder',
    name: 'etc.tar',
    files: 3,
    toTransfer: { blobs: 2 },
    leftOut: 0,
  });
  expect(Object.fromEntries(await tarUnpack(await save(files(digest, 'etc'))))).toEqual({
    etc: { kind: 'folder', mode: 0o755, owner: '0:0', size: 0 },
    'etc/motd': { kind: 'file', mode: 0o644, owner: '0:0', size: 3, digest: sha256(Buffer.from('new')) },
    'etc/passwd': { kind: 'file', mode: 0o640, owner: '1:2', size: 4, digest: sha256(Buffer.from('root')) },
    'etc/hard': { kind: 'file', mode: 0o644, owner: '0:0', size: 3_000_000, digest: sha256(large) },
  });
  const unpacked = await tarUnpack(await save(files(digest, '', 2), 'layer.tar'));
  expect([...unpacked.keys()].sort()).toEqual(['data', 'data/link', 'etc', 'etc/hard', 'etc/motd']);
  expect(await plan(files(digest, '', 2))).toMatchObject({ name: 'api-layer-2.tar' });
});

test('the whole file system is saved with each layer read once, and a folder that needs no layer without one', async () => {
  needs('root');
  const digest = await putRead(LAYERS);
  const before = blobsAsked();
  const path = await save(files(digest, ''), 'root.tar');
  expect(blobsAsked() - before).toBe(2);
  const unpacked = await tarUnpack(path);
  expect(unpacked.get('opt/large')).toMatchObject({ links: ['etc/hard', 'opt/large'] });
  expect(unpacked.get('opt')).toMatchObject({ mode: 0o700 });
  expect(unpacked.has('opt/gone')).toBe(false);
  expect(await plan(files(digest, ''))).toMatchObject({ name: 'api-rootfs.tar' });
  expect([...(await tarUnpack(await save(files(digest, 'data'), 'data.tar'))).keys()]).toEqual(['data', 'data/link']);
  expect(blobsAsked() - before).toBe(2);
});

test('a folder that files of a later layer are added to keeps its time, and cannot be written to where it could not before', async () => {
  needs('root');
  const digest = await putRead([
    [
      { name: 'a/', flag: '5', mode: 0o555, modified: 1_500_000_000 },
      { name: 'a/x', content: '1' },
      { name: 'b/', flag: '5', modified: 1_500_000_000 },
    ],
    [{ name: 'a/y', content: '2' }],
  ]);
  const path = await save(files(digest, ''));
  await run('tar', ['-xf', path, '-C', folder]);
  const { mode, mtimeMs } = await lstat(join(folder, 'a'));
  expect([mode & 0o777, mtimeMs]).toEqual([0o555, 1_500_000_000_000]);
});

test('extended attributes and the numbers of devices are kept', async () => {
  const capability = Buffer.from([1, 0, 0, 2, 0xff, 0, 0x3d, 0x0a]);
  const xattrs = [['SCHILY.xattr.security.capability', capability]] as const;
  const digest = await putRead([
    [
      { name: 'd/', flag: '5', pax: [['SCHILY.xattr.user.a', 'folder']] },
      { name: 'd/ping', content: 'x', pax: xattrs },
      { name: 'tty', flag: '3', major: 5, minor: 1 },
    ],
  ]);
  const tar = await readFile(await save(files(digest, '')));
  const found: unknown[] = [];
  const reader = new TarReader({
    entry: ({ path }, _, { device, xattrs: kept }) => void found.push([path, device.major, device.minor, ...kept.flat().map(String)]),
    problem: (why) => void found.push(why),
  });
  reader.push(tar);
  reader.end();
  expect(found).toEqual([
    ['d', 0, 0, 'SCHILY.xattr.user.a', 'folder'],
    ['d/ping', 0, 0, 'SCHILY.xattr.security.capability', String(capability)],
    ['tty', 5, 1],
  ]);
});

test('a sparse file is saved with its holes, alone as zeros', async () => {
  const sparse = (size: number): MadeEntry => ({
    name: 's',
    content: 'x',
    pax: [
      ['GNU.sparse.size', String(size)],
      ['GNU.sparse.map', '1000000,1'],
    ],
  });
  const digest = await putRead([[sparse(2_000_000)]]);
  const wanted = Buffer.alloc(2_000_000);
  wanted.write('x', 1_000_000);
  expect((await readFile(await save(files(digest, 's')))).equals(wanted)).toBe(true);
  expect((await lstat(await save(files(digest, ''), 's.tar'))).size).toBeLessThan(10_000);
  const huge = await putRead([[sparse(2 ** 50)]]);
  expect(await refusal(files(huge, 's'))).toBe('IMAGE_FILE holes-too-large');
  expect((await lstat(await save(files(huge, ''), 'huge.tar'))).size).toBeLessThan(10_000);
});

test('a blob is saved as it is, held against its digest', async () => {
  const digest = over.repository.putBlob(large);
  const blob = { kind: 'blob', digest, size: large.byteLength, name: 'models/weights.bin' } as const;
  expect(await plan(blob)).toMatchObject({
    kind: 'file',
    name: 'weights.bin',
    bytes: 3_000_000,
    toTransfer: { blobs: 1, bytes: 3_000_000 },
  });
  expect((await readFile(await save(blob))).equals(large)).toBe(true);
  over.repository.putBlob(Buffer.concat([Buffer.from('?'), large.subarray(1)]), digest);
  expect(await refusal(blob)).toBe('DIGEST_MISMATCH');
});

test('bytes that are not what the digest of their layer says are not saved', async () => {
  const tar = madeTar([
    { name: 'd/', flag: '5' },
    { name: 'd/a', content: large },
  ]);
  const digest = await putRead([{ bytes: tar, mediaType: TAR }]);
  const changed = Buffer.from(tar);
  changed.write('another content', 2_000);
  over.repository.putBlob(changed, sha256(tar));
  expect(await refusal(files(digest, 'd'))).toBe('DIGEST_MISMATCH');
  expect(await refusal(files(digest, 'd/a'))).toBe('DIGEST_MISMATCH');
  over.repository.putBlob(Buffer.alloc(tar.byteLength, 7), sha256(tar));
  expect(await refusal(files(digest, ''))).toBe('DIGEST_MISMATCH');
});

test('nothing is saved of an image of which a layer could not be read, but what needs only the others', async () => {
  const [first = [], second = []] = LAYERS;
  const broken = { bytes: gzipSync(Buffer.alloc(5_000, 7)), mediaType: `${TAR}+gzip` };
  const digest = await putRead([first, broken, second]);
  expect(await refusal(files(digest, ''))).toBe('IMAGE_FILE layer-unread');
  expect(await refusal(files(digest, 'etc'))).toBe('IMAGE_FILE layer-unread');
  await save(files(digest, 'etc', 1));
});

test('a layer that is listed by its table of contents is saved from its bytes, and not where these have other files', async () => {
  needs('root');
  const entries = [
    { name: 'bin/', type: 'directory', mode: 0o755 },
    { name: 'bin/tool', content: large, mode: 0o4755 },
    { name: 'bin/same', type: 'link', linkname: 'bin/tool', mode: 0o4755 },
    { name: 'secret', content: Buffer.from('hidden') },
  ] as const;
  const layer = async (table?: (all: Record<string, unknown>[]) => Record<string, unknown>[]): Promise<MadeLayer> => {
    const { layer: bytes, tocDigest } = await makeEstargz(entries, table ? { table } : {});
    return { bytes, mediaType: `${TAR}+gzip`, annotations: { 'containerd.io/snapshot/stargz/toc.digest': tocDigest } };
  };
  const honest = await putRead([await layer()]);
  const unpacked = await tarUnpack(await save(files(honest, ''), 'listed.tar'));
  expect([...unpacked.keys()].sort()).toEqual(['bin', 'bin/same', 'bin/tool', 'secret']);
  expect(unpacked.get('bin/tool')).toMatchObject({ mode: 0o4755, digest: sha256(large), links: ['bin/same', 'bin/tool'] });
  await readFiles(honest, true);
  expect(await tarUnpack(await save(files(honest, ''), 'full.tar'))).toEqual(unpacked);
  const lying = await putRead([await layer((all) => all.filter(({ name }) => name !== 'secret'))]);
  expect(await refusal(files(lying, ''))).toBe('IMAGE_FILE layer-differs');
  await readFiles(lying, true);
  expect((await tarUnpack(await save(files(lying, ''), 'checked.tar'))).get('secret')).toMatchObject({ size: 6 });
});

test('a save that is stopped leaves no file, and can be taken up again', async () => {
  const digest = await putRead(LAYERS);
  let stopped = '';
  over.registry.fault = ({ path }) => {
    if (path.includes('/blobs/') && stopped !== '') void over.client.runs.say({ id: stopped, what: 'stop' });
    return undefined;
  };
  const path = join(folder, 'stopped.tar');
  const { planId } = await plan(files(digest, ''));
  ({ runId: stopped } = await over.client.transfer.content.start({ planId, path, replace: false }));
  expect(await endOf(over.client, { runId: stopped })).toMatchObject({ state: 'stopped', canRetry: true });
  expect(await readdir(folder)).toEqual([]);
  const again = await over.client.runs.retry({ id: stopped });
  stopped = '';
  expect(await endOf(over.client, again)).toMatchObject({ state: 'done', result: { kind: 'save-content', path } });
});

test('a full disk says so, and keeps nothing of what was written', async () => {
  needs('linux', 'root');
  const digest = await putRead(LAYERS);
  await run('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', folder]);
  try {
    expect(await refusal(files(digest, ''))).toBe('STORAGE full');
    expect(await refusal(files(digest, 'opt/large'))).toBe('STORAGE full');
  } finally {
    await run('umount', [folder]);
  }
});

test('what a file is called in its image never decides where one is written', async () => {
  const digest = await putRead([
    [
      { name: '../../escaped', content: 'x' },
      { name: 'a\u202ecod.exe', content: 'y' },
      { name: 'd/', flag: '5' },
      { name: 'd/C:\\autoexec.bat', content: 'z' },
    ],
  ]);
  expect(await plan(files(digest, 'escaped'))).toMatchObject({ name: 'escaped' });
  expect(await plan(files(digest, 'a\u202ecod.exe'))).toMatchObject({ name: 'a_cod.exe' });
  expect(await plan(files(digest, 'd/C:\\autoexec.bat'))).toMatchObject({ name: 'C__autoexec.bat' });
  const blob = (name: string): SavedContent => ({ kind: 'blob', digest, size: 1, name });
  for (const [name, suggested] of [
    ['../../../etc/passwd', 'passwd'],
    ['/', '_'],
    ['..', '___'],
    ['', '_'],
    ['x/..', '___'],
    ['con.txt', '_con_txt'],
    ['a\n\0b', 'a__b'],
    ['end. ', 'end._'],
    ['.bashrc', '.bashrc'],
    ['é'.repeat(300), 'é'.repeat(100)],
  ] as const)
    expect((await plan(blob(name))).name, name).toBe(suggested);
  await run('tar', ['-xf', await save(files(digest, '')), '-C', folder]);
  expect((await readdir(folder)).sort()).toEqual(['a\u202ecod.exe', 'd', 'escaped', 'saved'].sort());
});

test('a file that is there is replaced only where it is a tar', async () => {
  const digest = await putRead(LAYERS);
  await writeFile(join(folder, 'notes'), 'my notes\n'.repeat(200));
  await expect(save(files(digest, 'etc'), 'notes')).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(save(files(digest, 'etc'), 'notes', true)).rejects.toMatchObject({ code: 'IMAGE_FILE', data: { reason: 'not-replaced' } });
  await save(files(digest, 'etc'), 'etc.tar');
  await save(files(digest, 'opt'), 'etc.tar', true);
  expect(await readdir(folder)).toHaveLength(2);
});

test('a folder that does not exist is said before a run begins', async () => {
  const digest = await putRead(LAYERS);
  const { planId } = await plan({ kind: 'files', digest, path: 'etc' });
  const path = join(folder, 'none', 'etc.tar');
  await expect(over.client.transfer.content.start({ planId, path, replace: false })).rejects.toMatchObject({
    code: 'STORAGE',
    data: { reason: 'missing', path: join(folder, 'none') },
  });
});
