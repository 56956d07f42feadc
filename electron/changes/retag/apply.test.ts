import { afterEach, beforeEach, expect, test } from 'vitest';
import { memory } from '../../../e2e/support/changes/memory.ts';
import { appliedRetag, planRetagOf } from '../../../e2e/support/changes/retag.ts';
import {
  type AppOverDouble,
  inRepository,
  putSmallImage,
  REPOSITORY,
  startAppOverDouble,
} from '../../../e2e/support/hosts/app-over-double.ts';
import { endOf } from '../../../e2e/support/runs.ts';
import { retag } from './apply.ts';
import { planRetag } from './plan.ts';

let over: AppOverDouble;
beforeEach(async () => {
  over = await startAppOverDouble();
});
afterEach(() => over.stop());

const image = (seed: string, tags: string[]): string => putSmallImage(over, seed, tags);
const conflict = (what: string) => ({ code: 'CONFLICT', data: { what } });

test('retag puts the same bytes under the new tag, and stops when the tag is not what was shown', async () => {
  const [digest, other] = [image('a', ['2.0']), image('b', ['stable'])];
  const client = over.app.services.clients.of('c');
  const { trash, cache, stepLog } = memory();
  const wanted = [{ from: '2.0', to: 'stable', hints: [] }];
  const plan = await planRetag({ client, repository: REPOSITORY, cache, signal: undefined }, wanted);
  expect(plan.targets).toEqual([
    { from: '2.0', digest, to: 'stable', current: { state: 'taken', digest: other, complete: true, indexes: [] } },
  ]);
  const job = { client, repository: REPOSITORY, to: 'stable', digest, trash, cache, stepLog };
  await expect(retag({ ...job, expected: null })).rejects.toMatchObject(conflict('tag-moved'));
  await retag({ ...job, expected: other });
  expect((await trash.load(other))?.bytes.byteLength).toBeGreaterThan(0);
  const bytesOf = async (tag: string): Promise<Uint8Array> => (await client.manifest(REPOSITORY, tag)).bytes;
  expect(await bytesOf('stable')).toEqual(await bytesOf('2.0'));
});

test('a tag that someone moves after the plan is kept, and the other tags are written', async () => {
  const [digest, other] = [image('a', ['2.0']), image('b', ['stable', 'other'])];
  const order = await planRetagOf(over.client, { repository: REPOSITORY, from: '2.0', targets: ['stable', 'latest'] });
  const meanwhile = image('c', ['stable']);
  const { results } = await appliedRetag(over.client, order);
  expect(results).toMatchObject([
    { tag: 'stable', state: 'unchanged', failure: conflict('tag-moved') },
    { tag: 'latest', state: 'moved' },
  ]);
  expect(Object.fromEntries(over.repository.tags)).toEqual({ '2.0': digest, stable: meanwhile, latest: digest, other });
});

test('the image of the plan is applied, although its old tag has moved since, and the end of it says so', async () => {
  const digest = image('a', ['2.0', 'keep']);
  const order = await planRetagOf(over.client, { repository: REPOSITORY, from: '2.0', targets: ['latest'] });
  image('b', ['2.0']);
  const { result } = await endOf(over.client, await over.client.retag.apply(order));
  expect(over.repository.tags.get('latest')).toBe(digest);
  expect(result).toMatchObject({ drifted: ['2.0'] });
});

test('only planned tags are written: some of them can be chosen, and another name or an unknown plan is refused', async () => {
  const digest = image('a', ['2.0']);
  const order = await planRetagOf(over.client, { repository: REPOSITORY, from: '2.0', targets: ['stable', 'latest'] });
  const before = over.registry.requests.length;
  const expired = conflict('plan-expired');
  await expect(appliedRetag(over.client, { ...order, targets: ['stable', 'prod'] })).rejects.toMatchObject(expired);
  await expect(appliedRetag(over.client, { ...order, planId: 'unknown' })).rejects.toMatchObject(expired);
  expect(over.registry.requests.length).toBe(before);
  await appliedRetag(over.client, { ...order, targets: ['stable'] });
  expect(Object.fromEntries(over.repository.tags)).toEqual({ '2.0': digest, stable: digest });
});

test('the version family is read over the contract, with what is ahead', async () => {
  image('a', ['1.9.1', '1', 'latest']);
  image('b', ['1.9.2', '1.9']);
  const { family } = await over.client.retag.family({ ...inRepository, tag: '1.9.1' });
  expect(family).toContainEqual({ tag: '1.9', ahead: '1.9.2' });
});

test('once the registry cannot be reached, the tags that are left are not tried: no request is sent about them', async () => {
  const digest = image('a', ['2.0']);
  const targets = ['t1', 't2', 't3', 't4'];
  const order = await planRetagOf(over.client, { repository: REPOSITORY, from: '2.0', targets });
  // It dies right before the second tag.
  over.registry.fault = ({ path }) => (over.repository.tags.has('t1') && !path.endsWith('/t1') ? { kind: 'cut' } : undefined);
  const before = over.registry.requests.length;
  const { results } = await appliedRetag(over.client, order);
  expect(results).toMatchObject([
    { tag: 't1', state: 'moved' },
    { tag: 't2', state: 'unchanged', failure: { code: 'NETWORK' } },
    { tag: 't3', state: 'not-tried', failure: { code: 'NETWORK' } },
    { tag: 't4', state: 'not-tried', failure: { code: 'NETWORK' } },
  ]);
  expect(over.registry.requests.slice(before).filter(({ path }) => /\/t[34]$/.test(path))).toEqual([]);
  expect(Object.fromEntries(over.repository.tags)).toEqual({ '2.0': digest, t1: digest });
});

const listed = async () => {
  for await (const { runs } of await over.client.runs.watch()) return runs;
  return [];
};

test('a retag is a run: listed with its tags, stopped between two of them, and taken up again with the rest', async () => {
  const digest = image('a', ['2.0']);
  const order = await planRetagOf(over.client, { repository: REPOSITORY, from: '2.0', targets: ['t1', 't2', 't3'] });
  over.registry.fault = ({ method, path }) => {
    if (method === 'PUT' && path.endsWith('/t1')) over.app.services.runs.stopAll();
    return undefined;
  };
  const { runId } = await over.client.retag.apply(order);
  const stopped = await endOf(over.client, { runId });
  expect(stopped).toMatchObject({
    state: 'stopped',
    canRetry: true,
    about: {
      kind: 'retag',
      at: { repository: REPOSITORY, tag: '2.0' },
      targets: order.targets.map((to) => ({ from: '2.0', to, isSame: false })),
    },
    result: {
      results: [
        { tag: 't1', state: 'moved' },
        { tag: 't2', state: 'not-tried' },
        { tag: 't3', state: 'not-tried' },
      ],
    },
  });
  expect(Object.fromEntries(over.repository.tags)).toEqual({ '2.0': digest, t1: digest });
  over.registry.fault = undefined;
  const before = over.registry.requests.length;
  const rest = await endOf(over.client, await over.client.runs.retry({ id: runId }));
  expect(rest).toMatchObject({ state: 'done', about: { targets: [{ to: 't2' }, { to: 't3' }] } });
  expect(over.registry.requests.slice(before).filter(({ path }) => path.endsWith('/t1'))).toEqual([]);
  expect(Object.fromEntries(over.repository.tags)).toEqual({ '2.0': digest, t1: digest, t2: digest, t3: digest });
  expect((await listed()).map(({ id }) => id)).toEqual([runId, rest.id]);
});

test('a move that was cut off is taken up again: the old tag is deleted once every new one is proven', async () => {
  const digest = image('a', ['2.0', 'keep']);
  const order = await planRetagOf(over.client, { repository: REPOSITORY, from: '2.0', targets: ['t1', 't2'], remove: true });
  over.registry.fault = ({ path }) => (path.endsWith('/t2') ? { kind: 'cut' } : undefined);
  const { runId } = await over.client.retag.apply(order);
  expect((await endOf(over.client, { runId })).result).toMatchObject({
    results: [
      { tag: 't1', state: 'moved' },
      { tag: 't2', state: 'unchanged' },
      { tag: '2.0', state: 'not-tried' },
    ],
  });
  over.registry.fault = undefined;
  const again = await endOf(over.client, await over.client.runs.retry({ id: runId }));
  expect(again).toMatchObject({
    state: 'done',
    result: { results: [{ state: 'moved' }, { state: 'moved' }, { tag: '2.0', state: 'removed' }] },
  });
  expect(Object.fromEntries(over.repository.tags)).toEqual({ keep: digest, t1: digest, t2: digest });
});

test('a tag that is moved onto itself is refused: it would be deleted', async () => {
  const digest = image('a', ['2.0']);
  const order = await planRetagOf(over.client, { repository: REPOSITORY, from: '2.0', targets: ['2.0'], remove: true });
  await expect(over.client.retag.apply(order)).rejects.toMatchObject(conflict('not-confirmed'));
  expect(over.repository.tags.get('2.0')).toBe(digest);
});

test('a move where the registry refuses deletes changes nothing: half of it could not be undone', async () => {
  const refusing = await startAppOverDouble({ deletes: 'off' });
  try {
    const digest = putSmallImage(refusing, 'a', ['2.0']);
    const order = await planRetagOf(refusing.client, { repository: REPOSITORY, from: '2.0', targets: ['2.1'], remove: true });
    await expect(appliedRetag(refusing.client, order)).rejects.toMatchObject({ code: 'UNSUPPORTED', data: { feature: 'delete' } });
    expect(Object.fromEntries(refusing.repository.tags)).toEqual({ '2.0': digest });
  } finally {
    await refusing.stop();
  }
});
