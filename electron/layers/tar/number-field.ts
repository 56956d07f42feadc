/** Bytes up to the first zero among them. */
export function upToZero(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

/** The bytes of a field up to its first zero. */
export const bytesAt = (block: Buffer, start: number, length: number): Buffer => upToZero(block.subarray(start, start + length));

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
  const field = block.subarray(start, start + length);
  if (((field[0] ?? 0) & 0x80) !== 0) return binaryNumber(field);
  let from = 0;
  while (field[from] === 0x20 || field[from] === 0) from++;
  let value = 0;
  for (let at = from; at < field.byteLength; at++) {
    const byte = field[at] ?? 0;
    if (byte === 0x20 || byte === 0) break;
    if (byte < 0x30 || byte > 0x37) return undefined;
    value = value * 8 + byte - 0x30;
  }
  return Number.isSafeInteger(value) ? value : undefined;
}
