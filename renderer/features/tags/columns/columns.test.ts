import { expect, test } from 'vitest';
import type { TagColumnSetting } from '../../../../shared/contract/settings.ts';
import type { ReadTag } from '../../../../shared/contract/tags.ts';
import { arrangedColumns, columnStyle, toldColumns, withEdgeMoved, withMoved, withPlaceOf, withShown, withWidth } from './columns.ts';

const usual = arrangedColumns([]);
const onScreen = ['digest', 'kind', 'platforms', 'size', 'created'] as const;
const ids = (settings: readonly TagColumnSetting[]): string =>
  settings.map(({ id, shown, width }) => `${shown ? '' : '-'}${id}${width ?? ''}`).join(' ');

test('the usual columns are all but those that have to be chosen', () => {
  expect(ids(withWidth(usual, 'size', undefined))).toBe('digest kind platforms size created -mediaType pulled immutable');
});

test('what the settings do not name comes after what they name, and what they name twice counts once', () => {
  const arranged = arrangedColumns([
    { id: 'size', shown: true, width: 90 },
    { id: 'digest', shown: false },
    { id: 'size', shown: false },
  ]);
  expect(ids(withShown(arranged, 'digest', false))).toBe('size90 -digest kind platforms created -mediaType pulled immutable');
});

test.each([
  ['hidden', withShown(usual, 'kind', false), 'digest -kind platforms size created -mediaType pulled immutable'],
  ['shown', withShown(usual, 'mediaType', true), 'digest kind platforms size created mediaType pulled immutable'],
  ['resized', withWidth(usual, 'size', 120.4), 'digest kind platforms size120 created -mediaType pulled immutable'],
  ['no narrower', withWidth(usual, 'size', 3), 'digest kind platforms size60 created -mediaType pulled immutable'],
  ['no wider', withWidth(usual, 'size', 3000), 'digest kind platforms size600 created -mediaType pulled immutable'],
  [
    'as wide as usual',
    withWidth(arrangedColumns(withWidth(usual, 'size', 120)), 'size', undefined),
    'digest kind platforms size created -mediaType pulled immutable',
  ],
  ['moved left', withMoved(usual, onScreen, 'size', -1), 'digest kind size platforms created -mediaType pulled immutable'],
  ['moved right', withMoved(usual, onScreen, 'digest', 1), 'kind digest platforms size created -mediaType pulled immutable'],
  ['not moved past the end', withMoved(usual, onScreen, 'created', 1), 'digest kind platforms size created -mediaType pulled immutable'],
  [
    'not moved while it is hidden',
    withMoved(usual, onScreen, 'mediaType', -1),
    'digest kind platforms size created -mediaType pulled immutable',
  ],
  ['put where another is', withPlaceOf(usual, 'created', 'digest'), 'created digest kind platforms size -mediaType pulled immutable'],
])('a column is %s', (_, settings, expected) => {
  expect(ids(settings)).toBe(expected);
});

test.each([
  [20, 'digest148 kind66 platforms size created -mediaType pulled immutable'],
  [400, 'digest154 kind60 platforms size created -mediaType pulled immutable'],
  [-400, 'digest60 kind154 platforms size created -mediaType pulled immutable'],
])('when the edge between two columns is moved by %i px, one loses what the other gains', (by, expected) => {
  expect(ids(withEdgeMoved(usual, { left: 'digest', right: 'kind', widths: [128, 86] }, by))).toBe(expected);
});

test('the edge of the names changes the width of the column beside them alone', () => {
  expect(ids(withEdgeMoved(usual, { left: 'tag', right: 'digest', widths: [400, 128] }, -30))).toBe(
    'digest158 kind platforms size created -mediaType pulled immutable',
  );
});

test('a column moves past one that is hidden', () => {
  expect(ids(withMoved(arrangedColumns(withShown(usual, 'kind', false)), ['digest', 'platforms', 'size'], 'platforms', -1))).toBe(
    'platforms digest -kind size created -mediaType pulled immutable',
  );
});

test('the style sheet is told the order of what is shown, and widths that are not the usual ones', () => {
  const told = toldColumns([]);
  const columns = arrangedColumns(withWidth(arrangedColumns(withShown(usual, 'kind', false)), 'size', 120));
  expect(
    columnStyle(
      columns.filter(({ id, isShown }) => isShown && told.has(id)),
      true,
    ),
  ).toEqual({
    '--columns': 'var(--check) var(--tag) var(--digest) var(--platforms) var(--size) var(--created) var(--menu)',
    '--own-size': '120px',
    '--least': '774px',
  });
});

test('a column that only some products fill is there once one does', () => {
  const row: ReadTag = { state: 'read', tag: '1', digest: 'd', mediaType: 'm', kind: 'image', content: 'image', platforms: [] };
  expect([...toldColumns([row])]).toEqual(['digest', 'kind', 'platforms', 'size', 'created', 'mediaType']);
  expect([...toldColumns([row, { ...row, immutable: false }])].slice(6)).toEqual(['immutable']);
  expect([...toldColumns([{ ...row, pulled: '2026-01-01T00:00:00Z', immutable: true }])].slice(6)).toEqual(['pulled', 'immutable']);
});
