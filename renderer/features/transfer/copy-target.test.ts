import { expect, test } from 'vitest';
import { firstTarget } from './copy-target.ts';

const these = (...ids: string[]) => ids.map((id) => ({ id }));

test.each([
  ['the last other one', these('own', 'prod', 'dev'), 'dev', 'dev'],
  ['the only other one', these('own', 'prod'), null, 'prod'],
  ['the own registry where several others were never chosen', these('own', 'prod', 'dev'), null, 'own'],
  ['the own registry where the last one was removed', these('own', 'prod', 'dev'), 'removed', 'own'],
  ['the only other one although the own registry was remembered', these('own', 'prod'), 'own', 'prod'],
  ['another one where the own registry is read-only', these('prod', 'dev'), null, 'prod'],
  ['none where all are read-only', these(), 'prod', undefined],
])('a copy goes to %s', (_, targets, last, id) => {
  expect(firstTarget(targets, 'own', last)).toBe(id);
});
