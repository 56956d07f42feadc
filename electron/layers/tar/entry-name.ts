import { isAscii, isUtf8 } from 'node:buffer';
import { MAX_DEPTH, MAX_PATH_BYTES } from '../limits.ts';

const BACKSLASH = 0x5c;
const X = 0x78;

/** How long the UTF-8 character is that begins here; 0 where none does. */
function characterLength(bytes: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.byteLength; length++) if (isUtf8(bytes.subarray(at, at + length))) return length;
  return 0;
}

/** The backslashes from `at` on. */
function runLength(bytes: Buffer, at: number): number {
  let end = at;
  while (bytes[end] === BACKSLASH) end++;
  return end - at;
}

/** A name byte by byte: backslashes are doubled where an `x` or an escaped byte follows. */
function escaped(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.byteLength; ) {
    const run = runLength(bytes, at);
    at += run;
    const length = at < bytes.byteLength ? characterLength(bytes, at) : 1;
    text += '\\'.repeat(length === 0 || bytes[at] === X ? 2 * run : run);
    text += length === 0 ? `\\x${bytes.toString('hex', at, at + 1)}` : bytes.toString('utf8', at, Math.min(at + length, bytes.byteLength));
    at += length || 1;
  }
  return text;
}

/** Whether a name is ASCII without a backslash, as nearly all are. */
function isPlain(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.byteLength; at++) {
    const byte = bytes[at] as number;
    if (byte > 127 || byte === BACKSLASH) return false;
  }
  return true;
}

/**
 * A name as text. Bytes that are not UTF-8 become \xNN; backslashes before an x, or before such a byte, are doubled, so that two names never become
 * one. Pure.
 */
export function textOf(bytes: Buffer): string {
  if (isPlain(bytes)) return bytes.toString('latin1');
  if (isUtf8(bytes) && !bytes.includes('\\x')) return isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8');
  return escaped(bytes);
}

/** The bytes of a name that {@link textOf} made. Pure. */
export function bytesOfText(text: string): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at)) {
    let end = at;
    while (text[end] === '\\') end++;
    const run = end - at;
    at = end;
    if (text[end] !== 'x') continue;
    parts.push(Buffer.from(text.slice(from, end - run)), Buffer.alloc(run >> 1, '\\'));
    if (run % 2 === 1) {
      parts.push(Buffer.from(text.slice(end + 1, end + 3), 'hex'));
      at = end + 3;
    }
    from = at;
  }
  parts.push(Buffer.from(text.slice(from)));
  return Buffer.concat(parts);
}

/** What a name has that is not its path yet. */
const UNCLEAN = /^\/|\/\/|\.\/|[/.]$/;

/** A path below the root. `escapes`: it was written so that it would lead out of it. */
export type CleanPath = { readonly path: string; readonly escapes: boolean } | 'path-too-long' | 'too-deep';

/** The path that a name leads to from the root, as `umoci unpack` and containerd take it: `..` never leads out. Pure. */
export function cleanPath(name: Buffer): CleanPath {
  if (name.byteLength > MAX_PATH_BYTES) return 'path-too-long';
  const text = textOf(name);
  // Most names are as they should be, and so short that they cannot be too deep.
  if (text.length <= 2 * MAX_DEPTH && !UNCLEAN.test(text)) return { path: text, escapes: false };
  const parts: string[] = [];
  let escapes = false;
  for (const part of text.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) escapes = true;
  }
  if (parts.length > MAX_DEPTH) return 'too-deep';
  return { path: parts.join('/'), escapes };
}
