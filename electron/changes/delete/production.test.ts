import { afterEach, beforeEach, expect, test } from 'vitest';
import { planned } from '../../../e2e/support/changes/delete.ts';
import { planRetagOf } from '../../../e2e/support/changes/retag.ts';
import { type AppOver, startAppOver } from '../../../e2e/support/hosts/app-over.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import { endOf } from '../../../e2e/support/runs.ts';
import { putImage } from '../../sample/store.ts';

const REPOSITORY = 'team/api';
let registry: RegistryDouble;
let over: AppOver;

beforeEach(async () => {
  registry = new RegistryDouble();
  const platform = { os: 'linux', architecture: 'amd64' };
  putImage(registry.store.repository(REPOSITORY), { layers: [], created: '2026-01-01T00:00:00Z', platform, config: {} }, ['1', '2']);
  over = await startAppOver(await registry.start(), { production: true });
});
afterEach(async () => {
  await over.stop();
  await registry.stop();
});

const tags = () => [...registry.store.repository(REPOSITORY).tags.keys()].toSorted();

test('in production a single tag is deleted only with the name of its repository, whatever the page says', async () => {
  const { planId } = await planned(over.client, REPOSITORY, ['1']);
  const order = { planId, whole: false, withReferrers: false, typed: [] };
  await expect(over.client.delete.apply({ ...order, confirmation: '' })).rejects.toMatchObject({
    code: 'CONFLICT',
    data: { what: 'not-confirmed', subject: REPOSITORY },
  });
  expect(tags()).toEqual(['1', '2']);
  await endOf(over.client, await over.client.delete.apply({ ...order, confirmation: REPOSITORY }));
  expect(tags()).toEqual(['2']);
});

test('in production a move, which deletes the old tag, needs that name, too; a new tag does not', async () => {
  await endOf(
    over.client,
    await over.client.retag.apply(await planRetagOf(over.client, { repository: REPOSITORY, from: '1', targets: ['3'] })),
  );
  const move = await planRetagOf(over.client, { repository: REPOSITORY, from: '1', targets: ['4'], remove: true });
  await expect(over.client.retag.apply(move)).rejects.toMatchObject({ data: { what: 'not-confirmed', subject: REPOSITORY } });
  expect(tags()).toEqual(['1', '2', '3']);
  await endOf(over.client, await over.client.retag.apply({ ...move, typed: [REPOSITORY] }));
  expect(tags()).toEqual(['2', '3', '4']);
});
