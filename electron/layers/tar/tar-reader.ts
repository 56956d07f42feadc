import type { FileEntry } from '../../../shared/files/file-entry.ts';
import type { LayerProblemWhy } from '../../../shared/files/layer-problem.ts';
import { MAX_META_BYTES } from '../limits.ts';
import { Content, type ContentSink } from './content.ts';
import { textOf } from './entry-name.ts';
import { entryOf, kindOf } from './entry-of.ts';
import { BLOCK, type Device, type Header, isZero, readHeader, WITHOUT_CONTENT } from './header.ts';
import { numberAt, upToZero } from './number-field.ts';
import { type PaxFacts, type PaxRecord, paxFacts, readPax } from './pax.ts';
import { isSound, MapLines, oldExtents, type PaxSparse, paxSparse, type SparseMap } from './sparse.ts';

/** What a list of files does not need of an entry, and a copy of it does. `map`: of a sparse file. */
export type EntryExtras = { readonly device: Device; readonly xattrs: readonly PaxRecord[]; readonly map: SparseMap | undefined };

/** What is told of a tar while its bytes are read. What it throws ends the reading. */
export type TarHandler = {
  /**
   * An entry, in the order of the tar; what it gives back takes its content. `at`: where in the tar that begins; undefined of a sparse file, which has
   * it in pieces.
   */
  entry(entry: FileEntry, at: number | undefined, extras: EntryExtras): ContentSink | undefined;
  problem(why: LayerProblemWhy, detail?: string): void;
};

/** What to do with the next bytes: collect so many in one piece, take them as they come, leave so many out, or nothing any more. */
type Step =
  | { readonly kind: 'collect'; readonly length: number; take(block: Buffer): void }
  | { readonly kind: 'pass'; left: number; write(part: Buffer): void; done(): void }
  | { readonly kind: 'skip'; left: number; done(): void }
  | { readonly kind: 'end' };

const paddingOf = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;
const nonEmpty = (bytes: Buffer | undefined): Buffer | undefined => (bytes && bytes.byteLength > 0 ? bytes : undefined);

/**
 * Reads a tar from bytes as they come, as the tools of containers do (Go's archive/tar): POSIX pax, GNU long names, sparse files of all four forms.
 * tar-stream, which packs here, loses names in pax that are not UTF-8, does not know sparse files and applies global headers.
 */
export class TarReader {
  private readonly handler: TarHandler;
  private readonly header: Step = { kind: 'collect', length: BLOCK, take: (block) => this.takeHeader(block) };
  private step: Step = this.header;
  private held: Buffer[] = [];
  private heldBytes = 0;
  /** Bytes of the tar so far. */
  private position = 0;
  /** What stood before an entry and is about it. */
  private ahead: { pax?: PaxFacts; name?: Buffer; link?: Buffer } = {};
  private hasZero = false;
  private isTar = false;

  constructor(handler: TarHandler) {
    this.handler = handler;
  }

  /** The next bytes. They are kept where they are, and must not change. */
  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let at = 0; at < bytes.byteLength; ) {
      const { step } = this;
      if (step.kind === 'end') return;
      const size = Math.min(bytes.byteLength - at, step.kind === 'collect' ? step.length - this.heldBytes : step.left);
      const from = at;
      at += size;
      this.position += size;
      if (step.kind === 'collect') this.collect(step, bytes.subarray(from, at));
      else {
        step.left -= size;
        if (step.kind === 'pass') step.write(bytes.subarray(from, at));
        if (step.left === 0) step.done();
      }
    }
  }

  /** There are no more bytes. An archive may end without its two empty blocks. */
  end(): void {
    const isBetween = this.step === this.header && this.heldBytes === 0 && Object.keys(this.ahead).length === 0;
    if (this.step.kind !== 'end' && !isBetween) this.stop(this.isTar ? 'cut-short' : 'not-a-tar');
  }

  private collect(step: Extract<Step, { kind: 'collect' }>, part: Buffer): void {
    // Most headers come in one piece.
    if (this.heldBytes === 0 && part.byteLength === step.length) return step.take(part);
    this.held.push(part);
    this.heldBytes += part.byteLength;
    if (this.heldBytes < step.length) return;
    const block = Buffer.concat(this.held);
    this.held = [];
    this.heldBytes = 0;
    step.take(block);
  }

  private pass(left: number, write: (part: Buffer) => void, done: () => void): void {
    if (left === 0) done();
    else this.step = { kind: 'pass', left, write, done };
  }

  /** Leaves out the content of an entry with its padding. */
  private skip(size: number): void {
    this.leaveOut(size + paddingOf(size));
  }

  private leaveOut(size: number): void {
    this.step = size === 0 ? this.header : { kind: 'skip', left: size, done: this.next };
  }

  private readonly next = (): void => {
    this.step = this.header;
  };

  private stop(why: LayerProblemWhy, detail?: string): void {
    this.step = { kind: 'end' };
    this.handler.problem(why, detail);
  }

  private takeHeader(block: Buffer): void {
    if (isZero(block)) {
      // Two of them end the archive.
      if (this.hasZero) this.step = { kind: 'end' };
      this.isTar = true;
      this.hasZero = true;
      return;
    }
    const header = this.hasZero ? undefined : readHeader(block);
    if (!header) return this.stop(this.isTar ? 'damaged' : 'not-a-tar');
    this.isTar = true;
    switch (header.flag) {
      case 'x':
        return this.takeMeta(header.size, (content) => {
          const pax = paxFacts(readPax(content));
          if (pax) this.ahead.pax = pax;
          else this.stop('damaged');
        });
      case 'L':
        return this.takeMeta(header.size, (content) => {
          this.ahead.name = upToZero(content);
        });
      case 'K':
        return this.takeMeta(header.size, (content) => {
          this.ahead.link = upToZero(content);
        });
      // About the whole archive. Container tools ignore it.
      case 'g':
        return this.skip(header.size);
      case 'S':
        return this.takeOldSparse(header, block);
      default:
        return this.takeEntry(header);
    }
  }

  private takeMeta(size: number, use: (content: Buffer) => void): void {
    if (size > MAX_META_BYTES) return this.stop('header-too-large');
    const take = (content: Buffer): void => {
      this.next();
      use(content.subarray(0, size));
    };
    if (size === 0) return take(Buffer.alloc(0));
    this.step = { kind: 'collect', length: size + paddingOf(size), take };
  }

  /** GNU's old form of a sparse file: its map is in the header and in blocks after it. */
  private takeOldSparse(header: Header, block: Buffer): void {
    const map = { size: numberAt(block, 483, 12) ?? Number.NaN, extents: oldExtents(block, 386, 4) };
    const goOn = (isExtended: boolean): void => {
      if (!isExtended) return this.takeEntry(header, map);
      if (map.extents.length * 24 > MAX_META_BYTES) return this.stop('header-too-large');
      const take = (next: Buffer): void => {
        map.extents.push(...oldExtents(next, 0, 21));
        goOn(next[504] !== 0);
      };
      this.step = { kind: 'collect', length: BLOCK, take };
    };
    goOn(block[482] !== 0);
  }

  private takeEntry(header: Header, oldMap?: SparseMap): void {
    const { pax, name: longName, link: longLink } = this.ahead;
    this.ahead = {};
    const sparse: PaxSparse | undefined = oldMap
      ? isSound(oldMap)
        ? { kind: 'map', map: oldMap }
        : { kind: 'broken' }
      : pax && paxSparse(pax);
    const stored = WITHOUT_CONTENT.has(header.flag) ? 0 : (pax?.size ?? header.size);
    const kind = kindOf(header.flag);
    if (!kind) {
      this.handler.problem('unknown-entry', header.flag);
      return this.skip(stored);
    }
    const sparseName = sparse && 'name' in sparse ? sparse.name : undefined;
    const name = longName ?? sparseName ?? nonEmpty(pax?.path) ?? header.name;
    const link = longLink ?? nonEmpty(pax?.link) ?? header.link;
    const begin = (left: number, map?: SparseMap): void => {
      const entry = entryOf({ kind, header, pax, name, link, size: map?.size ?? left }, (why, detail) => this.handler.problem(why, detail));
      if (typeof entry === 'string') this.handler.problem(entry, textOf(name.subarray(0, 100)));
      const at = map ? undefined : this.position;
      const extras = { device: header.device, xattrs: pax?.xattrs ?? [], map };
      this.takeContent(left, typeof entry === 'string' ? undefined : this.handler.entry(entry, at, extras), map, name);
    };
    if (sparse?.kind === 'broken') this.handler.problem('sparse-damaged', textOf(name));
    if (sparse?.kind === 'map-in-content') return this.takeMapInContent(stored, sparse.size, begin);
    begin(stored, sparse?.kind === 'map' ? sparse.map : undefined);
  }

  /** The newest form of a sparse file: its map stands before its content, padded to whole blocks. */
  private takeMapInContent(stored: number, size: number, begin: (left: number, map: SparseMap) => void): void {
    const lines = new MapLines();
    const take = (block: Buffer): void => {
      if (!lines.take(block) && lines.bytes + BLOCK <= Math.min(MAX_META_BYTES, stored)) return;
      const map = { size, extents: lines.extents() };
      if (isSound(map)) begin(stored - lines.bytes, map);
      else this.stop('sparse-damaged');
    };
    if (stored < BLOCK) return this.stop('sparse-damaged');
    this.step = { kind: 'collect', length: BLOCK, take };
  }

  private takeContent(size: number, sink: ContentSink | undefined, map: SparseMap | undefined, name: Buffer): void {
    const content = new Content(sink, map);
    this.pass(
      size,
      (part) => content.write(part),
      () => {
        if (!content.end()) this.handler.problem('sparse-damaged', textOf(name));
        this.leaveOut(paddingOf(size));
      },
    );
  }
}
