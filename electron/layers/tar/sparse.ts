import { numberAt } from './number-field.ts';
import type { PaxFacts } from './pax.ts';

/** A part of a sparse file that has bytes. */
export type Extent = { readonly offset: number; readonly length: number };
/** Where the bytes of a sparse file belong; `size` is its own, holes included. */
export type SparseMap = { readonly size: number; readonly extents: readonly Extent[] };

/** What the records say of a sparse file: its map, or that the map stands before its content. `undefined`: it is not sparse. */
export type PaxSparse =
  | { readonly kind: 'map'; readonly map: SparseMap; readonly name?: Buffer }
  | { readonly kind: 'map-in-content'; readonly size: number; readonly name?: Buffer }
  | { readonly kind: 'broken' };

const NUMBER = /^\d{1,16}$/;
const numberOf = (text: string | undefined): number => (text !== undefined && NUMBER.test(text) ? Number(text) : Number.NaN);

/** Whether the parts are in order, do not overlap and end within the file, as Go's archive/tar demands it. */
export function isSound({ size, extents }: SparseMap): boolean {
  let end = 0;
  for (const { offset, length } of extents) {
    if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length) || offset < end || length < 0) return false;
    end = offset + length;
  }
  return Number.isSafeInteger(size) && end <= size;
}

/** Pairs of offset and length. */
function extentsOf(numbers: readonly number[]): Extent[] {
  const extents: Extent[] = [];
  for (let i = 0; i + 1 < numbers.length; i += 2) extents.push({ offset: numbers[i] ?? 0, length: numbers[i + 1] ?? 0 });
  return extents;
}

/** Reads the three forms of GNU's sparse files in pax (https://www.gnu.org/software/tar/manual/html_section/Sparse-Formats.html). Pure. */
export function paxSparse({ sparse }: PaxFacts): PaxSparse | undefined {
  if (sparse.length === 0) return undefined;
  const texts = sparse.map(([key, value]) => [key, value.toString('latin1')] as const);
  const last = new Map(texts);
  const name = new Map(sparse).get('name');
  const named = name === undefined || name.byteLength === 0 ? {} : { name };
  if (last.get('major') === '1' && last.get('minor') === '0') {
    const size = numberOf(last.get('realsize'));
    return Number.isSafeInteger(size) ? { kind: 'map-in-content', size, ...named } : { kind: 'broken' };
  }
  const size = numberOf(last.get('size') ?? last.get('realsize'));
  const list = last.get('map');
  const pairs =
    list === undefined ? texts.filter(([key]) => key === 'offset' || key === 'numbytes').map(([, value]) => value) : list.split(',');
  if (pairs.length === 0) return undefined;
  const map = { size, extents: extentsOf(pairs.map(numberOf)) };
  return pairs.length % 2 === 0 && isSound(map) ? { kind: 'map', map, ...named } : { kind: 'broken' };
}

/** The parts that a block of GNU's old format names, from `start` on, `most` at the most; NaN where one is no number. */
export function oldExtents(block: Buffer, start: number, most: number): Extent[] {
  const extents: Extent[] = [];
  for (let i = 0; i < most; i++) {
    const at = start + i * 24;
    // An entry without an offset ends the list.
    if (block[at] === 0) break;
    extents.push({ offset: numberAt(block, at, 12) ?? Number.NaN, length: numberAt(block, at + 12, 12) ?? Number.NaN });
  }
  return extents;
}

/** The map of the newest form, which stands before the content: lines with how many parts there are, and an offset and a length of each. */
export class MapLines {
  private readonly blocks: Buffer[] = [];
  private lines = 0;
  private wanted: number | undefined;

  /** Bytes taken. */
  get bytes(): number {
    return this.blocks.reduce((sum, block) => sum + block.byteLength, 0);
  }

  /** The next block; true once the map is whole. */
  take(block: Buffer): boolean {
    this.blocks.push(block);
    for (const byte of block) if (byte === 0x0a) this.lines++;
    if (this.wanted === undefined && this.lines > 0) this.wanted = 2 * numberOf(this.numbers(1)[0]) + 1;
    return this.wanted !== undefined && !(this.lines < this.wanted);
  }

  /** A length that is no number where the map is not what it has to be. */
  extents(): Extent[] {
    const { wanted = Number.NaN, lines } = this;
    if (!(lines >= wanted)) return [{ offset: 0, length: Number.NaN }];
    return extentsOf(this.numbers(wanted).slice(1).map(numberOf));
  }

  private numbers(most: number): string[] {
    return Buffer.concat(this.blocks).toString('latin1').split('\n', most);
  }
}
