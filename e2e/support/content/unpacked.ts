import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, type Stats, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { textOf } from '../../../electron/layers/tar/entry-name.ts';
import { run } from '../process.ts';
import { json, sha256 } from './image-files.ts';

/** A file or folder as unpacking makes it. `links`: all paths with the same content, where there are several. */
export type Unpacked = {
  readonly kind: string;
  readonly mode: number;
  readonly owner: string;
  readonly size: number;
  readonly digest?: string;
  readonly target?: string;
  readonly links?: readonly string[];
};

const OCI = 'application/vnd.oci.image';

/** An OCI layout with one image of these tars under the tag `image`; removed by the caller. */
export function layoutOf(tars: readonly Buffer[], pack: (tar: Buffer) => Buffer = (tar) => gzipSync(tar, { level: 1 })): string {
  const folder = mkdtempSync(join(tmpdir(), 'longshore-layout-'));
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  const put = (bytes: Buffer, mediaType: string) => {
    writeFileSync(join(folder, 'blobs/sha256', sha256(bytes).slice(7)), bytes);
    return { mediaType: `${OCI}.${mediaType}`, digest: sha256(bytes), size: bytes.byteLength };
  };
  const layers = tars.map((tar) => put(pack(tar), 'layer.v1.tar+gzip'));
  const rootfs = { type: 'layers', diff_ids: tars.map(sha256) };
  const config = put(json({ os: 'linux', architecture: 'amd64', config: {}, rootfs }), 'config.v1+json');
  const manifest = put(json({ schemaVersion: 2, mediaType: `${OCI}.manifest.v1+json`, config, layers }), 'manifest.v1+json');
  const annotations = { 'org.opencontainers.image.ref.name': 'image' };
  writeFileSync(join(folder, 'index.json'), json({ schemaVersion: 2, manifests: [{ ...manifest, annotations }] }));
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  return folder;
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'folder';
  if (stats.isSymbolicLink()) return 'symlink';
  if (stats.isCharacterDevice()) return 'character-device';
  if (stats.isBlockDevice()) return 'block-device';
  return stats.isFIFO() ? 'fifo' : 'file';
}

/** Everything below a folder, by its path. */
function walk(root: string): Map<string, Unpacked> {
  const found = new Map<string, Unpacked>();
  const byInode = new Map<number, string[]>();
  const waiting: [Buffer, string][] = [[Buffer.from(root), '']];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [at, path] = next;
    for (const name of readdirSync(at, { encoding: 'buffer' })) {
      const file = Buffer.concat([at, Buffer.from('/'), name]);
      const own = path === '' ? textOf(name) : `${path}/${textOf(name)}`;
      const stats = lstatSync(file);
      const kind = kindOf(stats);
      const content = kind === 'file' ? { digest: `sha256:${createHash('sha256').update(readFileSync(file)).digest('hex')}` } : {};
      const target = kind === 'symlink' ? { target: textOf(readlinkSync(file, { encoding: 'buffer' })) } : {};
      const facts = { kind, mode: kind === 'symlink' ? 0 : stats.mode & 0o7777, owner: `${stats.uid}:${stats.gid}` };
      found.set(own, { ...facts, size: kind === 'file' ? stats.size : 0, ...content, ...target });
      if (kind === 'file' && stats.nlink > 1) byInode.set(stats.ino, [...(byInode.get(stats.ino) ?? []), own]);
      if (kind === 'folder') waiting.push([file, own]);
    }
  }
  for (const paths of byInode.values())
    for (const path of paths) found.set(path, { ...(found.get(path) as Unpacked), links: [...paths].sort() });
  return found;
}

/** What GNU tar unpacks a tar to. */
export async function tarUnpack(tar: string): Promise<Map<string, Unpacked>> {
  const folder = mkdtempSync(join(tmpdir(), 'longshore-tar-'));
  try {
    await run('tar', ['-xf', tar, '-C', folder, '--numeric-owner', '-p']);
    return walk(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What `umoci unpack` makes of the image of a layout. */
export async function umociUnpack(layout: string): Promise<Map<string, Unpacked>> {
  const bundle = mkdtempSync(join(tmpdir(), 'longshore-bundle-'));
  try {
    await run('umoci', ['unpack', '--image', `${layout}:image`, join(bundle, 'b')]);
    return walk(join(bundle, 'b/rootfs'));
  } finally {
    rmSync(bundle, { recursive: true, force: true });
  }
}
