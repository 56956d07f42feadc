import type { FileEntry } from '../../../shared/files/file-entry.ts';
import type { LayerProblemWhy } from '../../../shared/files/layer-problem.ts';
import { isZlibError, unpacked } from '../compression/unpack.ts';
import type { LayerTree } from '../layer-tree.ts';
import { layerLimits, MAX_HOLE_BYTES } from '../limits.ts';
import { guardUnpacked, Stopped } from '../read/problems.ts';
import type { ContentSink } from '../tar/content.ts';
import { type EntryExtras, TarReader } from '../tar/tar-reader.ts';
import { isStargzOwn } from '../toc/estargz.ts';
import type { SavePlan } from './save-plan.ts';
import { isListed, OtherThanListed, type Out, TarOutput } from './tar-output.ts';

/** Entries between two parts of what is made at the end. */
const PART = 500;
const ZEROS = Buffer.alloc(256 * 1024);

/** Problems of single entries: what is left out because of them is left out of the list of files, too. */
const HARMLESS: ReadonlySet<LayerProblemWhy> = new Set(['path-escapes', 'path-too-long', 'too-deep', 'unknown-entry']);

/** Why a layer cannot be saved from: its bytes cannot be read, or they are not what its list of files says. */
export type Refusal =
  | { readonly why: 'damaged' }
  | { readonly why: 'differs'; readonly layer: number }
  | { readonly why: 'holes'; readonly path: string };

/** A file that is written as it is; its holes become zeros. */
class FileOutput {
  private readonly out: Out;
  isWhole = false;

  constructor(out: Out) {
    this.out = out;
  }

  file({ size }: FileEntry, { map }: EntryExtras): ContentSink {
    const stored = map?.extents.reduce((sum, { length }) => sum + length, 0) ?? size;
    if (size - stored > MAX_HOLE_BYTES) throw new TooManyHoles();
    return {
      write: this.out,
      hole: (length) => {
        for (let left = length; left > 0; left -= ZEROS.byteLength) this.out(ZEROS.subarray(0, left));
      },
      end: () => {
        this.isWhole = true;
      },
    };
  }
}

class TooManyHoles extends Error {}

/** The entries of one layer, as they pass, with what the list of its files has of each. */
class PassingEntries {
  private readonly tree: LayerTree;
  private readonly byPath: ReadonlyMap<string, FileEntry> | undefined;
  private next = 0;

  constructor(tree: LayerTree) {
    this.tree = tree;
    // The order of a table of contents is its own.
    if (tree.basis === 'table-of-contents') this.byPath = new Map(tree.entries.map((entry) => [entry.path, entry]));
  }

  /** Undefined of what belongs to eStargz, and of a root that is not listed. @throws OtherThanListed. */
  listed(read: FileEntry): FileEntry | undefined {
    const { tree, byPath } = this;
    if (tree.format === 'estargz' && isStargzOwn(read.path)) return undefined;
    const listed = byPath ? byPath.get(read.path) : tree.entries[this.next++];
    if (!listed && byPath && read.path === '') return undefined;
    if (!listed || !isListed(listed, read)) throw new OtherThanListed(read.path);
    return listed;
  }
}

/** Saves from layers as their bytes pass: a folder as a tar, or the content of one file. */
export class Saving {
  private readonly plan: SavePlan;
  private made: Uint8Array[] = [];
  private readonly tar: TarOutput;
  private readonly single: FileOutput;

  constructor(plan: SavePlan) {
    this.plan = plan;
    const out: Out = (bytes) => void this.made.push(bytes);
    this.tar = new TarOutput(out);
    this.single = new FileOutput(out);
  }

  /** What has been made since it was asked for. */
  take(): readonly Uint8Array[] {
    const { made } = this;
    this.made = [];
    return made;
  }

  /** Makes what one layer has of it; after each part it waits for `pass`, which takes what was made. The signal's reason is thrown. */
  async layer(
    number: number,
    content: AsyncIterable<Uint8Array>,
    pass: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<Refusal | undefined> {
    const tree = this.plan.trees[number - 1];
    if (!tree) return { why: 'differs', layer: number };
    let [packed, bytes] = [0, 0];
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const chunk of content) {
        packed += chunk.byteLength;
        yield chunk;
      }
    }
    const reader = this.reader(tree);
    try {
      for await (const chunk of unpacked(counted(), signal)) {
        signal.throwIfAborted();
        bytes += chunk.byteLength;
        guardUnpacked(layerLimits, bytes, packed);
        reader.push(chunk);
        await pass();
      }
      reader.end();
      await pass();
      return undefined;
    } catch (error) {
      signal.throwIfAborted();
      return refusalOf(error, number);
    }
  }

  /** Makes what no layer had to pass for; after each part it waits for `pass`. */
  async end(pass: () => Promise<void>): Promise<Refusal | undefined> {
    const { facts, all } = this.plan;
    if (facts.kind === 'file') return this.single.isWhole ? undefined : { why: 'differs', layer: facts.layers[0] ?? 0 };
    try {
      for (const [i, saved] of all.entries()) {
        if (!this.tar.has(saved)) this.tar.add(saved);
        if (i % PART === 0) await pass();
      }
      this.tar.end();
      await pass();
      return undefined;
    } catch (error) {
      return refusalOf(error, facts.layers[0] ?? 0);
    }
  }

  private reader(tree: LayerTree): TarReader {
    const entries = new PassingEntries(tree);
    return new TarReader({
      entry: (read, _, extras) => {
        const listed = entries.listed(read);
        return listed && this.passes(listed, extras);
      },
      problem: (why, detail) => {
        if (!HARMLESS.has(why)) throw new Stopped(why, detail);
      },
    });
  }

  private passes(listed: FileEntry, extras: EntryExtras): ContentSink | undefined {
    const saved = this.plan.byEntry.get(listed);
    if (!saved) return undefined;
    if (this.plan.facts.kind === 'file') return listed.kind === 'file' ? this.single.file(listed, extras) : undefined;
    if (saved.entry.kind !== 'folder' && this.tar.has(saved)) {
      // Another name of a content may have been written with it. A file that comes twice is not what was listed.
      if (listed.kind === 'file') throw new OtherThanListed(saved.path);
      return undefined;
    }
    if (listed.kind === 'file') return this.tar.file(saved, extras);
    this.tar.add(saved, { device: extras.device, xattrs: extras.xattrs });
    return undefined;
  }
}

/** @throws the error, where it is not about the layer. */
function refusalOf(error: unknown, layer: number): Refusal {
  if (error instanceof OtherThanListed) return { why: 'differs', layer };
  if (error instanceof TooManyHoles) return { why: 'holes', path: '' };
  if (error instanceof Stopped || isZlibError(error)) return { why: 'damaged' };
  throw error;
}
