import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { changesOf, settled } from '../../../e2e/support/changes/undo.ts';
import { type AppOverDouble, inRepository, putSmallImage, startAppOverDouble } from '../../../e2e/support/hosts/app-over-double.ts';
import { endOf } from '../../../e2e/support/runs.ts';
import type { Run } from '../../../shared/contract/runs.ts';
import { continueChanges } from './continue.ts';

let over: AppOverDouble;
beforeEach(async () => {
  over = await startAppOverDouble();
});
afterEach(() => over.stop());

const TAGS = Array.from({ length: 6 }, (_, i) => `1.${i}`);
const target = { connectionId: 'c', repository: 'prod/api' };
const there = (): Map<string, string> => over.registry.store.repository(target.repository).tags;
const wanted = (): Map<string, string> => new Map(TAGS.map((tag) => [tag, over.repository.tags.get(tag) ?? '']));

/** A copy of all tags that has put some of them. */
async function copyHalfWay(): Promise<void> {
  for (const tag of TAGS) putSmallImage(over, tag, [tag]);
  const images = TAGS.map((tag) => ({ reference: tag, tag }));
  const { copy } = over.client.transfer;
  const { planId } = await copy.plan({ source: inRepository, images, target, platforms: null, referrers: false });
  over.registry.behaviour = { ...over.registry.behaviour, latency: 20 };
  await copy.start({ planId, tags: TAGS, typed: [] });
  await vi.waitUntil(() => there().size >= 2, { interval: 1, timeout: 10_000 });
}

/** What the application shows of its runs, once none is under way. */
async function runsEnded(): Promise<readonly Run[]> {
  const { runs } = over.app.services;
  await vi.waitUntil(() => runs.all.length > 0, { timeout: 10_000 });
  await runs.idle();
  return runs.all;
}

test('a copy that is to be continued next time goes on with the next start, and sends nothing twice', async () => {
  await copyHalfWay();
  await over.restart('continue');
  const before = there().size;
  expect(before).toBeLessThan(TAGS.length);
  const requests = over.registry.requests.length;
  const runs = await runsEnded();
  expect(runs).toMatchObject([{ about: { kind: 'undo', how: 'complete' }, state: 'done', result: { state: 'done' } }]);
  expect(there()).toEqual(wanted());
  const puts = over.registry.requests.slice(requests).filter(({ method, path }) => method === 'PUT' && /manifests\/1\./.test(path));
  expect(puts.length).toBeLessThanOrEqual(TAGS.length - before);
  expect((await changesOf(over.client)).map(({ what, state }) => [what, state])).toEqual([['copy', 'done']]);
  // Once: the start after that has nothing to continue.
  await over.restart();
  await wait(100);
  expect(over.app.services.runs.all).toEqual([]);
});

test('a copy that the end of the application cut short is offered by the next start, and nothing is sent until someone decides', async () => {
  await copyHalfWay();
  await over.restart();
  const before = there().size;
  const requests = over.registry.requests.length;
  const { changes } = await over.client.history.interrupted();
  expect(changes).toMatchObject([{ what: 'copy', state: 'interrupted' }]);
  await wait(200);
  expect([over.app.services.runs.all, over.registry.requests.length, there().size]).toEqual([[], requests, before]);
  await settled(over.client, changes[0]?.id ?? '', 'complete');
  expect(there()).toEqual(wanted());
});

test('a copy that the person stopped on quitting is not offered again', async () => {
  await copyHalfWay();
  await over.restart('stop');
  expect((await over.client.history.interrupted()).changes).toEqual([]);
  expect((await changesOf(over.client)).map(({ state }) => state)).toEqual(['partly']);
  expect(over.app.services.runs.all).toEqual([]);
});

test('a copy that is cut short before it has begun to send is continued all the same', async () => {
  for (const tag of TAGS) putSmallImage(over, tag, [tag]);
  const images = TAGS.map((tag) => ({ reference: tag, tag }));
  const { copy } = over.client.transfer;
  const { planId } = await copy.plan({ source: inRepository, images, target, platforms: null, referrers: false });
  over.registry.behaviour = { ...over.registry.behaviour, latency: 50 };
  await copy.start({ planId, tags: TAGS, typed: [] });
  await over.restart('continue');
  over.registry.behaviour = { ...over.registry.behaviour, latency: 0 };
  await runsEnded();
  expect(there()).toEqual(wanted());
});

test('a copy that is continued and cut short again is continued again', async () => {
  await copyHalfWay();
  await over.restart('continue');
  await vi.waitUntil(() => over.app.services.runs.live.length > 0, { interval: 1, timeout: 10_000 });
  await over.restart('continue');
  await runsEnded();
  expect(there()).toEqual(wanted());
});

test('a change that was settled meanwhile is passed over', async () => {
  await copyHalfWay();
  await over.restart();
  const [change] = (await over.client.history.interrupted()).changes;
  const id = change?.id ?? '';
  await endOf(over.client, await over.client.history.settle({ id, how: 'leave' }));
  const before = over.app.services.runs.all.length;
  await continueChanges(over.app.services, [id]);
  expect(over.app.services.runs.all).toHaveLength(before);
});
