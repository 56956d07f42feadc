import { nameText } from '../../../../shared/name-text.ts';
import { type DiffLine, foldAround } from './lines.ts';

const SIGNS = { same: ' ', removed: '-', added: '+' } as const;

/** The lines of each group of changes with what is shown around it, and how many lines of either text come before it. */
type Hunk = { readonly lines: readonly DiffLine[]; readonly left: number; readonly right: number };

function hunksOf(lines: readonly DiffLine[]): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let [own, left, right]: [DiffLine[], number, number] = [[], 0, 0];
  const end = (): void => {
    if (own.some(({ mark }) => mark !== 'same')) hunks.push({ lines: own, left, right });
    left += own.filter((line) => line.left !== undefined).length;
    right += own.filter((line) => line.right !== undefined).length;
    own = [];
  };
  for (const shown of foldAround(lines)) {
    if (shown.kind === 'row') own.push(shown.row);
    else {
      end();
      left += shown.rows.length;
      right += shown.rows.length;
    }
  }
  end();
  return hunks;
}

/** `12,3`; of no lines the number of the one before them. */
const rangeText = (before: number, count: number): string => `${count === 0 ? before : before + 1}${count === 1 ? '' : `,${count}`}`;

function hunkText({ lines, left, right }: Hunk): string {
  const [removed, added] = [lines.filter((line) => line.left !== undefined), lines.filter((line) => line.right !== undefined)];
  const head = `@@ -${rangeText(left, removed.length)} +${rangeText(right, added.length)} @@\n`;
  return (
    head + lines.map(({ mark, text, isUnended }) => `${SIGNS[mark]}${text}\n${isUnended ? '\\ No newline at end of file\n' : ''}`).join('')
  );
}

/**
 * A diff in the unified format (https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html), as `patch -p1` and `git apply` take it. A side
 * that has no such file is `/dev/null`. Pure.
 */
export function patchText(
  path: string,
  lines: readonly DiffLine[],
  { from, to }: { readonly from: boolean; readonly to: boolean },
): string {
  const name = nameText(path);
  const head = `--- ${from ? `a/${name}` : '/dev/null'}\n+++ ${to ? `b/${name}` : '/dev/null'}\n`;
  return head + hunksOf(lines).map(hunkText).join('');
}
