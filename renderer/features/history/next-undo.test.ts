import { expect, test } from 'vitest';
import type { Change } from '../../../shared/contract/history.ts';
import { nextRedo, nextUndo, undoneIn } from './next-undo.ts';

const change = (id: string, more: Partial<Change> = {}): Change => ({
  id,
  at: '2026-11-25T00:00:00Z',
  connection: { id: 'prod', name: 'Prod', url: 'https://registry.example.com' },
  repository: 'team/api',
  what: 'retag',
  tag: '1.0',
  state: 'done',
  tags: 1,
  steps: 1,
  movedTags: true,
  ...more,
});
const undo = (id: string, undoes: string, more: Partial<Change> = {}): Change => change(id, { what: 'undo', undoes, ...more });
const redo = (id: string, undoes: string): Change => undo(id, undoes, { redoes: true });

const alone = (id: string) => ({ id, others: [] });

// Newest last, as they happened.
test.each<[string, Change[], string | undefined, string | undefined]>([
  ['nothing was changed', [], undefined, undefined],
  ['two changes', [change('a'), change('b')], 'b', undefined],
  ['one step back: the next goes one further', [change('a'), change('b'), undo('u', 'b')], 'a', 'u'],
  ['two steps back', [change('a'), change('b'), undo('u', 'b'), undo('v', 'a')], undefined, 'v'],
  ['two back, one forward', [change('a'), change('b'), undo('u', 'b'), undo('v', 'a'), redo('r', 'v')], 'a', 'u'],
  ['two back, two forward', [change('a'), change('b'), undo('u', 'b'), undo('v', 'a'), redo('r', 'v'), redo('s', 'u')], 'b', undefined],
  ['back, forward, back', [change('a'), undo('u', 'a'), redo('r', 'u'), undo('v', 'a')], undefined, 'v'],
  ['a new change ends the redo', [change('a'), undo('u', 'a'), change('b')], 'b', undefined],
  [
    'what failed, was left or restored is passed over',
    [change('a'), change('b', { state: 'failed' }), change('c', { state: 'left' })],
    'a',
    undefined,
  ],
  ['an undo that failed undoes nothing', [change('a'), undo('u', 'a', { state: 'failed' })], 'a', undefined],
  ['a change on another registry', [change('a'), change('b', { connection: { id: 'other', name: '', url: '' } })], 'a', undefined],
  ['an interrupted change', [change('a'), change('b', { state: 'interrupted' })], 'b', undefined],
])('%s', (_, changes, undone, redone) => {
  const newestFirst = changes.toReversed();
  expect(nextUndo(newestFirst, 'prod')).toEqual(undone === undefined ? undefined : alone(undone));
  expect(nextRedo(newestFirst, 'prod')).toEqual(redone === undefined ? undefined : alone(redone));
});

test('the changes of one run in several repositories are undone and redone together', () => {
  const run = [change('a', { group: 'g' }), change('b', { group: 'g' }), change('c', { group: 'g', state: 'failed' })];
  expect(nextUndo([...run.toReversed(), change('x')], 'prod')).toEqual({ id: 'b', others: ['a'] });
  const undos = [undo('u', 'b', { group: 'h' }), undo('v', 'a', { group: 'h' })];
  const after = [...undos.toReversed(), ...run.toReversed(), change('x')];
  expect(nextUndo(after, 'prod')).toEqual(alone('x'));
  expect(nextRedo(after, 'prod')).toEqual({ id: 'v', others: ['u'] });
});

test.each<[string, Change[], string[]]>([
  ['nothing is undone', [change('a'), change('b')], []],
  ['a change and its undo', [change('a'), change('b'), undo('u', 'a')], ['a']],
  ['an undo that was undone leaves its change standing', [change('a'), undo('u', 'a'), redo('r', 'u')], ['u']],
  ['undone again', [change('a'), undo('u', 'a'), redo('r', 'u'), undo('v', 'a')], ['a', 'r', 'u']],
  ['an undo that did a part', [change('a'), undo('u', 'a', { state: 'partly' })], []],
  ['an undo that runs', [change('a'), undo('u', 'a', { state: 'running' })], []],
])('which changes are undone: %s', (_, changes, undone) => {
  expect([...undoneIn(changes.toReversed())].toSorted()).toEqual(undone);
});
