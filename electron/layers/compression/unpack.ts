import { createGunzip } from 'node:zlib';
import { compressionOf } from './compression.ts';
import { through } from './streams.ts';
import { unzstd } from './zstd.ts';

const GiB = 1024 ** 3;
/**
 * Bytes that one file, or one layer, may unpack to: the largest images have some tens of GiB. From `free` bytes on also how many times its own size:
 * real images stay below 20 times.
 */
export const unpackLimits = { unpacked: 64 * GiB, free: GiB, times: 200 } as const;
export type UnpackLimits = { readonly [name in keyof typeof unpackLimits]: number };
/** A number of bytes, for a message that names a limit. */
export const gibibytes = (bytes: number): string => `${Math.ceil(bytes / GiB)} GiB`;

/** Bytes unpacked at once. */
const CHUNK = 256 * 1024;

type Bytes = AsyncIterable<Uint8Array>;

/** Unpacks gzip. @throws an error with a code of zlib. */
export const gunzip = (content: Bytes): AsyncGenerator<Uint8Array> => through(content, createGunzip({ chunkSize: CHUNK }));

/** Unpacks content by its first bytes. Content that is not compressed is passed on unchanged. */
export async function* unpacked(content: Bytes, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const parts = content[Symbol.asyncIterator]();
  const first = await parts.next();
  if (first.done) return;
  const rest = { [Symbol.asyncIterator]: () => parts };
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield first.value as Uint8Array;
    yield* rest;
  }
  const how = compressionOf(first.value);
  if (how === 'gzip') yield* gunzip(whole());
  else if (how === 'zstd') yield* unzstd(whole(), signal);
  else yield* whole();
}

/** What zlib and zstd say of content that is not what they expect. */
export const isZlibError = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && /^(?:Z_|ZSTD_|ERR_ZSTD)/.test(String(error.code));
