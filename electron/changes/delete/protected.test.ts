import { afterEach, beforeEach, expect, test } from 'vitest';
import { deleted, planned } from '../../../e2e/support/changes/delete.ts';
import { retagged } from '../../../e2e/support/changes/retag.ts';
import { changesOf, undone, undoPlanOf } from '../../../e2e/support/changes/undo.ts';
import { type AppOver, startAppOver } from '../../../e2e/support/hosts/app-over.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import type { DeleteItem } from '../../../shared/contract/delete.ts';
import { referrersTag } from '../../../shared/oci/digest.ts';
import { putImage, type SampleRepository } from '../../sample/store.ts';

const REPOSITORY = 'team/api';
const inside = { connectionId: 'c', repository: REPOSITORY };
let registry: RegistryDouble;
let repository: SampleRepository;
let over: AppOver;

const image = (seed: string, tags: string[]): string => {
  const platform = { os: 'linux', architecture: 'amd64' };
  return putImage(repository, { layers: [], created: '2026-01-01T00:00:00Z', platform, config: { seed } }, tags).digest;
};
const client = () => over.client;

beforeEach(async () => {
  registry = new RegistryDouble();
  repository = registry.store.repository(REPOSITORY);
  over = await startAppOver(await registry.start(), { protectedTags: ['prod*'] });
});
afterEach(async () => {
  await over.stop();
  await registry.stop();
});

async function removed(tags: string[]): Promise<readonly DeleteItem[]> {
  return (await deleted(client(), await planned(client(), REPOSITORY, tags))).items;
}

test('a protected tag that someone points to the next image while the first one is deleted is kept', async () => {
  image('1', ['1']);
  const second = image('2', ['2']);
  image('p', ['prod']);
  registry.fault = ({ method, path }) => {
    if (method === 'DELETE' && path.includes('sha256:')) repository.tags.set('prod', second);
    return undefined;
  };
  const items = await removed(['1', '2']);
  expect(items.find(({ tag }) => tag === '1')).toMatchObject({ state: 'deleted' });
  expect(items.find(({ tag }) => tag === '2')).toMatchObject({ state: 'not-tried', failure: { code: 'CONFLICT' } });
  expect(repository.tags.get('prod')).toBe(second);
  expect(repository.manifests.has(second)).toBe(true);
});

test('a tag that points elsewhere than the dry run saw is kept and reported', async () => {
  const old = image('old', ['2.0', '1.0']);
  image('new', ['2.0']);
  const { plan } = await planned(client(), REPOSITORY, ['2.0', '1.0'], { seen: { '2.0': old, '1.0': old } });
  expect(plan).toMatchObject({ moved: ['2.0'], groups: [{ tags: ['1.0'] }] });
});

test('a signature is kept where deleting its image was refused', async () => {
  const digest = image('a', ['1.0']);
  const signature = `${referrersTag(digest)}.sig`;
  image('s', [signature]);
  registry.fault = ({ method, path }) => (method === 'DELETE' && path.endsWith(digest) ? { kind: 'status', status: 412 } : undefined);
  const items = await removed([signature, '1.0']);
  expect(Object.fromEntries(items.map(({ tag, state }) => [tag, state]))).toEqual({ '1.0': 'unchanged', [signature]: 'not-tried' });
  expect([...repository.tags.keys()].sort()).toEqual(['1.0', signature].sort());
});

const move = async (from: string, to: string): Promise<string> =>
  (await retagged(client(), { ...inside, from, targets: [to], remove: true })).changeId;

test('undoing a move restores the old tag before it deletes the new one: after a refusal the image still has its tag', async () => {
  const digest = image('a', ['rc']);
  const id = await move('rc', '1.0');
  expect([...repository.tags]).toEqual([['1.0', digest]]);
  registry.fault = ({ method, path }) => (method === 'PUT' && path.endsWith('/rc') ? { kind: 'status', status: 403 } : undefined);
  await expect(undone(client(), id)).rejects.toThrow();
  expect(repository.tags.get('1.0')).toBe(digest);
  registry.fault = undefined;
  await undone(client(), id);
  expect([...repository.tags]).toEqual([['rc', digest]]);
});

test('a tag that cannot be undone does not stop the undo of the others', async () => {
  const digest = image('a', ['1.0']);
  registry.behaviour = { ...registry.behaviour, deletes: 'off' };
  image('b', ['2.0']);
  const { changeId: id } = await retagged(client(), { ...inside, from: '2.0', targets: ['latest', '1.0'] });
  const plan = await undoPlanOf(client(), id);
  expect(plan.obstacle).toBeUndefined();
  expect(plan.moves.map(({ tag, action }) => `${tag} ${action}`)).toEqual(['latest kept', '1.0 restore']);
  await undone(client(), id);
  expect(repository.tags.get('1.0')).toBe(digest);
});

test('a paused deletion waits, and continues when it is resumed', async () => {
  image('1', ['1']);
  image('2', ['2']);
  const plan = await planned(client(), REPOSITORY, ['1', '2']);
  const { runId } = await client().delete.apply({
    planId: plan.planId,
    whole: false,
    withReferrers: false,
    typed: [],
    confirmation: REPOSITORY,
  });
  await client().runs.say({ id: runId, what: 'pause' });
  for await (const { run } of await client().runs.follow({ id: runId })) {
    expect(run.state).toBe('paused');
    break;
  }
  expect(repository.tags.size).toBe(2);
  await client().runs.say({ id: runId, what: 'resume' });
  await over.app.services.runs.idle('c');
  expect(repository.tags.size).toBe(0);
  expect((await changesOf(client()))[0]?.state).toBe('done');
});

test('a plan is not applied while a protected name is not typed', async () => {
  image('a', ['prod']);
  const plan = await planned(client(), REPOSITORY, ['prod']);
  expect(plan.plan).toMatchObject({ protected: [], guarded: ['prod'] });
  await expect(deleted(client(), plan)).rejects.toMatchObject({ code: 'CONFLICT', data: { what: 'not-confirmed', subject: 'prod' } });
  expect((await deleted(client(), plan, { whole: true, typed: ['prod'] })).states).toEqual({ prod: 'deleted' });
});

test('protected names that are typed are decided without asking the registry again', async () => {
  image('a', ['1.0', 'prod']);
  image('b', ['2.0', 'prod-2', 'other']);
  const { planId, plan: first } = await planned(client(), REPOSITORY, ['1.0', 'prod', '2.0', 'prod-2']);
  expect(first.protected).toEqual(['prod', 'prod-2']);
  const asked = registry.requests.length;
  const [plan] = (await client().delete.decide({ planId, typed: ['prod'] })).plans;
  expect(registry.requests).toHaveLength(asked);
  expect(plan?.protected).toEqual(['prod-2']);
  expect(plan?.groups.map(({ how, tags }) => ({ how, tags: tags.toSorted() }))).toEqual([
    { how: 'image', tags: ['1.0', 'prod'] },
    { how: 'tags', tags: ['2.0'] },
  ]);
  await expect(client().delete.decide({ planId: 'another', typed: [] })).rejects.toMatchObject({
    code: 'CONFLICT',
    data: { what: 'plan-expired' },
  });
});
