import { beforeEach, expect, test } from 'vitest';
import { type AppOverDouble, putSmallImage, startAppOverDouble } from '../../../e2e/support/hosts/app-over-double.ts';
import { started } from '../../../e2e/support/started.ts';
import type { PlanFound } from '../../../shared/contract/plans.ts';

let over: AppOverDouble;

beforeEach(async () => {
  over = started(await startAppOverDouble());
  putSmallImage(over, 'a', ['1.0', '1', 'latest']);
  putSmallImage(over, 'b', ['2.0']);
});

async function deletionOf(tags: string[], seen?: Record<string, string>): Promise<string> {
  let planId = '';
  const question = { connectionId: 'c', targets: [{ repository: 'team/api', tags, seen }], untagOnly: false, purpose: 'delete' as const };
  for await (const event of await over.client.delete.plan(question)) if (event.kind === 'end') planId = event.planId;
  return planId;
}

const textOf = async (planId: string): Promise<string> =>
  (await over.client.delete.file({ planId, whole: false, withReferrers: true, typed: [] })).text;

/** Reads a file, and plans again what it asks for. */
async function againFrom(text: string): Promise<{ found: PlanFound; planId: string; fileId: string }> {
  const found = await over.client.plans.read({ text });
  switch (found.kind) {
    case 'delete': {
      const [target] = found.targets;
      return { found, planId: await deletionOf(target?.tags ?? [], target?.seen), fileId: found.fileId };
    }
    case 'retag': {
      const targets = found.targets.map((one) => ({ ...one, hints: [] }));
      const { planId } = await over.client.retag.plan({ connectionId: 'c', repository: found.repository, targets });
      return { found, planId, fileId: found.fileId };
    }
    default:
      throw new Error(found.why);
  }
}

test('a plan is found with its registry, and the same registry has no difference', async () => {
  const text = await textOf(await deletionOf(['1', '2.0']));
  const { found, planId, fileId } = await againFrom(text);
  expect(found).toMatchObject({ kind: 'delete', connectionId: 'c', whole: false, protected: [] });
  expect(await over.client.plans.drift({ fileId, planId })).toEqual({ drift: [], count: 0 });
});

test('what has moved since is told of each tag: what was expected, and what is there', async () => {
  const text = await textOf(await deletionOf(['1', '2.0']));
  const [a = '', b = ''] = [over.repository.tags.get('1'), over.repository.tags.get('2.0')];
  over.repository.tags.set('latest', b);
  const { planId, fileId } = await againFrom(text);
  const { drift } = await over.client.plans.drift({ fileId, planId });
  expect(drift).toContainEqual({
    ...{ at: 'team/api:latest', what: 'tag' },
    ...{ expected: { state: 'kept', digest: a }, now: { state: 'kept', digest: b } },
  });
});

test('the plan of a retag is held against the registry in the same way', async () => {
  const targets = [{ from: '2.0', to: 'latest', hints: [] }];
  const { planId } = await over.client.retag.plan({ connectionId: 'c', repository: 'team/api', targets });
  const { text } = await over.client.retag.file({ planId, targets: ['latest'], remove: false });
  const same = await againFrom(text);
  expect(same.found).toMatchObject({ kind: 'retag', repository: 'team/api', targets: [{ from: '2.0', to: 'latest' }] });
  expect(await over.client.plans.drift(same)).toEqual({ drift: [], count: 0 });
  over.repository.tags.delete('latest');
  const { drift } = await over.client.plans.drift(await againFrom(text));
  expect(drift).toContainEqual(expect.objectContaining({ at: 'team/api:latest', what: 'tag', now: { state: 'free' } }));
});

test.each([
  ['{', 'not-json'],
  ['[]', 'no-plan'],
  ['{"longshore":"delete-plan","version":2}', 'no-plan'],
])('%s is refused: %s', async (text, why) => {
  expect(await over.client.plans.read({ text })).toEqual({ kind: 'problem', why, registry: '' });
});

test('a plan of a registry that is not saved asks nobody', async () => {
  const text = (await textOf(await deletionOf(['1']))).replace(/"registry":"[^"]*"/, '"registry":"https://registry.example.com"');
  const before = over.registry.requests.length;
  expect(await over.client.plans.read({ text })).toEqual({ kind: 'problem', why: 'no-registry', registry: 'registry.example.com' });
  expect(over.registry.requests).toHaveLength(before);
});

test('a file that is no longer kept is said to have expired', async () => {
  const { planId } = await againFrom(await textOf(await deletionOf(['1', '2.0'])));
  await expect(over.client.plans.drift({ fileId: 'none', planId })).rejects.toMatchObject({
    code: 'CONFLICT',
    data: { what: 'plan-expired' },
  });
});
