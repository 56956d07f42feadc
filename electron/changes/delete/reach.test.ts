import { expect, test } from 'vitest';
import { connect, startRegistry } from '../../../e2e/support/registry/connected.ts';
import { startCuttingProxy } from '../../../e2e/support/servers/cutting-proxy.ts';
import { started } from '../../../e2e/support/started.ts';
import type { DeleteItem } from '../../../shared/contract/delete.ts';
import { reportWaiting, type Waiting } from '../../registry/http/waiting.ts';
import { Reach } from './reach.ts';

type Item = Pick<DeleteItem, 'state' | 'failure'>;
const cut = { code: 'NETWORK', data: { host: 'r', reason: 'cut', detail: '' } };
const quick = { tries: 3, pause: 20 };

async function startBehindProxy() {
  const registry = await startRegistry();
  const proxy = started(await startCuttingProxy(Number(new URL(registry.url).port)));
  return { proxy, client: connect(proxy.url) };
}

const notTried = (failure: NonNullable<Item['failure']>): Item[] => [{ state: 'not-tried', failure }];

test('a step of which nothing was sent is taken again once the registry is back, and the run tells that it waits', async () => {
  const { proxy, client } = await startBehindProxy();
  const told: (Waiting | undefined)[] = [];
  const reach = new Reach(client, new AbortController().signal, { tries: 9, pause: 100 });
  let taken = 0;
  proxy.die();
  // Longer than a single request is tried again.
  setTimeout(() => proxy.revive(), 2_500);
  const items = await reportWaiting(
    (waiting) => told.push(waiting),
    () => reach.step<Item>(async () => (taken++ === 0 ? notTried(cut) : [{ state: 'deleted' }]), notTried),
  );
  expect([items, taken, reach.lost]).toEqual([[{ state: 'deleted' }], 2, undefined]);
  expect(told.some((waiting) => waiting?.tries === 9)).toBe(true);
  expect(told.at(-1)).toBeUndefined();
});

test('a registry that does not come back is given up, and no later step is taken', async () => {
  const { proxy, client } = await startBehindProxy();
  proxy.die();
  const reach = new Reach(client, new AbortController().signal, quick);
  expect(await reach.step<Item>(async () => notTried(cut), notTried)).toEqual(notTried(cut));
  let isTaken = false;
  const work = async (): Promise<Item[]> => {
    isTaken = true;
    return [{ state: 'deleted' }];
  };
  expect(await reach.step<Item>(work, notTried)).toEqual(notTried(cut));
  expect([isTaken, reach.lost]).toEqual([false, cut]);
});

test('a registry that answers this question and no other is given up, too', async () => {
  const { client } = await startBehindProxy();
  const reach = new Reach(client, new AbortController().signal, quick);
  let taken = 0;
  const work = async (): Promise<Item[]> => {
    taken++;
    return notTried(cut);
  };
  expect(await reach.step<Item>(work, notTried)).toEqual(notTried(cut));
  expect(taken).toBe(3);
});

test.each<[string, Item]>([
  ['a refusal', { state: 'not-tried', failure: { code: 'FORBIDDEN', data: {} } }],
  ['an unknown outcome', { state: 'unknown', failure: cut }],
  ['a tag that was moved', { state: 'moved' }],
])('nothing is waited for after %s', async (_, item) => {
  const { client } = await startBehindProxy();
  const reach = new Reach(client, new AbortController().signal, quick);
  let taken = 0;
  const work = async (): Promise<Item[]> => {
    taken++;
    return [item];
  };
  expect([await reach.step<Item>(work, notTried), taken]).toEqual([[item], 1]);
});
