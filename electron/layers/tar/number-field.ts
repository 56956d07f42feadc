const NONE = Buffer.alloc(0);

/** Bytes up to the first zero among them. */
export function upToZero(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

/** The bytes of a field up to its first zero. */
export function bytesAt(block: Buffer, start: number, length: number): Buffer {
  let end = start;
  while (end < start + length && block[end] !== 0) end++;
  // A layer has hundreds of thousands of fields, most of them empty: no object is made of those.
  return end === start ? NONE : block.subarray(start, end);
}

/** Base 256, which GNU tar writes where octal digits do not suffice: two's complement, without its first bit. */
function binaryNumber(field: Buffer): number | undefined {
  const isNegative = ((field[0] ?? 0) & 0x40) !== 0;
  let value = 0;
  for (const [i, byte] of field.entries()) value = value * 256 + ((isNegative ? ~byte & 0xff : byte) & (i === 0 ? 0x7f : 0xff));
  const signed = isNegative ? -value - 1 : value;
  return Number.isSafeInteger(signed) ? signed : undefined;
}

/** The number in a field of a header; undefined where it is none, or too large to count with. */
export function numberAt(block: Buffer, start: number, length: number): number | undefined {
  const end = Math.min(start + length, block.byteLength);
  if (((block[start] ?? 0) & 0x80) !== 0) return binaryNumber(block.subarray(start, end));
  let from = start;
  while (from < end && (block[from] === 0x20 || block[from] === 0)) from++;
  let value = 0;
  for (let at = from; at < end; at++) {
    const byte = block[at] ?? 0;
    if (byte === 0x20 || byte === 0) break;
    if (byte < 0x30 || byte > 0x37) return undefined;
    value = value * 8 + byte - 0x30;
  }
  return Number.isSafeInteger(value) ? value : undefined;
}
