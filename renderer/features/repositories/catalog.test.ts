import { expect, test } from 'vitest';
import type { CatalogEvent } from '../../../shared/contract/repositories.ts';
import { addEvent, emptyCatalog } from './catalog.ts';

const after = (...events: readonly CatalogEvent[]) => events.reduce(addEvent, emptyCatalog);
const REMEMBERED: CatalogEvent = { kind: 'remembered', names: 'team/api\nteam/gone' };
const page = (names: string): CatalogEvent => ({ kind: 'page', names });
const END: CatalogEvent = { kind: 'end' };

test('pages are shown as they arrive, and are all once they have ended', () => {
  expect(after(page('a\nb'), page('c'))).toEqual({ names: ['a', 'b', 'c'], done: false });
  expect(after(page('a'), { kind: 'end', cut: 'pages' })).toEqual({ names: ['a'], done: true, cut: 'pages' });
  expect(after(END)).toMatchObject({ names: [], done: true });
});

test('what is remembered stays on screen until all was read', () => {
  const read = after(REMEMBERED, page('team/api'), page('team/new'));
  expect(read).toMatchObject({ names: ['team/api', 'team/gone'], done: false });
  const ended = addEvent(read, END);
  expect(ended).toMatchObject({ names: ['team/api', 'team/new'], done: true });
  expect(ended.arriving).toBeUndefined();
});

test('a list of the same names in another order is the one on screen', () => {
  const remembered = after(REMEMBERED);
  expect(addEvent(addEvent(remembered, page('team/gone\nteam/api')), END).names).toBe(remembered.names);
  // None is left of a registry that was emptied.
  expect(addEvent(remembered, END).names).toEqual([]);
});
