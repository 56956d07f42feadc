import { type FileDiff, MAX_DIFF_LINES, MAX_PREVIEW } from '../../../shared/contract/files.ts';
import type { FileContent } from '../image-files.ts';
import { plainText } from '../plain-text.ts';
import { wholeOf } from '../preview.ts';
import { diffInThread } from './diff-thread.ts';

/** Whether a text has more lines than are compared. It is not taken apart for that. */
function hasTooManyLines(text: string): boolean {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) if (++lines > MAX_DIFF_LINES) return true;
  return false;
}

/**
 * What the contents of two files differ in; undefined stands for a file that is not there. Both are read at once, and neither where one of them is too
 * large. @throws Failure of the registry, DIGEST_MISMATCH; the signal's reason.
 */
export async function diffFiles(before: FileContent | undefined, after: FileContent | undefined, signal: AbortSignal): Promise<FileDiff> {
  const sides = [before, after];
  if (sides.some((side) => side && side.size > MAX_PREVIEW)) return { kind: 'too-large', most: MAX_PREVIEW };
  // Where one cannot be read, nobody waits for the other one.
  const leaving = new AbortController();
  const either = AbortSignal.any([signal, leaving.signal]);
  try {
    const [left, right] = await Promise.all(sides.map((side) => (side ? wholeOf(side, either) : Buffer.alloc(0))));
    const texts = [left && plainText(left), right && plainText(right)] as const;
    if (!left || !right || texts[0] === undefined || texts[1] === undefined)
      return { kind: 'binary', isEqual: left !== undefined && right !== undefined && left.equals(right) };
    if (texts.some((text) => hasTooManyLines(text ?? ''))) return { kind: 'too-many-lines', most: MAX_DIFF_LINES };
    if (texts[0] === texts[1]) return { kind: 'text', parts: [{ mark: 'same', text: texts[0] }], isRough: false };
    return { kind: 'text', ...(await diffInThread(texts[0], texts[1], signal)) };
  } finally {
    leaving.abort();
  }
}
