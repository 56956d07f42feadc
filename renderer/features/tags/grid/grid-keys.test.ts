import { expect, test } from 'vitest';
import { gridAction, type PressedKey } from './grid-keys.ts';

const press = (key: string, held: Partial<PressedKey> = {}): PressedKey => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const middle = { at: 10, count: 100, page: 9 };

test.each([
  [press('ArrowDown'), middle, { kind: 'move', index: 11, extend: false }],
  [press('ArrowUp', { shiftKey: true }), middle, { kind: 'move', index: 9, extend: true }],
  [press('PageDown'), middle, { kind: 'move', index: 19, extend: false }],
  [press('PageUp'), middle, { kind: 'move', index: 1, extend: false }],
  [press('Home'), middle, { kind: 'move', index: 0, extend: false }],
  [press('End'), middle, { kind: 'move', index: 99, extend: false }],
  [press('ArrowUp'), { ...middle, at: 0 }, { kind: 'move', index: 0, extend: false }],
  [press('PageDown'), { ...middle, at: 98 }, { kind: 'move', index: 99, extend: false }],
  [press('Enter'), middle, { kind: 'open' }],
  [press(' '), middle, { kind: 'check' }],
  [press('r'), middle, { kind: 'retag' }],
  [press('R', { shiftKey: true }), middle, { kind: 'retag' }],
  [press('c'), middle, { kind: 'copy-pull-command' }],
  [press('Delete'), middle, { kind: 'delete' }],
  [press('ContextMenu'), middle, { kind: 'menu' }],
  [press('F10', { shiftKey: true }), middle, { kind: 'menu' }],
  [press('Escape'), middle, { kind: 'clear' }],
  [press('a', { ctrlKey: true }), middle, { kind: 'check-all' }],
  [press('c', { ctrlKey: true }), middle, { kind: 'copy-references' }],
  [press('g', { ctrlKey: true }), middle, { kind: 'group' }],
  [press('C', { metaKey: true }), middle, { kind: 'copy-references' }],
  [press('C', { ctrlKey: true, shiftKey: true }), middle, undefined],
  [press('z', { ctrlKey: true }), middle, undefined],
  [press('Backspace'), middle, undefined],
  [press('ArrowDown'), { ...middle, isLost: true }, { kind: 'move', index: 10, extend: false }],
  [press('ArrowUp'), { ...middle, isLost: true }, { kind: 'move', index: 9, extend: false }],
  [press('ArrowLeft', { altKey: true }), middle, undefined],
  [press('r', { metaKey: true }), middle, undefined],
  [press('x'), middle, undefined],
  [press('Enter'), { at: 0, count: 0, page: 9 }, undefined],
])('the key %j at %j does %j', (key, position, action) => {
  expect(gridAction(key, position)).toEqual(action);
});

test('on a Mac, Backspace deletes', () => {
  expect(gridAction(press('Backspace'), middle, true)).toEqual({ kind: 'delete' });
});
