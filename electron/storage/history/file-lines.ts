import { open } from 'node:fs/promises';

const NEWLINE = 0x0a;
const CHUNK = 64 * 1024;
/** Bytes of one line that are read; the rest of a longer one, which no version writes, is passed over. */
const LONGEST = 32 * 1024 * 1024;

/** A line of a file, and the place in bytes at which the next begins. */
export type FileLine = { readonly text: string; readonly next: number };

/** The lines of a file from a place on, read as they are asked for. A missing file has none. @throws the error of the file system. */
export async function* linesOf(path: string, from = 0): AsyncGenerator<FileLine> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return;
  try {
    let place = from;
    let parts: Buffer[] = [];
    let held = 0;
    const textWith = (last: Buffer): string => {
      if (parts.length === 0) return last.toString('utf8');
      const text = Buffer.concat([...parts, last]).toString('utf8');
      parts = [];
      held = 0;
      return text;
    };
    while (true) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, place);
      if (bytesRead === 0) break;
      const chunk = buffer.subarray(0, bytesRead);
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
        const text = textWith(chunk.subarray(start, end));
        start = end + 1;
        yield { text, next: place + start };
      }
      const rest = chunk.subarray(start);
      held += rest.length;
      if (held <= LONGEST) parts.push(rest);
      place += bytesRead;
    }
    if (held > 0) yield { text: textWith(Buffer.alloc(0)), next: place };
  } finally {
    await file.close();
  }
}

/** The last lines of a file, at most `bytes` of them, and whether that is all of it. */
export async function lastLines(path: string, bytes: number): Promise<{ readonly lines: readonly string[]; readonly isAll: boolean }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const length = Math.min(size, bytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
    const isAll = length === size;
    // The first is the end of a longer line.
    return { lines: isAll ? lines : lines.slice(1), isAll };
  } finally {
    await file.close();
  }
}
