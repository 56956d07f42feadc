import { afterEach, beforeEach, expect, test } from 'vitest';
import { changesOf, ended, undone } from '../../../e2e/support/changes/undo.ts';
import { type AppOver, startAppOver } from '../../../e2e/support/hosts/app-over.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import { putImage } from '../../sample/store.ts';

const REPOSITORIES = ['team/api', 'team/web', 'team/worker'];
let registry: RegistryDouble;
let over: AppOver;

beforeEach(async () => {
  registry = new RegistryDouble();
  for (const name of REPOSITORIES)
    for (const tag of ['keep', 'pr-1', 'pr-2']) {
      const platform = { os: 'linux', architecture: 'amd64' };
      const image = { layers: [], created: '2026-01-01T00:00:00Z', platform, config: { seed: `${name} ${tag}` } };
      putImage(registry.store.repository(name), image, [tag]);
    }
  over = await startAppOver(await registry.start());
});
afterEach(async () => {
  await over.stop();
  await registry.stop();
});

const tagsNow = (): string[] =>
  REPOSITORIES.flatMap((name) => [...registry.store.repository(name).tags.keys()].map((tag) => `${name}:${tag}`)).sort();

/** Deletes two tags of each repository in one run; its changes. */
async function cleanUp(): Promise<string[]> {
  const targets = REPOSITORIES.map((repository) => ({ repository, tags: ['pr-1', 'pr-2'] }));
  const events = await over.client.delete.plan({ connectionId: 'c', targets, untagOnly: false, purpose: 'clean-up' });
  for await (const event of events) {
    if (event.kind !== 'end') continue;
    // The name of the registry.
    const order = { planId: event.planId, whole: false, withReferrers: false, typed: [], confirmation: 'n' };
    return (await ended(over.client, (await over.client.delete.apply(order)).runId)).changeIds;
  }
  throw new Error('It was not planned');
}

test('a clean-up of several repositories is undone in one run, which counts all its tags, and is redone in one', async () => {
  const before = tagsNow();
  const [id = '', ...others] = await cleanUp();
  expect(others).toHaveLength(2);
  expect(tagsNow()).toEqual(REPOSITORIES.map((name) => `${name}:keep`));
  const groups = new Set((await changesOf(over.client)).map(({ group }) => group));
  expect([...groups]).toEqual([expect.any(String)]);
  let plan: unknown;
  for await (const event of await over.client.history.planUndo({ id, others })) if (event.kind === 'plan') plan = event.plan;
  expect(plan).toMatchObject({ tags: 6 });
  expect(plan).toMatchObject({ moves: expect.arrayContaining([expect.objectContaining({ tag: 'team/web:pr-1', action: 'restore' })]) });
  const told: number[] = [];
  // Slow enough to be told of each repository.
  registry.behaviour = { ...registry.behaviour, latency: 50 };
  const run = await ended(over.client, (await over.client.history.undo({ id, others })).runId, ({ progress }) =>
    told.push(progress?.done ?? 0),
  );
  expect(run).toMatchObject({ state: 'done', about: { count: 6 }, result: { kind: 'undo', state: 'done', restored: 6 } });
  registry.behaviour = { ...registry.behaviour, latency: 0 };
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(new Set(told).size).toBeGreaterThan(2);
  expect(tagsNow()).toEqual(before);
  const undos = (await changesOf(over.client)).filter(({ what }) => what === 'undo');
  expect(undos.map(({ undoes }) => undoes).sort()).toEqual([id, ...others].sort());
  expect(new Set(undos.map(({ group }) => group)).size).toBe(1);
  const [first = '', ...more] = undos.map((change) => change.id);
  const again = await ended(over.client, (await over.client.history.undo({ id: first, others: more })).runId);
  expect(again).toMatchObject({ state: 'done', result: { state: 'done', removed: 6 } });
  expect((await changesOf(over.client)).filter(({ redoes }) => redoes)).toHaveLength(3);
  expect(tagsNow()).toEqual(REPOSITORIES.map((name) => `${name}:keep`));
});

test('one of them that was undone before does not stop the others, and where nothing is left the run says why', async () => {
  const before = tagsNow();
  const [id = '', ...others] = await cleanUp();
  await undone(over.client, id);
  const run = await ended(over.client, (await over.client.history.undo({ id, others })).runId);
  expect(run).toMatchObject({ state: 'done', result: { kind: 'undo', state: 'partly', restored: 4 } });
  expect(tagsNow()).toEqual(before);
  const { runId } = await over.client.history.undo({ id, others });
  await expect(ended(over.client, runId)).rejects.toMatchObject({ code: 'UNSUPPORTED', data: { why: 'nothing-left' } });
});
