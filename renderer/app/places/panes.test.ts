import { expect, test } from 'vitest';
import { nextPane, type Pane } from './panes.ts';

test.each<[readonly Pane[], Pane | undefined, -1 | 1, Pane | undefined]>([
  [['sidebar', 'main', 'detail'], 'sidebar', 1, 'main'],
  [['sidebar', 'main', 'detail'], 'detail', 1, 'sidebar'],
  [['sidebar', 'main', 'detail'], 'sidebar', -1, 'detail'],
  [['sidebar', 'main', 'activity'], 'main', 1, 'activity'],
  [['sidebar', 'main'], undefined, 1, 'sidebar'],
  [['sidebar', 'main'], undefined, -1, 'main'],
  [['main'], 'main', 1, undefined],
])('of %j, from %s, a step of %i leads to %s', (present, current, step, wanted) => {
  expect(nextPane(present, current, step)).toBe(wanted);
});
