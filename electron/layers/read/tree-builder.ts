import { createHash, type Hash, hash } from 'node:crypto';
import type { FileEntry } from '../../../shared/files/file-entry.ts';
import type { LayerProblemWhy } from '../../../shared/files/layer-problem.ts';
import { type LayerLimits, MAX_HOLE_BYTES } from '../limits.ts';
import { type ContentSink, EMPTY_DIGEST } from '../tar/content.ts';
import { TarReader } from '../tar/tar-reader.ts';
import { guardUnpacked, type Problems, Stopped } from './problems.ts';

const ZEROS = Buffer.alloc(256 * 1024);

/** Makes the entries of a layer from the bytes of its tar, with the digest of each file. */
export class TreeBuilder {
  readonly entries: FileEntry[] = [];
  /** Where in the tar the content of each entry begins; -1 where it is not in one piece. */
  readonly offsets: number[] = [];
  private readonly problems: Problems;
  private readonly limits: LayerLimits;
  private readonly reader: TarReader;
  private bytes = 0;
  private names = 0;
  private holes = 0;

  constructor(limits: LayerLimits, problems: Problems) {
    this.limits = limits;
    this.problems = problems;
    this.reader = new TarReader({ entry: (entry, at) => this.add(entry, at), problem: (why, detail) => this.problem(why, detail) });
  }

  /** Bytes of the tar. */
  get unpacked(): number {
    return this.bytes;
  }

  /** The next bytes, `packed` of the layer came so far. @throws Stopped at a limit, and where the tar cannot be read on. */
  push(chunk: Uint8Array, packed: number): void {
    this.bytes += chunk.byteLength;
    guardUnpacked(this.limits, this.bytes, packed);
    this.reader.push(chunk);
  }

  /** There are no more bytes. @throws Stopped where the tar is not whole. */
  end(): void {
    this.reader.end();
  }

  private problem(why: LayerProblemWhy, detail?: string): void {
    // What follows cannot be found without these.
    if (why === 'not-a-tar' || why === 'damaged' || why === 'cut-short' || why === 'header-too-large') throw new Stopped(why, detail);
    this.problems.add(why, detail);
  }

  private add(entry: FileEntry, offset = -1): ContentSink | undefined {
    const { entries, limits } = this;
    if (entries.length >= limits.entries) throw new Stopped('too-many-entries', String(limits.entries));
    this.names += entry.path.length + (entry.target?.length ?? 0);
    if (this.names > limits.names) throw new Stopped('names-too-large', `${Math.ceil(limits.names / 1024 ** 2)} MiB`);
    const at = entries.push(entry) - 1;
    this.offsets.push(offset);
    return entry.kind === 'file' ? this.sink(entry, at) : undefined;
  }

  private sink(entry: FileEntry, at: number): ContentSink {
    let digest = entry.size === 0 ? EMPTY_DIGEST : '';
    let parts: Hash | undefined;
    const update = (bytes: Uint8Array): void => {
      parts ??= createHash('sha256');
      parts.update(bytes);
    };
    return {
      write(bytes) {
        // Most files come in one piece.
        if (bytes.byteLength === entry.size) digest = `sha256:${hash('sha256', bytes)}`;
        else update(bytes);
      },
      hole: (length) => {
        this.holes += length;
        if (this.holes > MAX_HOLE_BYTES) return;
        for (let left = length; left > 0; left -= ZEROS.byteLength) update(ZEROS.subarray(0, left));
      },
      end: () => {
        if (parts && this.holes > MAX_HOLE_BYTES) return this.problems.add('holes-too-large', entry.path);
        this.entries[at] = { ...entry, digest: parts ? `sha256:${parts.digest('hex')}` : digest };
      },
    };
  }
}
