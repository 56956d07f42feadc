/** Bits in the order in which deflate reads them. */
type Bits = string;

const numberBits = (value: number, count: number): Bits => Array.from({ length: count }, (_, n) => (value >> n) & 1).join('');
/** A code, which unlike a number begins with its highest bit. */
const fixed: Bits = `010${'0'.repeat(7)}`;

/**
 * An empty block of 95 bits with codes of its own (RFC 1951 section 3.2.7). Lengths of the code of code lengths: 1 for "zeros", 2 for 0 and for 1, in
 * the order 16, 17, 18, 0 ... 1, 15. With it: 138 and 118 zeros, the end of the block with one bit, no distance. Then that end.
 */
const LENGTHS = [0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0];
const dynamic: Bits = [
  `001${numberBits(0, 5)}${numberBits(0, 5)}${numberBits(15, 4)}`,
  ...LENGTHS.map((length) => numberBits(length, 3)),
  `0${numberBits(127, 7)}0${numberBits(107, 7)}1110`,
  '0',
].join('');

function bytesOf(bits: Bits): Buffer {
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
  for (const [n, bit] of [...bits].entries()) bytes[n >> 3] = (bytes[n >> 3] ?? 0) | (Number(bit) << (n & 7));
  return bytes;
}

/** Empty blocks that end behind bit `bits` of their last byte. */
const STARTS: readonly Buffer[] = Array.from({ length: 8 }, (_, bits) => {
  let blocks: Bits = bits % 2 === 0 ? '' : dynamic;
  while (blocks.length % 8 !== bits) blocks += fixed;
  return bytesOf(blocks);
});

/**
 * Deflate from bit `bits` of its first byte on, 0 to 7, as a stream of its own. Empty blocks stand for what is left out: bytes stay where they are,
 * because stored blocks begin with a whole byte. Pure.
 */
export function fromBit(bytes: Uint8Array, bits: number): Uint8Array {
  if (bits === 0 || bytes.byteLength === 0) return bytes;
  const start = STARTS[bits] ?? Buffer.alloc(0);
  const made = Buffer.concat([start, bytes.subarray(1)]);
  const first = (bytes[0] ?? 0) & (0xff << bits);
  made[start.length - 1] = (made[start.length - 1] ?? 0) | first;
  return made;
}

/** The same for a stream. */
export async function* streamFromBit(content: AsyncIterable<Uint8Array>, bits: number): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const chunk of content) {
    if (chunk.byteLength === 0) continue;
    yield isFirst ? fromBit(chunk, bits) : chunk;
    isFirst = false;
  }
}
