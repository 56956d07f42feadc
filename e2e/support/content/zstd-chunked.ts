import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { needs } from '../needs.ts';
import { run } from '../process.ts';

/** A layer as skopeo compresses it as zstd:chunked, and the annotations that its manifest gives it. */
export type ZstdChunked = { readonly layer: Buffer; readonly annotations: ReadonlyMap<string, string> };

const hexOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
type Manifest = { readonly layers: readonly { readonly digest: string; readonly annotations?: Record<string, string> }[] };

type Fields = Record<string, unknown>;

/** The same layer with another table of contents, whose digest is in the annotations: as of an image whose maker lies. */
export function withTable({ layer, annotations }: ZstdChunked, change: (entries: Fields[]) => Fields[]): ZstdChunked {
  const [key = '', position = ''] = [...annotations].find(([name]) => name.endsWith('.manifest-position')) ?? [];
  const [offset = 0, length = 0] = position.split(':').map(Number);
  const json = JSON.parse(zstdDecompressSync(layer.subarray(offset, offset + length)).toString()) as { entries: Fields[] };
  const text = Buffer.from(JSON.stringify({ ...json, entries: change(json.entries) }));
  const table = zstdCompressSync(text);
  // It is in a frame that others leave out, whose head says how long it is.
  const before = Buffer.from(layer.subarray(0, offset));
  before.writeUInt32LE(table.length, offset - 4);
  const said: [string, string][] = [
    [key, `${offset}:${table.length}:${text.length}:1`],
    [key.replace('position', 'checksum'), `sha256:${hexOf(table)}`],
  ];
  return { layer: Buffer.concat([before, table]), annotations: new Map(said) };
}

/** Compresses a tar by the real skopeo. */
export async function makeZstdChunked(tar: Buffer): Promise<ZstdChunked> {
  needs('skopeo');
  const folder = await mkdtemp(join(tmpdir(), 'longshore-chunked-'));
  const [from, to] = [join(folder, 'from'), join(folder, 'to')];
  try {
    const diff = `sha256:${hexOf(tar)}`;
    const config = Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [diff] } }));
    const oci = 'application/vnd.oci.image';
    const manifest = {
      schemaVersion: 2,
      config: { mediaType: `${oci}.config.v1+json`, digest: `sha256:${hexOf(config)}`, size: config.length },
      layers: [{ mediaType: `${oci}.layer.v1.tar`, digest: diff, size: tar.length }],
    };
    for (const path of [from, to]) await mkdir(path);
    await writeFile(join(from, 'version'), 'Directory Transport Version: 1.1\n');
    await writeFile(join(from, 'manifest.json'), JSON.stringify(manifest));
    for (const bytes of [config, tar]) await writeFile(join(from, hexOf(bytes)), bytes);
    const compress = ['--dest-compress', '--dest-compress-format', 'zstd:chunked'];
    await run('skopeo', ['copy', '--insecure-policy', ...compress, `dir:${from}`, `dir:${to}`]);
    const made = JSON.parse(await readFile(join(to, 'manifest.json'), 'utf8')) as Manifest;
    const layer = made.layers[0];
    if (!layer) throw new Error('skopeo made no layer');
    return { layer: await readFile(join(to, layer.digest.slice(7))), annotations: new Map(Object.entries(layer.annotations ?? {})) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
