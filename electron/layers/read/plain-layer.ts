import { createHash } from 'node:crypto';
import type { LayerFormat } from '../../../shared/files/layer-facts.ts';
import { compressionOf } from '../compression/compression.ts';
import { isZlibError } from '../compression/unpack.ts';
import { unzstd } from '../compression/zstd.ts';
import type { LayerTree } from '../layer-tree.ts';
import type { LayerLimits } from '../limits.ts';
import { gunzipWithPoints } from '../points/gzip-points.ts';
import type { RestartPoint } from '../toc/toc.ts';
import { Problems, Stopped } from './problems.ts';
import { TreeBuilder } from './tree-builder.ts';

/** A layer as its image names it; `size` in bytes. */
export type LayerSource = { readonly digest: string; readonly size: number };

/** Places where unpacking can begin again that are kept of one layer, with 32 KiB each: for its first 8 GiB. */
const MOST_POINTS = 2_000;

type Bytes = AsyncIterable<Uint8Array>;

/** Content that is counted and held against a digest as it passes, also by who does not read it to its end. */
class Received {
  private readonly hash;
  private readonly parts: AsyncIterator<Uint8Array>;
  private readonly source: LayerSource;
  private size = 0;

  constructor(source: LayerSource, content: Bytes) {
    this.source = source;
    this.hash = createHash(source.digest.slice(0, source.digest.indexOf(':')));
    this.parts = content[Symbol.asyncIterator]();
  }

  get bytes(): number {
    return this.size;
  }

  /** Who reads this and leaves does not close what it comes from. */
  readonly open: Bytes = { [Symbol.asyncIterator]: () => ({ next: () => this.next() }) };

  async next(): Promise<IteratorResult<Uint8Array>> {
    const { done, value } = await this.parts.next();
    if (done) return { done, value };
    this.size += value.byteLength;
    if (this.size > this.source.size) throw new Stopped('more-bytes', String(this.source.size));
    this.hash.update(value);
    return { value };
  }

  /** Reads what is left; the digest of all. */
  async digest(): Promise<string> {
    while (!(await this.next()).done);
    return `${this.source.digest.slice(0, this.source.digest.indexOf(':'))}:${this.hash.digest('hex')}`;
  }

  async close(): Promise<void> {
    await this.parts.return?.();
  }
}

/** What the content unpacks to, by its first bytes. @throws Stopped for a compression that no image should have. */
async function unpack(
  received: Received,
  onPoint: (point: RestartPoint) => void,
  signal: AbortSignal,
): Promise<{ readonly format: LayerFormat; readonly plain: Bytes }> {
  const first = await received.next();
  async function* whole(): AsyncGenerator<Uint8Array> {
    if (!first.done) yield first.value;
    yield* received.open;
  }
  const compression = compressionOf(first.done ? new Uint8Array() : first.value);
  switch (compression) {
    case 'none':
      return { format: 'tar', plain: whole() };
    case 'gzip':
      return { format: 'gzip', plain: gunzipWithPoints(whole(), onPoint) };
    case 'zstd':
      return { format: 'zstd', plain: unzstd(whole(), signal) };
    case 'xz':
    case 'bzip2':
      throw new Stopped('unknown-compression', compression);
  }
}

/** What ended a reading, where that is about the layer. @throws the error, where it is not. */
function stopOf(error: unknown): Stopped {
  if (error instanceof Stopped) return error;
  // zlib says so where its input ended before the compressed stream did.
  if (isZlibError(error)) return new Stopped(error.code === 'Z_BUF_ERROR' ? 'cut-short' : 'damaged');
  throw error;
}

/**
 * Reads a layer once, from its bytes as they come: its entries, with the digest of every file, and whether all of it is what its digest says. What
 * is wrong with it is among the problems, and what was read until then among the entries. @throws what the content throws; the signal's reason.
 */
export async function readPlainLayer(source: LayerSource, content: Bytes, limits: LayerLimits, signal: AbortSignal): Promise<LayerTree> {
  const problems = new Problems();
  const builder = new TreeBuilder(limits, problems);
  const received = new Received(source, content);
  const began = performance.now();
  let format: LayerFormat = 'tar';
  let actual: string | undefined;
  const points: RestartPoint[] = [];
  try {
    const unpacked = await unpack(received, (point) => void (points.length < MOST_POINTS && points.push(point)), signal);
    format = unpacked.format;
    for await (const chunk of unpacked.plain) {
      signal.throwIfAborted();
      builder.push(chunk, received.bytes);
      if (performance.now() - began > limits.time) throw new Stopped('time', `${Math.round(limits.time / 60_000)} min`);
    }
    builder.end();
    actual = await received.digest();
    if (actual !== source.digest) problems.add('digest', actual);
  } catch (error) {
    signal.throwIfAborted();
    const { why, detail } = stopOf(error);
    problems.add(why, detail);
  } finally {
    await received.close();
  }
  const { entries, offsets, unpacked } = builder;
  const basis = actual === source.digest ? 'digest' : 'unverified';
  return { digest: source.digest, format, basis, entries, offsets, points, unpacked, problems: problems.list };
}
