import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AppOver, startAppOver } from '../../e2e/support/hosts/app-over.ts';
import { usualBehaviour } from '../../e2e/support/registry/behaviour.ts';
import { RegistryDouble } from '../../e2e/support/registry/double.ts';
import type { Connection } from '../../shared/contract/connections.ts';
import { putImage, type SampleRepository } from '../sample/store.ts';

const REPOSITORY = 'team/api';
const MINUTE = 60_000;
let now = 0;
let registry: RegistryDouble;
let repository: SampleRepository;
let over: AppOver;

const image = (seed: string, tags: readonly string[] = []): string => {
  const platform = { os: 'linux', architecture: 'amd64' };
  return putImage(repository, { layers: [], created: '2026-01-01T00:00:00Z', platform, config: { seed } }, tags).digest;
};

async function begin(connection: Partial<Connection> = {}, behaviour = {}): Promise<void> {
  now = 1_800_000_000_000;
  registry = new RegistryDouble(undefined, { ...usualBehaviour, ...behaviour });
  repository = registry.store.repository(REPOSITORY);
  over = await startAppOver(await registry.start(), connection, { clock: () => now });
}

afterEach(async () => {
  await over.stop();
  await registry.stop();
});

/** Watches, and lets the first look end. */
async function watch(pattern: string, minutes: 5 | 15 | 60 = 5, place = REPOSITORY): Promise<void> {
  await over.client.watch.add({ connectionId: 'c', repository: place, pattern, minutes });
  await tick();
}
const tick = () => over.app.services.watcher.tick();
const heads = () => registry.requests.filter(({ method }) => method === 'HEAD').map(({ path }) => path);
const lists = () => registry.requests.filter(({ path }) => path.includes('/tags/list')).length;
const listed = () => over.client.watch.list();
const found = async () => (await listed()).changes.map(({ tag, kind }) => `${tag} ${kind}`);

/** Time passes, and the watcher asks whether something is due. */
async function passing(minutes: number): Promise<void> {
  now += minutes * MINUTE;
  await tick();
}

/** Numbers below `below` that are the same in every run. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Moves, deletes and pushes tags as a number generator says, each tag at most once; what a watcher is to find. */
function change(random: (below: number) => number, digests: readonly string[], interval: number): string[] {
  const { tags } = repository;
  const names = [...tags.keys()];
  const touched = new Set<string>();
  const pick = (): string => {
    for (;;) {
      const tag = names[random(names.length)] ?? '';
      if (!touched.has(tag)) return touched.add(tag) && tag;
    }
  };
  const moved = Array.from({ length: random(40) }, pick);
  for (const tag of moved)
    tags.set(tag, digests[(digests.indexOf(tags.get(tag) ?? '') + 1 + random(digests.length - 1)) % digests.length] ?? '');
  const vanished = Array.from({ length: random(5) }, pick);
  for (const tag of vanished) tags.delete(tag);
  const appeared = Array.from({ length: random(8) }, (_, i) => `new-${interval}-${i}`);
  for (const tag of appeared) tags.set(tag, digests[random(digests.length)] ?? '');
  return [...moved.map((tag) => `${tag} moved`), ...vanished.map((tag) => `${tag} vanished`), ...appeared.map((tag) => `${tag} appeared`)];
}

describe('a registry without a sign-in', () => {
  beforeEach(() => begin());

  test.each([1, 2, 3])(
    '1,000 tags over 10 intervals: the pages of the list and one HEAD a tag in each, every change found, none invented (seed %i)',
    async (seed) => {
      const digests = Array.from({ length: 60 }, (_, i) => image(`image ${i}`));
      for (let i = 0; i < 1_000; i++) repository.tags.set(`t${i}`, digests[i % digests.length] ?? '');
      const random = seeded(seed);
      // A page has 1,000 names. One that is full and has no Link is asked whether there is more.
      const pages = (): number => Math.floor(repository.tags.size / 1_000) + 1;
      await watch('*');
      const expected: string[] = [];
      let asked = 1_000;
      let pagesAsked = pages();
      for (let interval = 1; interval <= 10; interval++) {
        expected.push(...change(random, digests, interval).map((one) => `${interval}: ${one}`));
        // Asked again within the interval, nothing is sent.
        for (const minutes of [2, 2]) await passing(minutes);
        expect(heads().length).toBe(asked);
        await passing(1);
        asked += repository.tags.size;
        pagesAsked += pages();
        expect(heads().length).toBe(asked);
        expect(new Set(heads().slice(-repository.tags.size)).size).toBe(repository.tags.size);
      }
      const { changes } = await listed();
      const start = 1_800_000_000_000;
      const seen = changes.map(({ at, tag, kind }) => `${(at - start) / (5 * MINUTE)}: ${tag} ${kind}`);
      expect(expected.length).toBeGreaterThan(100);
      expect(seen.toSorted()).toEqual(expected.toSorted());
      expect(lists()).toBe(pagesAsked);
      expect(registry.requests.length).toBe(asked + pagesAsked);
    },
    300_000,
  );

  test('after 429 with Retry-After nothing is sent until that has passed, also after a restart; then the tags that were left are asked first, and no change is missed', async () => {
    for (let i = 0; i < 100; i++) image(`${i}`, [`t${i}`]);
    await watch('t*');
    const other = image('other');
    for (let i = 0; i < 100; i++) repository.tags.set(`t${i}`, other);
    let answered = 30;
    registry.fault = ({ method }) =>
      method === 'HEAD' && answered-- <= 0 ? { kind: 'status', status: 429, headers: { 'retry-after': '1500' }, body: '{}' } : undefined;
    const before = heads().length;
    await passing(5);
    const first = heads().slice(before);
    // 30 answers, the one that was refused, and what was under way beside it.
    expect(first.length).toBeGreaterThan(30);
    expect(first.length).toBeLessThanOrEqual(34);
    registry.fault = undefined;
    const sent = registry.requests.length;
    for (let minutes = 5; minutes < 25; minutes += 5) {
      await passing(5);
      if (minutes === 10) await over.restart();
      expect(registry.requests.length, `${minutes} minutes after it`).toBe(sent);
      expect((await listed()).watches[0]?.failure?.code).toBe('RATE_LIMITED');
      expect((await listed()).watches[0]?.unread).toBe(70);
    }
    await passing(5);
    const second = heads().slice(before + first.length);
    expect(second).toHaveLength(100);
    expect(first.slice(0, 30).filter((path) => second.slice(0, 70).includes(path))).toEqual([]);
    expect((await found()).length).toBe(100);
    expect((await listed()).watches[0]).toMatchObject({ unread: 0, tags: 100 });
  }, 60_000);

  test('a Retry-After is obeyed for every repository and connection of the registry, and 503 has one too', async () => {
    image('a', ['1.0']);
    const connections = over.app.services.document.connections;
    const [one] = connections;
    if (one) over.app.services.document.connections = [...connections, { ...one, id: 'second' }];
    await watch('1.0');
    await watch('1.0', 5, 'team/web');
    await over.client.watch.add({ connectionId: 'second', repository: REPOSITORY, pattern: '1.0', minutes: 5 });
    await tick();
    registry.requests.length = 0;
    registry.fault = () => ({ kind: 'status', status: 503, headers: { 'retry-after': '3600' } });
    await passing(5);
    expect(registry.requests).toHaveLength(1);
    for (let i = 0; i < 11; i++) await passing(5);
    // The hour is not over.
    expect(registry.requests).toHaveLength(2 - 1);
    registry.fault = undefined;
    await passing(5);
    expect(registry.requests).toHaveLength(4);
  });

  test('two watches that share tags ask for each of them once and tell a change once; one tag alone needs no list', async () => {
    image('a', ['1.0', '1.1', 'latest']);
    await watch('1.*', 15);
    await watch('1.0');
    await watch('latest');
    registry.requests.length = 0;
    image('b', ['1.0']);
    await passing(5);
    expect(heads().toSorted()).toEqual(['1.0', 'latest'].map((tag) => `/v2/${REPOSITORY}/manifests/${tag}`));
    expect(lists()).toBe(0);
    registry.requests.length = 0;
    await passing(10);
    expect(heads().toSorted()).toEqual(['1.0', '1.1', 'latest'].map((tag) => `/v2/${REPOSITORY}/manifests/${tag}`));
    expect(lists()).toBe(1);
    expect(await found()).toEqual(['1.0 moved']);
  });

  test('nothing is asked while the screen is locked or a page is on a metered network, and what was missed is found after it', async () => {
    image('a', ['1.0']);
    await watch('1.0');
    const unlock = over.app.services.watcher.hold('locked');
    const page = new AbortController();
    const reading = (async () => {
      for await (const _ of await over.client.watch.found({ isMetered: true }, { signal: page.signal }));
    })().catch(() => {});
    await expect.poll(async () => (await listed()).held).toEqual(['locked', 'metered']);
    registry.requests.length = 0;
    image('b', ['1.0']);
    await passing(60);
    unlock();
    await passing(60);
    expect(registry.requests).toEqual([]);
    expect((await listed()).held).toEqual(['metered']);
    // The page is closed, or its network is another.
    page.abort();
    await reading;
    await tick();
    expect(await found()).toEqual(['1.0 moved']);
  });

  test('a look that is held half way goes on with what it did not come to', async () => {
    for (let i = 0; i < 40; i++) image(`${i}`, [`t${i}`]);
    await watch('*');
    registry.requests.length = 0;
    let unlock = (): void => {};
    registry.fault = () => {
      if (registry.requests.length === 12) unlock = over.app.services.watcher.hold('asleep');
      return undefined;
    };
    await passing(5);
    registry.fault = undefined;
    const before = heads().length;
    expect(before).toBeLessThan(20);
    const { watches } = await listed();
    expect(watches[0]?.failure).toBeUndefined();
    const unread = watches[0]?.unread ?? 0;
    expect(unread).toBeGreaterThan(20);
    unlock();
    await tick();
    expect(heads().length - before).toBe(unread);
    expect(lists()).toBe(1);
    expect(await found()).toEqual([]);
  });

  test('what was seen outlives a restart: no tag appears again, and nothing is asked before its time', async () => {
    image('a', ['1.0', '1.1']);
    await watch('1.*');
    await over.restart();
    registry.requests.length = 0;
    image('b', ['1.0', '1.2']);
    await passing(4);
    expect(registry.requests).toEqual([]);
    await passing(1);
    expect((await found()).toSorted()).toEqual(['1.0 moved', '1.2 appeared']);
    await over.restart();
    expect((await found()).toSorted()).toEqual(['1.0 moved', '1.2 appeared']);
    const [one] = (await listed()).watches;
    await over.client.watch.pause({ id: one?.id ?? '', isPaused: true });
    await over.restart();
    registry.requests.length = 0;
    await passing(60);
    expect(registry.requests).toEqual([]);
    await over.client.watch.pause({ id: one?.id ?? '', isPaused: false });
    await tick();
    expect(lists()).toBe(1);
    await over.client.watch.remove({ id: one?.id ?? '' });
    registry.requests.length = 0;
    await passing(60);
    expect(registry.requests).toEqual([]);
  });

  test('a repository that is deleted: its tags vanish once, the watch says that it was not found, and finds it when it is back', async () => {
    image('a', ['1.0', '1.1']);
    await watch('*');
    registry.fault = ({ path }) =>
      path.startsWith(`/v2/${REPOSITORY}/`)
        ? { kind: 'status', status: 404, body: JSON.stringify({ errors: [{ code: 'NAME_UNKNOWN', message: '' }] }) }
        : undefined;
    registry.requests.length = 0;
    for (let i = 0; i < 3; i++) await passing(5);
    expect(registry.requests).toHaveLength(3);
    expect((await found()).toSorted()).toEqual(['1.0 vanished', '1.1 vanished']);
    expect((await listed()).watches[0]).toMatchObject({ tags: 0, failure: { code: 'NOT_FOUND', data: { what: 'repository' } } });
    registry.fault = undefined;
    await passing(5);
    expect((await found()).toSorted()).toEqual(['1.0 appeared', '1.0 vanished', '1.1 appeared', '1.1 vanished']);
    expect((await listed()).watches[0]?.failure).toBeUndefined();
  });

  test('a tag that cannot be read is named as unread, and the others are looked at; a busy registry is left alone after three', async () => {
    for (let i = 0; i < 40; i++) image(`${i}`, [`t${i}`]);
    await watch('*');
    registry.fault = ({ path }) => (path.endsWith('/t7') ? { kind: 'status', status: 500 } : undefined);
    await passing(5);
    expect((await listed()).watches[0]).toMatchObject({ unread: 1, tags: 40, failure: { code: 'REGISTRY' } });
    registry.requests.length = 0;
    registry.fault = ({ method }) => (method === 'HEAD' ? { kind: 'status', status: 502 } : undefined);
    await passing(5);
    expect(heads().length).toBeLessThanOrEqual(6);
    registry.fault = undefined;
    await passing(10);
    expect((await listed()).watches[0]).toMatchObject({ unread: 0 });
    expect(await found()).toEqual([]);
  });

  test('what was seen at another registry is no change of this one', async () => {
    image('a', ['1.0']);
    await watch('1.0');
    const other = new RegistryDouble(undefined, {});
    repository = other.store.repository(REPOSITORY);
    image('b', ['1.0']);
    const url = await other.start();
    const { document, clients } = over.app.services;
    document.connections = document.connections.map((one) => ({ ...one, url }));
    clients.retire('c', Promise.resolve());
    await passing(5);
    expect(other.requests.map(({ method }) => method)).toEqual(['HEAD']);
    expect(await found()).toEqual([]);
    await other.stop();
  });
});

test('a wrong password is sent less and less often, 10 times in a day instead of 288, and the right one ends that', async () => {
  await begin({ signIn: 'password', username: 'sample', secret: 'session' }, { auth: 'basic' });
  const { secrets } = over.app.services;
  await secrets.set('c', 'password', 'session', 'wrong');
  image('a', ['1.0']);
  await watch('1.0');
  await watch('*', 5, 'team/web');
  for (let minutes = 0; minutes < 24 * 60; minutes += 5) await passing(5);
  expect(registry.requests.filter(({ authorization }) => authorization !== undefined)).toHaveLength(10);
  const { watches } = await listed();
  expect(watches.map(({ failure }) => failure?.code)).toContain('UNAUTHORIZED');
  expect(JSON.stringify(watches)).not.toContain('wrong');
  await secrets.set('c', 'password', 'session', 'sample');
  over.app.services.clients.retire('c', Promise.resolve());
  // A person looks at the registry again.
  await over.client.connections.ping({ id: 'c' });
  await tick();
  expect((await listed()).watches.map(({ failure }) => failure?.code)).not.toContain('UNAUTHORIZED');
  image('b', ['1.0']);
  await passing(5);
  expect(await found()).toEqual(['1.0 moved']);
});
