import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type AppOverDouble,
  inRepository,
  putSmallImage,
  REPOSITORY,
  startAppOverDouble,
} from '../../../../e2e/support/hosts/app-over-double.ts';
import { endOf } from '../../../../e2e/support/runs.ts';
import { MOST_TAGS } from '../../../../shared/contract/base.ts';
import { referrersTag } from '../../../../shared/oci/digest.ts';
import { putImage } from '../../../sample/store.ts';

let over: AppOverDouble;
beforeEach(async () => {
  over = await startAppOverDouble();
});
afterEach(() => over.stop());

const platform = { os: 'linux', architecture: 'amd64' };
const SHARED = { instruction: 'FROM base', size: 5000, seed: 'base' };

/** An image with a layer that all have and one of its own. */
const image = (seed: string, tags: string[]): string =>
  putImage(
    over.repository,
    { layers: [SHARED, { instruction: 'COPY', size: 1000, seed }], created: '2026-01-01T00:00:00Z', platform, config: { seed } },
    tags,
  ).digest;

const target = { connectionId: 'c', repository: 'prod/api' };
const same = (tags: readonly string[]) => tags.map((tag) => ({ reference: tag, tag }));

async function planOf(tags: readonly string[], into = target) {
  return over.client.transfer.copy.plan({ source: inRepository, images: same(tags), target: into, platforms: null, referrers: true });
}

const there = (): Record<string, string> => Object.fromEntries(over.registry.store.repository(target.repository).tags);

test('several tags are one plan, in which a layer that they share counts once, and one change with one undo', async () => {
  const [a, b] = [image('a', ['1.0', 'stable']), image('b', ['1.1'])];
  const plan = await planOf(['1.0', 'stable', '1.1']);
  expect(plan).toMatchObject({ repository: 'new', failed: [] });
  expect(plan.images.map(({ tag, digest, current }) => [tag, digest, current.state])).toEqual([
    ['1.0', a, 'free'],
    ['stable', a, 'free'],
    ['1.1', b, 'free'],
  ]);
  // One shared layer, one of each image, and the two configs.
  expect(plan.toMount.blobs).toBe(5);
  const run = await endOf(
    over.client,
    await over.client.transfer.copy.start({ planId: plan.planId, tags: ['1.0', 'stable', '1.1'], typed: [] }),
  );
  expect(run).toMatchObject({ state: 'done', result: { mounted: plan.toMount.bytes, sent: 0 } });
  expect(there()).toEqual({ '1.0': a, stable: a, '1.1': b });
  expect(run.changeIds).toHaveLength(1);
  await endOf(over.client, await over.client.history.undo({ id: run.changeIds[0] ?? '' }));
  expect(there()).toEqual({});
});

test('the undo of a copy removes the signatures that it has brought, too', async () => {
  const digest = image('a', ['1.0']);
  const signature = `${referrersTag(digest)}.sig`;
  image('signature', [signature]);
  const { planId } = await planOf(['1.0']);
  const run = await endOf(over.client, await over.client.transfer.copy.start({ planId, tags: ['1.0'], typed: [] }));
  expect(Object.keys(there()).sort()).toEqual(['1.0', signature]);
  const undone = await endOf(over.client, await over.client.history.undo({ id: run.changeIds[0] ?? '' }));
  expect(undone).toMatchObject({ state: 'done', result: { state: 'done' } });
  expect(there()).toEqual({});
});

test('a tag that someone moves meanwhile is left alone, and the others are copied', async () => {
  const a = image('a', ['1.0']);
  image('b', ['1.1']);
  const plan = await planOf(['1.1', '1.0']);
  const other = putSmallImage({ repository: over.registry.store.repository(target.repository) }, 'other', ['1.1']);
  const run = await endOf(over.client, await over.client.transfer.copy.start({ planId: plan.planId, tags: ['1.1', '1.0'], typed: [] }));
  expect(run).toMatchObject({
    state: 'done',
    result: {
      images: [
        { tag: '1.1', state: 'unchanged', failure: { code: 'CONFLICT', data: { what: 'tag-moved' } } },
        { tag: '1.0', state: 'copied' },
      ],
    },
  });
  expect(there()).toEqual({ '1.1': other, '1.0': a });
});

test('an image that cannot be read is named in the plan, and does not keep the others from being copied', async () => {
  image('a', ['1.0']);
  const plan = await planOf(['1.0', 'missing']);
  expect(plan.failed).toMatchObject([{ tag: 'missing', failure: { code: 'NOT_FOUND' } }]);
  expect(plan.images.map(({ tag }) => tag)).toEqual(['1.0']);
  await expect(planOf(['missing'])).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a protected tag is overwritten only where its name was typed, and nothing is sent otherwise', async () => {
  const a = image('a', ['latest']);
  const into = over.registry.store.repository(target.repository);
  const before = putSmallImage({ repository: into }, 'before', ['latest']);
  over.app.services.document.connections = over.app.services.document.connections.map((one) => ({ ...one, protectedTags: ['latest'] }));
  const { planId, images } = await planOf(['latest']);
  expect(images[0]?.current).toMatchObject({ state: 'taken', digest: before });
  const order = { planId, tags: ['latest'], typed: [] as string[] };
  await expect(over.client.transfer.copy.start(order)).rejects.toMatchObject({
    code: 'CONFLICT',
    data: { what: 'not-confirmed', subject: 'latest' },
  });
  expect(there()).toEqual({ latest: before });
  await endOf(over.client, await over.client.transfer.copy.start({ ...order, typed: ['latest'] }));
  expect(there()).toEqual({ latest: a });
});

test('a repository that the registry has is not called new', async () => {
  image('a', ['1.0']);
  const plan = await planOf(['1.0'], { connectionId: 'c', repository: REPOSITORY });
  expect(plan.repository).toBe('found');
});

test(`at most ${MOST_TAGS} tags are copied at once, each to a name of its own`, async () => {
  const many = Array.from({ length: MOST_TAGS + 1 }, (_, i) => `t${i}`);
  image('a', many);
  await expect(planOf(many)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(planOf(['t1', 't1'])).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  expect((await planOf(many.slice(1))).images).toHaveLength(MOST_TAGS);
});
