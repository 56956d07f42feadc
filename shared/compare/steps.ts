import { align, type Side } from './align.ts';
import type { Step } from './images.ts';

/** A step of both images or of one. `changed`: an instruction of the same kind stands in its place. */
export type StepRow = Side<Step> | { readonly mark: 'changed'; readonly left: Step; readonly right: Step };

/** What an instruction does and to what: `RUN apt-get`, `COPY`, `LABEL`. */
function kindOf({ instruction, empty }: Step): string {
  const [verb = '', ...rest] = instruction.trim().split(/\s+/, 3);
  return JSON.stringify([empty, verb.toUpperCase(), verb.toUpperCase() === 'RUN' ? (rest[0] ?? '') : '']);
}

function pairs(removed: readonly Step[], added: readonly Step[]): readonly StepRow[] {
  const rows: StepRow[] = [];
  let [i, j] = [0, 0];
  const until = (nextLeft: number, nextRight: number): void => {
    for (const left of removed.slice(i, nextLeft)) rows.push({ mark: 'removed', left });
    for (const right of added.slice(j, nextRight)) rows.push({ mark: 'added', right });
    [i, j] = [nextLeft + 1, nextRight + 1];
  };
  for (const [a, b] of align(removed.map(kindOf), added.map(kindOf))) {
    until(a, b);
    rows.push({ mark: 'changed', left: removed[a] as Step, right: added[b] as Step });
  }
  until(removed.length, added.length);
  return rows;
}

/** Steps as they stand side by side: where some were removed and others added, those of one kind are one row. Pure. */
export function pairSteps(steps: readonly Side<Step>[]): readonly StepRow[] {
  const rows: StepRow[] = [];
  let [removed, added]: [Step[], Step[]] = [[], []];
  for (const step of steps) {
    if (step.mark === 'removed') removed.push(step.left);
    else if (step.mark === 'added') added.push(step.right);
    else {
      rows.push(...pairs(removed, added), step);
      [removed, added] = [[], []];
    }
  }
  return [...rows, ...pairs(removed, added)];
}
