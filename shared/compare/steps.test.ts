import { expect, test } from 'vitest';
import { assertNever } from '../assert-never.ts';
import { sideBySide } from './align.ts';
import type { Step } from './images.ts';
import { pairSteps } from './steps.ts';

const steps = (text: string): readonly Step[] =>
  text
    .split(';')
    .filter(Boolean)
    .map((instruction, i) => ({ number: i + 1, instruction, args: [], empty: instruction.startsWith('ENV') }));

test.each<[string, string, string, readonly string[]]>([
  ['what was changed', 'FROM a;COPY x;USER u', 'FROM a;COPY y;USER u', ['=FROM a', '~COPY x > COPY y', '=USER u']],
  ['several in their order', 'ENV a=1;COPY x', 'ENV a=2;COPY y', ['~ENV a=1 > ENV a=2', '~COPY x > COPY y']],
  ['not what is of another kind', 'ENV a=1', 'COPY y', ['-ENV a=1', '+COPY y']],
  ['not a command by another one', 'RUN apt-get install', 'RUN make', ['-RUN apt-get install', '+RUN make']],
  ['a command by itself', 'RUN apt-get update', 'RUN apt-get install', ['~RUN apt-get update > RUN apt-get install']],
  ['one of several', 'COPY a', 'ENV v=1;COPY b;USER u', ['+ENV v=1', '~COPY a > COPY b', '+USER u']],
])('of steps that were replaced, one row shows %s', (_, left, right, rows) => {
  const key = ({ instruction }: Step): string => instruction;
  const told = pairSteps(sideBySide(steps(left), steps(right), key)).map((row) => {
    switch (row.mark) {
      case 'same':
        return `=${row.right.instruction}`;
      case 'changed':
        return `~${row.left.instruction} > ${row.right.instruction}`;
      case 'removed':
        return `-${row.left.instruction}`;
      case 'added':
        return `+${row.right.instruction}`;
      default:
        return assertNever(row);
    }
  });
  expect(told).toEqual(rows);
});
