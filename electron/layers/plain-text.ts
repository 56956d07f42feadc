import { isUtf8 } from 'node:buffer';
import type { FileContent } from '../../shared/contract/files.ts';

type Encoding = Extract<FileContent, { kind: 'text' }>['encoding'];

const ESCAPE = 0x1b;
/** Of a text in Latin-1, the largest share of letters beyond ASCII; other encodings have more, and would be read as nonsense. */
const MOST_LETTERS = 0.3;

const isControl = (byte: number): boolean =>
  (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== ESCAPE) || (byte >= 0x7f && byte < 0xa0);

function isLatin1(bytes: Buffer): boolean {
  let letters = 0;
  for (const byte of bytes) {
    if (isControl(byte)) return false;
    if (byte >= 0xa0) letters++;
  }
  return letters <= bytes.length * MOST_LETTERS;
}

/** The encoding of UTF-16 that a byte order mark tells (https://www.unicode.org/faq/utf_bom#BOM). */
function utf16Of(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes.length % 2 !== 0) return undefined;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}

function decoded(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): string | undefined {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

/**
 * Bytes as text: UTF-8 without a zero byte, UTF-16 that says so, or what can be Latin-1 and has no control characters. Undefined of anything else. Pure.
 */
export function textOf(bytes: Buffer): { readonly text: string; readonly encoding: Encoding } | undefined {
  if (isUtf8(bytes)) return bytes.includes(0) ? undefined : { text: bytes.toString('utf8'), encoding: 'utf-8' };
  const wide = utf16Of(bytes);
  const text = wide && decoded(bytes, wide);
  if (text !== undefined) return { text, encoding: 'utf-16' };
  return isLatin1(bytes) ? { text: bytes.toString('latin1'), encoding: 'latin-1' } : undefined;
}

/** As {@link textOf}, where nobody is told of the encoding. */
export const plainText = (bytes: Buffer): string | undefined => textOf(bytes)?.text;
