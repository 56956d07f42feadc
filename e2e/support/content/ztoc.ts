import { gzipSync } from 'node:zlib';
import { Builder, type Offset } from 'flatbuffers';
import { gunzipWithPoints } from '../../../electron/layers/points/gzip-points.ts';
import type { RestartPoint } from '../../../electron/layers/toc/toc.ts';
import { digestOf } from '../../../electron/registry/digest.ts';
import { headerBlocks, type MadeEntry, padding, TOC_TYPES, tarOf } from './tar-entries.ts';

/** A file as a zTOC lists it: `offset` is that of its content in the unpacked tar. */
export type ZtocFile = {
  readonly name: string | Uint8Array;
  readonly type: string;
  readonly offset?: number;
  readonly size?: number;
  readonly link?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly user?: string;
};

export type ZtocParts = {
  readonly files: readonly ZtocFile[];
  readonly layer: Buffer;
  readonly unpacked: number;
  readonly points: readonly RestartPoint[];
  /** Leaves the first checkpoint out, as the first version does. */
  readonly isFirstVersion?: boolean;
  /** Other checkpoints, digests, sizes than the true ones. */
  readonly checkpoints?: Buffer;
  readonly spanDigests?: readonly string[];
  readonly compressedSize?: number;
  readonly algorithm?: number;
};

const WINDOW = 32 * 1024;

/** The files of a tar of these entries, as a zTOC lists them. */
async function ztocFiles(entries: readonly MadeEntry[]): Promise<ZtocFile[]> {
  const files: ZtocFile[] = [];
  let at = 0;
  for (const entry of entries) {
    const { type = 'file', name, content = Buffer.alloc(0), mode = 0o644, uid = 0, gid = 0, linkname } = entry;
    const offset = at + (await headerBlocks(entry)).length;
    files.push({ name, type: TOC_TYPES[type ?? 'file'] ?? 'reg', link: linkname ?? '', mode, uid, gid, offset, size: content.length });
    at = offset + content.length + padding(content.length).length;
  }
  return files;
}

/** A gzip layer of these entries, and the zTOC that SOCI makes of it. */
export async function gzipWithZtoc(
  entries: readonly MadeEntry[],
  change: (files: ZtocFile[]) => ZtocFile[] = (files) => files,
): Promise<{ readonly layer: Buffer; readonly ztoc: Buffer }> {
  const tar = await tarOf(entries);
  const layer = gzipSync(tar);
  const points: RestartPoint[] = [];
  async function* packed(): AsyncGenerator<Uint8Array> {
    yield layer;
  }
  for await (const _ of gunzipWithPoints(packed(), (point) => points.push(point)));
  return { layer, ztoc: makeZtoc({ files: change(await ztocFiles(entries)), layer, unpacked: tar.length, points }) };
}

/** Checkpoints as `ztoc/compression/gzip_zinfo.c` of soci-snapshotter packs them. */
export function checkpointsOf(points: readonly RestartPoint[], isFirstVersion = false): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt32LE(points.length, 0);
  header.writeBigInt64LE(4n * 1024n * 1024n, 4);
  const packed = points.slice(isFirstVersion ? 1 : 0).map(({ from, bits, out, window }) => {
    const fields = Buffer.alloc(17);
    fields.writeBigInt64LE(BigInt(bits > 0 ? from + 1 : from), 0);
    fields.writeBigInt64LE(BigInt(out), 8);
    fields.writeUInt8(bits > 0 ? 8 - bits : 0, 16);
    return Buffer.concat([fields, Buffer.alloc(WINDOW - window.length), window]);
  });
  return Buffer.concat([header, ...packed]);
}

/** A vector of references. */
function listOf(builder: Builder, offsets: readonly Offset[]): Offset {
  builder.startVector(4, offsets.length, 4);
  for (const offset of [...offsets].reverse()) builder.addOffset(offset);
  return builder.endVector();
}

function fileOf(builder: Builder, file: ZtocFile): Offset {
  const name = typeof file.name === 'string' ? builder.createString(file.name) : builder.createString(file.name);
  const type = builder.createString(file.type);
  const link = builder.createString(file.link ?? '');
  const user = builder.createString(file.user ?? '');
  const time = builder.createString('2023-11-14T22:13:20Z');
  builder.startObject(14);
  builder.addFieldOffset(0, name, 0);
  builder.addFieldOffset(1, type, 0);
  builder.addFieldInt64(2, BigInt(file.offset ?? 0), 0n);
  builder.addFieldInt64(3, BigInt(file.size ?? 0), 0n);
  builder.addFieldOffset(4, link, 0);
  builder.addFieldInt64(5, BigInt(file.mode ?? 0o644), 0n);
  builder.addFieldInt32(6, file.uid ?? 0, 0);
  builder.addFieldInt32(7, file.gid ?? 0, 0);
  builder.addFieldOffset(8, user, 0);
  builder.addFieldOffset(10, time, 0);
  return builder.endObject();
}

/** Writes a zTOC by the field lists of soci-snapshotter's `ztoc/fbs/ztoc.fbs`. */
export function makeZtoc(parts: ZtocParts): Buffer {
  const { files, layer, unpacked, points, isFirstVersion = false } = parts;
  const builder = new Builder(1024);
  const list = listOf(
    builder,
    files.map((file) => fileOf(builder, file)),
  );
  builder.startObject(1);
  builder.addFieldOffset(0, list, 0);
  const toc = builder.endObject();
  const ends = [...points.slice(1).map(({ from }) => from), layer.length];
  const spans = parts.spanDigests ?? points.map(({ from }, n) => digestOf(layer.subarray(from, ends[n])));
  const digests = listOf(
    builder,
    spans.map((digest) => builder.createString(digest)),
  );
  const checkpoints = builder.createByteVector(parts.checkpoints ?? checkpointsOf(points, isFirstVersion));
  builder.startObject(4);
  builder.addFieldInt8(0, parts.algorithm ?? 1, 1);
  builder.addFieldInt32(1, points.length - 1, 0);
  builder.addFieldOffset(2, digests, 0);
  builder.addFieldOffset(3, checkpoints, 0);
  const compression = builder.endObject();
  const version = builder.createString('0.9');
  builder.startObject(6);
  builder.addFieldOffset(0, version, 0);
  builder.addFieldInt64(2, BigInt(parts.compressedSize ?? layer.length), 0n);
  builder.addFieldInt64(3, BigInt(unpacked), 0n);
  builder.addFieldOffset(4, toc, 0);
  builder.addFieldOffset(5, compression, 0);
  builder.finish(builder.endObject());
  return Buffer.from(builder.asUint8Array());
}
