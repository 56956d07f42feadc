import { expect, test } from 'vitest';
import { scrolledFor } from './kept-in-view.ts';

test.each([
  ['a line that the lower edge would hide stays in view', { scrolled: 100, before: 200, now: 140, line: { top: 260, height: 28 } }, 148],
  ['one that is still in view moves nothing', { scrolled: 100, before: 200, now: 190, line: { top: 120, height: 28 } }, 100],
  ['one that was scrolled away stays away', { scrolled: 100, before: 200, now: 140, line: { top: 20, height: 28 } }, 100],
  ['one that was below the edge stays there', { scrolled: 100, before: 200, now: 140, line: { top: 290, height: 28 } }, 100],
  ['a list that became higher is not scrolled', { scrolled: 100, before: 140, now: 200, line: { top: 200, height: 28 } }, 100],
])('%s', (_, view, scrolled) => {
  expect(scrolledFor(view)).toBe(scrolled);
});
