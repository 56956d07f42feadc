import { diffArrays } from 'diff';
import type { DiffPart } from '../../../shared/contract/files.ts';
import { anchorsOf } from './anchors.ts';

/** ms for texts as a whole; then they are parted at lines that both have once, and all parts together have as long again. */
const MOST_MS = 1_000;

/** What two texts differ in. `isRough`: some lines that both have may be told as removed and added, because looking for them took too long. */
export type LineDiff = { readonly parts: readonly DiffPart[]; readonly isRough: boolean };

type Lines = readonly string[];

/** Lines with their ends; a text that ends in one has no empty line after it. */
export const linesOf = (text: string): string[] => (text === '' ? [] : text.split(/(?<=\n)/));

/** Parts in their order, those of one mark that follow each other as one, what was removed before what was added. */
class Parts {
  private readonly parts: DiffPart[] = [];
  private removed = '';
  private added = '';
  private same = '';

  add(mark: DiffPart['mark'], lines: Lines): void {
    if (lines.length === 0) return;
    const text = lines.join('');
    if (mark === 'same') {
      this.flushChange();
      this.same += text;
      return;
    }
    this.flushSame();
    if (mark === 'removed') this.removed += text;
    else this.added += text;
  }

  end(): readonly DiffPart[] {
    this.flushChange();
    this.flushSame();
    return this.parts;
  }

  private flushSame(): void {
    if (this.same !== '') this.parts.push({ mark: 'same', text: this.same });
    this.same = '';
  }

  private flushChange(): void {
    if (this.removed !== '') this.parts.push({ mark: 'removed', text: this.removed });
    if (this.added !== '') this.parts.push({ mark: 'added', text: this.added });
    this.removed = '';
    this.added = '';
  }
}

class Comparison {
  readonly parts = new Parts();
  isRough = false;

  /** Compares what is between two places that both texts share; false where that takes longer than `ms`. */
  between(left: Lines, right: Lines, ms: number): boolean {
    const changes =
      left.length === 0 || right.length === 0
        ? [
            { value: left, removed: true, added: false },
            { value: right, removed: false, added: true },
          ]
        : ms > 0 && diffArrays([...left], [...right], { timeout: ms });
    if (!changes) return false;
    for (const { value, removed, added } of changes) this.parts.add(removed ? 'removed' : added ? 'added' : 'same', value);
    return true;
  }

  /** The same for texts that differ much: from each line that both have once to the next. */
  byAnchors(left: Lines, right: Lines, until: number): void {
    let [i, j] = [0, 0];
    for (const [a, b] of [...anchorsOf(left, right), [left.length, right.length] as const]) {
      const [before, after] = [left.slice(i, a), right.slice(j, b)];
      if (!this.between(before, after, until - performance.now())) {
        this.isRough = true;
        this.parts.add('removed', before);
        this.parts.add('added', after);
      }
      this.parts.add('same', left.slice(a, a + 1));
      [i, j] = [a + 1, b + 1];
    }
  }
}

/** What two texts differ in, line by line, in at most about two seconds. */
export function diffLines(before: string, after: string, ms: number = MOST_MS): LineDiff {
  const [left, right] = [linesOf(before), linesOf(after)];
  const least = Math.min(left.length, right.length);
  let start = 0;
  while (start < least && left[start] === right[start]) start++;
  let end = 0;
  while (end < least - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end++;
  const [a, b] = [left.slice(start, left.length - end), right.slice(start, right.length - end)];
  const comparison = new Comparison();
  comparison.parts.add('same', left.slice(0, start));
  if (!comparison.between(a, b, ms)) comparison.byAnchors(a, b, performance.now() + ms);
  comparison.parts.add('same', left.slice(left.length - end));
  return { parts: comparison.parts.end(), isRough: comparison.isRough };
}
