import { expect, test } from 'vitest';
import { settingsSchema } from '../../../shared/contract/settings.ts';
import { openFolders, withFolders } from './folders.ts';

test.each([
  ['an untouched folder is as all folders begin', [], true, true],
  ['an untouched folder of a large registry is closed', [], false, false],
  ['an opened folder is open', ['open team'], false, true],
  ['a closed folder is closed, also in a small registry', ['close team'], true, false],
  ['what was done last counts', ['open team', 'close team'], false, false],
  ['a folder that was closed can be opened again', ['close team', 'open team'], false, true],
  ['another folder says nothing of this one', ['close tools'], true, true],
] as const)('%s', (_, done, startOpen, expected) => {
  const folders = done.reduce<ReturnType<typeof withFolders>>((all, step) => {
    const [change, path] = step.split(' ') as ['open' | 'close', string];
    return withFolders(all, 'prod', [path], change);
  }, []);
  expect(openFolders(folders[0], startOpen)('team')).toBe(expected);
});

test('folders belong to one registry', () => {
  const folders = withFolders(withFolders([], 'prod', ['team'], 'open'), 'staging', ['team'], 'close');
  expect(folders).toEqual([
    { connectionId: 'staging', open: [], closed: ['team'] },
    { connectionId: 'prod', open: ['team'], closed: [] },
  ]);
});

test('however many folders are opened, the settings accept them', () => {
  let folders: ReturnType<typeof withFolders> = [];
  for (let registry = 0; registry < 60; registry++) folders = withFolders(folders, `r${registry}`, ['a'], 'open');
  for (let folder = 0; folder < 700; folder++) folders = withFolders(folders, 'r59', [`f${folder}`], 'open');
  expect(settingsSchema.shape.folders.parse(folders)).toEqual(folders);
  expect(folders).toHaveLength(50);
  expect(folders[0]?.open[0]).toBe('f699');
});
