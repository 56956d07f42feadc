import type { DiffPart } from '../../../../shared/contract/files.ts';
import type { Shown } from '../folds.ts';

/** A line of one of two texts, or of both, without its end. `left` and `right`: its numbers there, from 1. */
export type DiffLine = {
  readonly mark: DiffPart['mark'];
  readonly left?: number;
  readonly right?: number;
  readonly text: string;
  /** The last line of its text, which has no line end. */
  readonly isUnended?: true;
  /** What stands in its place in the other text, where as many lines were added as removed. */
  readonly other?: string;
};

/** Equal lines that are shown around a change. */
const CONTEXT = 3;

/** The lines of a text, without their ends. */
function linesIn(text: string): { readonly lines: readonly string[]; readonly isUnended: boolean } {
  const lines = text.split('\n');
  const isUnended = lines.at(-1) !== '';
  return { lines: isUnended ? lines : lines.slice(0, -1), isUnended };
}

/** The lines of two texts as one list, numbered. Pure. */
export function linesOfDiff(parts: readonly DiffPart[]): readonly DiffLine[] {
  const found: DiffLine[] = [];
  let [left, right] = [0, 0];
  const texts = parts.map(({ text }) => linesIn(text));
  const pairOf = (i: number): readonly string[] | undefined => {
    const at = parts[i]?.mark === 'removed' ? i + 1 : i - 1;
    const [own, other] = [texts[i]?.lines, texts[at]?.lines];
    const isPair = parts[at] !== undefined && parts[at].mark !== 'same' && parts[i]?.mark !== 'same';
    return isPair && own?.length === other?.length ? other : undefined;
  };
  for (const [i, { mark }] of parts.entries()) {
    const { lines, isUnended } = texts[i] ?? linesIn('');
    const pair = pairOf(i);
    for (const [at, text] of lines.entries()) {
      const other = pair?.[at];
      found.push({
        ...{ mark, text },
        ...(mark === 'added' ? {} : { left: ++left }),
        ...(mark === 'removed' ? {} : { right: ++right }),
        ...(isUnended && at === lines.length - 1 ? { isUnended } : {}),
        ...(other === undefined ? {} : { other }),
      });
    }
  }
  return found;
}

/** Lines in their order, with equal ones folded that are not near a change. A single one takes no more room than its fold, and is shown. Pure. */
export function foldAround(lines: readonly DiffLine[], context: number = CONTEXT): readonly Shown<DiffLine>[] {
  const shown: Shown<DiffLine>[] = [];
  const show = (from: number, to: number): void => {
    for (let at = from; at < to; at++) shown.push({ kind: 'row', row: lines[at] as DiffLine, at });
  };
  for (let at = 0; at < lines.length; ) {
    let end = at;
    while (lines[end]?.mark === 'same') end++;
    const from = at === 0 ? 0 : Math.min(end, at + context);
    const to = end === lines.length ? end : Math.max(at, end - context);
    if (to - from > 1) {
      show(at, from);
      shown.push({ kind: 'fold', rows: lines.slice(from, to), at: from });
      show(to, end);
    } else show(at, end);
    show(end, Math.min(end + 1, lines.length));
    at = end + 1;
  }
  return shown;
}

/** How many lines were removed, and how many added. Pure. */
export const countsOf = (lines: readonly DiffLine[]): { readonly removed: number; readonly added: number } => ({
  removed: lines.filter(({ mark }) => mark === 'removed').length,
  added: lines.filter(({ mark }) => mark === 'added').length,
});
