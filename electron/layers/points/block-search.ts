const DYNAMIC = 4;
/** The order in which the lengths of the code of code lengths are written (RFC 1951 section 3.2.7). */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Up to 24 bits from a bit position on, the first one lowest. */
const bitsAt = (bytes: Uint8Array, bit: number, count: number): number => {
  const at = bit >> 3;
  const word = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
  return (word >>> (bit & 7)) & ((1 << count) - 1);
};

/** A Huffman code by its lengths, as a table from its next `most` bits to symbol and length; undefined where the code is not complete. */
function codeOf(lengths: Uint8Array, most: number): Uint16Array | undefined {
  let left = 1 << most;
  const counts = new Uint16Array(most + 2);
  for (const length of lengths) {
    if (length === 0) continue;
    left -= 1 << (most - length);
    counts[length + 1] = (counts[length + 1] ?? 0) + 1;
  }
  if (left !== 0) return undefined;
  // Canonical codes, from the shortest on, their bits turned round as the stream has them.
  const next = new Uint16Array(most + 2);
  for (let length = 1, code = 0; length <= most; length++) {
    code = (code + (counts[length] ?? 0)) << 1;
    next[length] = code;
  }
  const table = new Uint16Array(1 << most);
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    const code = next[length] ?? 0;
    next[length] = code + 1;
    let turned = 0;
    for (let bit = 0; bit < length; bit++) turned |= ((code >> bit) & 1) << (length - 1 - bit);
    for (let n = turned; n < table.length; n += 1 << length) table[n] = (symbol << 4) | length;
  }
  return table;
}

/** Whether lengths make a code that any coder writes: complete, or a single one of one bit, as for distances. */
function isCode(lengths: Uint8Array, mayBeOne: boolean): boolean {
  let [left, used] = [1 << 15, 0];
  for (const length of lengths) {
    if (length === 0) continue;
    left -= 1 << (15 - length);
    used++;
  }
  return left === 0 || (mayBeOne && used <= 1 && left >= 1 << 14);
}

/** What four lengths of the code of code lengths, of 3 bits each, take of the 128 that a complete code has. */
const TAKEN = Uint16Array.from({ length: 1 << 12 }, (_, lengths) =>
  [0, 3, 6, 9].reduce((sum, shift) => sum + (128 >> ((lengths >> shift) & 7 || 8)), 0),
);

/** Whether a block with codes of its own begins at a bit: its header is read as far as the two codes are complete. */
function isDynamicBlock(bytes: Uint8Array, bit: number): boolean {
  const header = bitsAt(bytes, bit, 17);
  const literals = ((header >> 3) & 31) + 257;
  const distances = ((header >> 8) & 31) + 1;
  if (literals > 286 || distances > 30) return false;
  const count = (header >> 13) + 4;
  // Nearly all places fail here, before anything is made.
  let left = 128;
  for (let n = 0; n < count && left >= 0; n += 4) left -= TAKEN[bitsAt(bytes, bit + 17 + 3 * n, 3 * Math.min(4, count - n))] ?? 0;
  if (left !== 0) return false;
  const lengths = new Uint8Array(19);
  for (let n = 0; n < count; n++) lengths[ORDER[n] ?? 0] = bitsAt(bytes, bit + 17 + 3 * n, 3);
  const table = codeOf(lengths, 7);
  return table !== undefined && hasCodes(bytes, bit + 17 + 3 * count, table, literals, distances);
}

/** Reads the lengths of both codes by the code of code lengths. */
function hasCodes(bytes: Uint8Array, from: number, table: Uint16Array, literals: number, distances: number): boolean {
  const all = new Uint8Array(literals + distances);
  let bit = from;
  for (let n = 0; n < all.length; ) {
    const found = table[bitsAt(bytes, bit, 7)] ?? 0;
    const symbol = found >> 4;
    bit += found & 15;
    if (bit >= bytes.length * 8) return false;
    if (symbol < 16) {
      all[n++] = symbol;
      continue;
    }
    const [extra, least] = symbol === 16 ? [2, 3] : symbol === 17 ? [3, 3] : [7, 11];
    const repeat = bitsAt(bytes, bit, extra) + least;
    bit += extra;
    if ((symbol === 16 && n === 0) || n + repeat > all.length) return false;
    if (symbol === 16) all.fill(all[n - 1] ?? 0, n, n + repeat);
    n += repeat;
  }
  // Every block has an end.
  return (all[256] ?? 0) > 0 && isCode(all.subarray(0, literals), false) && isCode(all.subarray(literals), true);
}

/** Whether stored bytes begin behind a byte: its last three bits are a header, which padding may stand in for, and two lengths agree. */
const isStoredBlock = (bytes: Uint8Array, at: number): boolean =>
  (bytes[at] ?? 255) >> 5 === 0 &&
  (bytes[at + 1] ?? 0) + (bytes[at + 3] ?? 0) === 255 &&
  (bytes[at + 2] ?? 0) + (bytes[at + 4] ?? 0) === 255 &&
  (bytes[at + 1] ?? 0) + (bytes[at + 2] ?? 0) > 0;

/** For the ten bits from the first of a byte on: at which of its eight a block with codes of its own may begin, each a bit. */
const STARTS = Uint8Array.from({ length: 1 << 10 }, (_, word) =>
  [0, 1, 2, 3, 4, 5, 6, 7].reduce((starts, bits) => starts | (((word >> bits) & 7) === DYNAMIC ? 1 << bits : 0), 0),
);

/** Where a block may begin: bit `bits` of the byte `from`. */
export type BlockStart = { readonly from: number; readonly bits: number };

/**
 * The first place from `start` up to `end` where a deflate block, and not the last one, seems to begin. It may be none: only unpacking from there
 * shows it. Pure; zlib knows, but Node does not tell.
 */
export function findBlock(bytes: Uint8Array, start: number, end: number): BlockStart | undefined {
  for (let at = start; at < end; at++) {
    const starts = STARTS[(bytes[at] ?? 0) | (((bytes[at + 1] ?? 0) & 3) << 8)] ?? 0;
    for (let bits = 0; starts >> bits !== 0; bits++)
      if (((starts >> bits) & 1) === 1 && isDynamicBlock(bytes, at * 8 + bits)) return { from: at, bits };
    if (isStoredBlock(bytes, at)) return { from: at, bits: 5 };
  }
  return undefined;
}
