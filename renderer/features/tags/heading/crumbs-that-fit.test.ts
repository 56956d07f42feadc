import { expect, test } from 'vitest';
import { crumbsThatFit } from './crumbs-that-fit.ts';

test.each([
  ['all of it', { registry: 60, folders: 100, own: 80 }, 300, 'all'],
  ['the path without its registry', { registry: 60, folders: 100, own: 80 }, 240, 'path'],
  ['the own name alone', { registry: 60, folders: 100, own: 80 }, 190, 'own'],
  ['its folders as far as there is room', { registry: 60, folders: 400, own: 80 }, 240, 'cut'],
  ['a name without folders', { registry: 60, folders: 0, own: 80 }, 150, 'path'],
  ['a long name without folders', { registry: 60, folders: 0, own: 900 }, 300, 'own'],
] as const)('%s', (_, widths, room, shown) => {
  expect(crumbsThatFit(widths, room)).toBe(shown);
});
