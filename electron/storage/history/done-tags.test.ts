import { expect, test } from 'vitest';
import type { Move, StepRequest } from '../../../shared/contract/history.ts';
import { DoneTags } from './done-tags.ts';

const digest = (seed: string): string => `sha256:${seed.repeat(64)}`;
const [a, b, empty] = [digest('a'), digest('b'), digest('e')];
const gone = (tag: string, before: string): Move => ({ tag, before, after: null });
const remove = (reference: string): StepRequest => ({ method: 'DELETE', reference, why: 'remove' });
const put = (reference: string, to: string, why: StepRequest['why']): StepRequest => ({ method: 'PUT', reference, digest: to, why });

const three = [gone('1', a), gone('2', a), gone('3', b)];
const copied: Move[] = ['1', '2'].map((tag) => ({ tag, before: null, after: a }));

test.each<[string, Move[], StepRequest[], number]>([
  ['nothing was answered', three, [], 0],
  ['a tag was deleted by its name', three, [remove('1')], 1],
  ['an image was deleted: all its tags', three, [remove(a)], 2],
  ['a tag was put on the empty image', three, [put('3', empty, 'replace')], 0],
  ['and that was deleted', three, [put('3', empty, 'replace'), remove(empty)], 1],
  ['what was tried for a right counts nothing', three, [{ ...remove(a), why: 'prove' }], 0],
  ['a tag was restored since', three, [remove(a), put('1', a, 'restore')], 1],
  ['tags were written', copied, [put(a, a, 'child'), put('1', a, 'move')], 1],
  ['a tag that is only to be checked counts nothing', [{ tag: 'x', before: a, after: a }], [], 0],
])('how many tags a change has done: %s', (_, moves, steps, count) => {
  const done = new DoneTags();
  for (const move of moves) done.move(move);
  for (const step of steps) done.step(step);
  expect(done.count).toBe(count);
});
