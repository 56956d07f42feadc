import { isContractProcedure } from '@orpc/contract';
import { expect, test } from 'vitest';
import { contract, isCommand } from './contract.ts';

/** What may be asked later than it was meant: it reads, or it is what the window remembers of itself. */
const MAY_WAIT = [
  'cleanUp.plan',
  'cleanUp.weigh',
  'connections.abilities',
  'connections.keychain',
  'connections.list',
  'connections.outcomes',
  'connections.ping',
  'delete.decide',
  'delete.plan',
  'diagnosis.run',
  'history.get',
  'history.interrupted',
  'history.lastOfTag',
  'history.list',
  'history.moves',
  'history.planUndo',
  'images.get',
  'images.referrers',
  'import.find',
  'import.sources',
  'localIndex.coverage',
  'localIndex.stats',
  'repositories.list',
  'repositories.tagCount',
  'retag.family',
  'retag.plan',
  'runs.follow',
  'runs.watch',
  'settings.alive',
  'settings.diagnostics',
  'settings.get',
  'settings.shown',
  'settings.update',
  'storage.layerUsers',
  'storage.read',
  'storage.weigh',
  'tags.read',
  'tags.readFirst',
  'transfer.copy.plan',
  'transfer.file.folder',
  'transfer.file.inspect',
  'transfer.load.plan',
  'transfer.save.plan',
];

const pathsIn = (part: object, path: readonly string[] = []): string[][] =>
  Object.entries(part).flatMap(([name, inner]: [string, object]) =>
    isContractProcedure(inner) ? [[...path, name]] : pathsIn(inner, [...path, name]),
  );

test('whatever changes something is sent at once or not at all: only these wait for a connection that is away', () => {
  const all = pathsIn(contract);
  expect(all.length).toBeGreaterThan(40);
  expect(
    all
      .filter((path) => !isCommand(path))
      .map((path) => path.join('.'))
      .sort(),
  ).toEqual(MAY_WAIT);
  expect(isCommand(['delete', 'unheard'])).toBe(true);
});
