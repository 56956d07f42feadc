import { afterEach, beforeEach, expect, test } from 'vitest';
import { planned } from '../../e2e/support/changes/delete.ts';
import { planRetagOf, retagged } from '../../e2e/support/changes/retag.ts';
import { type AppOver, startAppOver } from '../../e2e/support/hosts/app-over.ts';
import { RegistryDouble } from '../../e2e/support/registry/double.ts';
import { endOf } from '../../e2e/support/runs.ts';
import { putImage } from '../sample/store.ts';
import { Lifts } from './lifts.ts';

const REPOSITORY = 'team/api';
const MINUTE = 60_000;
const REFUSED = { code: 'FORBIDDEN', data: { by: 'read-only' } };
let now = Date.now();
let registry: RegistryDouble;
let over: AppOver;

beforeEach(async () => {
  registry = new RegistryDouble();
  const repository = registry.store.repository(REPOSITORY);
  const platform = { os: 'linux', architecture: 'amd64' };
  for (const tag of ['1', '2', '3'])
    putImage(repository, { layers: [], created: '2026-01-01T00:00:00Z', platform, config: { tag } }, [tag]);
  over = await startAppOver(await registry.start(), { readOnly: true }, { clock: () => now });
});
afterEach(async () => {
  await over.stop();
  await registry.stop();
});

const tags = () => [...registry.store.repository(REPOSITORY).tags.keys()].toSorted();
const listed = async () => (await over.client.connections.list()).connections[0];
const retag = (to: string) => retagged(over.client, { repository: REPOSITORY, from: '1', targets: [to] });

test('changes are allowed to a read-only registry for ten minutes by the clock of the application, and then refused again', async () => {
  await expect(retag('a')).rejects.toMatchObject(REFUSED);
  const { until } = await over.client.connections.allowChanges({ id: 'c' });
  expect(until - now).toBe(10 * MINUTE);
  expect(await listed()).toMatchObject({ readOnly: false, changesUntil: until });
  now += 10 * MINUTE - 1;
  await retag('a');
  now += 1;
  await expect(retag('b')).rejects.toMatchObject(REFUSED);
  expect(await listed()).toMatchObject({ readOnly: true });
  expect(await listed()).not.toHaveProperty('changesUntil');
  expect(tags()).toEqual(['1', '2', '3', 'a']);
});

test('it is ended by the person, and by a restart; the registry is still saved as read-only', async () => {
  await over.client.connections.allowChanges({ id: 'c' });
  await over.client.connections.endChanges({ id: 'c' });
  await expect(retag('a')).rejects.toMatchObject(REFUSED);
  await over.client.connections.allowChanges({ id: 'c' });
  await over.client.connections.remember({ id: 'c', repository: REPOSITORY, what: 'open' });
  expect(over.app.services.document.connections[0]).toMatchObject({ readOnly: true, recent: [REPOSITORY] });
  await over.restart();
  await expect(retag('a')).rejects.toMatchObject(REFUSED);
  expect(tags()).toEqual(['1', '2', '3']);
});

test('a deletion that began within the ten minutes goes on after them, and what was planned within them does not begin', async () => {
  await over.client.connections.allowChanges({ id: 'c' });
  const { planId } = await planned(over.client, REPOSITORY, ['1', '2']);
  const later = await planRetagOf(over.client, { repository: REPOSITORY, from: '3', targets: ['4'] });
  registry.fault = ({ method }) => {
    if (method === 'DELETE') now += 11 * MINUTE;
    return undefined;
  };
  const order = { planId, whole: false, withReferrers: false, typed: [], confirmation: REPOSITORY };
  await endOf(over.client, await over.client.delete.apply(order));
  expect(tags()).toEqual(['3']);
  await expect(over.client.retag.apply(later)).rejects.toMatchObject(REFUSED);
});

test.each([
  ['before it', -1, false],
  ['at its beginning', 0, true],
  ['at its end', 10 * MINUTE, false],
])('work that began %s may change something: %s ms, %s', (_, after, expected) => {
  let at = 1_000_000;
  const lifts = new Lifts(() => at);
  lifts.allow('c');
  at += 60 * MINUTE;
  expect(lifts.allowed('c', 1_000_000 + after)).toBe(expected);
  expect(lifts.allowed('other', 1_000_000)).toBe(false);
});

test('a clock that is set back does not make it last longer', () => {
  let at = 1_000_000;
  const lifts = new Lifts(() => at);
  lifts.allow('c');
  at -= 1;
  expect(lifts.until('c')).toBeUndefined();
});
