import { afterAll, expect, test } from 'vitest';
import { type Deleted, deleted, planned } from '../../../e2e/support/changes/delete.ts';
import { appliedRetag, planRetagOf } from '../../../e2e/support/changes/retag.ts';
import { changesOf, settled, undone } from '../../../e2e/support/changes/undo.ts';
import { type AppOver, startAppOver } from '../../../e2e/support/hosts/app-over.ts';
import type { Behaviour } from '../../../e2e/support/registry/behaviour.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import { endOf } from '../../../e2e/support/runs.ts';
import { type CuttingProxy, startCuttingProxy } from '../../../e2e/support/servers/cutting-proxy.ts';
import { isWaiting } from '../../../shared/change.ts';
import type { Change } from '../../../shared/contract/history.ts';
import { pool } from '../../registry/pool.ts';
import { putImage, putIndex, type SampleRepository, SampleStore } from '../../sample/store.ts';

const REPOSITORY = 'team/api';
const inside = { connectionId: 'c', repository: REPOSITORY };
const platform = { os: 'linux', architecture: 'amd64' };
const points = new Map<string, number>();
afterAll(() => {
  const sum = [...points.values()].reduce((all, n) => all + n, 0);
  console.log(`${sum} points: ${[...points].map(([kind, n]) => `${kind} ${n}`).join(', ')}`);
});

type Digests = Record<'a' | 'b' | 'index', string>;
type Tags = Record<string, string>;

/** Two images with several tags, an index with two, and the same index in another repository. */
function fill(store: SampleStore): Digests {
  const into = (repository: SampleRepository): Digests => {
    const image = (seed: string, tags: string[]) =>
      putImage(repository, { layers: [], created: '2026-01-01T00:00:00Z', platform, config: { seed } }, tags);
    const child = image('c', []);
    return {
      a: image('a', ['1.9.2', '1.9.1']).digest,
      b: image('b', ['1.9', 'latest', 'other']).digest,
      index: putIndex(repository, [{ ...child, platform }], ['i1', 'i2']),
    };
  };
  into(store.repository('source/api'));
  return into(store.repository(REPOSITORY));
}

/** What the change reported for each tag: unchanged, deleted, or moved to the other image. Tags with an unknown outcome are left out. */
type Said = { readonly tag: string; readonly state: 'unchanged' | 'deleted' | 'moved' }[];

type Kind = {
  readonly name: string;
  /** A change that is made before, without lost answers. */
  readonly first?: (over: AppOver, digests: Digests) => Promise<void>;
  readonly run: (over: AppOver, digests: Digests) => Promise<Said>;
  /** The tags once it is complete. */
  readonly complete: (before: Tags, digests: Digests) => Tags;
  /** Digests that are deleted then. */
  readonly images?: (digests: Digests) => string[];
  /** Nothing but a deletion. */
  readonly deletes?: true;
};

const without = (tags: Tags, ...names: string[]): Tags => Object.fromEntries(Object.entries(tags).filter(([tag]) => !names.includes(tag)));

/** What a deletion said, as far as it claimed to know. */
const saidOf = ({ items }: Deleted): Said =>
  items.flatMap(({ tag, state }): Said => {
    if (state === 'deleted') return [{ tag, state }];
    return state === 'unchanged' || state === 'not-tried' ? [{ tag, state: 'unchanged' }] : [];
  });

async function deletedOne({ client }: AppOver, tag: string, what: 'tag' | 'image'): Promise<Said> {
  const plan = await planned(client, REPOSITORY, [tag]);
  armed.get(client)?.();
  return saidOf(await deleted(client, plan, { whole: what === 'image' }));
}

async function deletedTags({ client }: AppOver, tags: string[]): Promise<Said> {
  const plan = await planned(client, REPOSITORY, tags);
  armed.get(client)?.();
  return saidOf(await deleted(client, plan));
}

/** Gives image `a` several tags and deletes its old one. */
async function moved({ client }: AppOver): Promise<Said> {
  const order = await planRetagOf(client, { ...inside, from: '1.9.2', targets: ['stable', '1.9', 'latest'], remove: true });
  // What the registry can delete is tried before the first request of the change.
  await client.connections.abilities({ id: 'c', repository: REPOSITORY });
  armed.get(client)?.();
  const { results } = await appliedRetag(client, order);
  return results.flatMap(({ tag, state }): Said => {
    if (state === 'removed') return [{ tag, state: 'deleted' }];
    return state === 'moved' || state === 'unchanged' ? [{ tag, state }] : [];
  });
}

async function copied({ client }: AppOver, { index }: Digests): Promise<Said> {
  const source = { connectionId: 'c', repository: 'source/api' };
  const images = [{ reference: index, tag: 'copied' }];
  const { planId } = await client.transfer.copy.plan({ source, images, target: inside, platforms: null, referrers: false });
  armed.get(client)?.();
  await endOf(client, await client.transfer.copy.start({ planId, tags: ['copied'], typed: [] }));
  return [{ tag: 'copied', state: 'moved' }];
}

async function undoneLast({ client }: AppOver): Promise<Said> {
  const changes = await changesOf(client);
  armed.get(client)?.();
  await undone(client, changes[0]?.id ?? '');
  return [];
}

const MOVED = (before: Tags, { a }: Digests): Tags => ({ ...without(before, '1.9.2'), stable: a, '1.9': a, latest: a });

const KINDS: Kind[] = [
  { name: 'a tag', run: (over) => deletedOne(over, '1.9.2', 'tag'), complete: (before) => without(before, '1.9.2'), deletes: true },
  {
    name: 'an image',
    run: (over) => deletedOne(over, '1.9.2', 'image'),
    complete: (before) => without(before, '1.9.2', '1.9.1'),
    images: ({ a }) => [a],
    deletes: true,
  },
  {
    name: 'many tags',
    run: (over) => deletedTags(over, ['i1', 'i2', '1.9.1', 'latest', 'other']),
    complete: (before) => without(before, 'i1', 'i2', '1.9.1', 'latest', 'other'),
    images: ({ index }) => [index],
    deletes: true,
  },
  { name: 'several tags and a move', run: moved, complete: MOVED },
  { name: 'a copy', run: copied, complete: (before, { index }) => ({ ...before, copied: index }) },
  {
    name: 'the undo of many tags',
    first: async (over) => void (await deletedTags(over, ['i1', 'i2', '1.9.1'])),
    run: undoneLast,
    complete: (before, { a, index }) => ({ ...before, i1: index, i2: index, '1.9.1': a }),
  },
  {
    name: 'the undo of a move',
    first: async (over) => void (await moved(over)),
    run: undoneLast,
    complete: (before, { a, b }) => ({ ...without(before, 'stable'), '1.9': b, latest: b, '1.9.2': a }),
  },
];

/** Called right before the first request of the change itself, because the requests of its plan do not count. */
const armed = new WeakMap<object, () => void>();

type Way = { readonly how: 'restore' | 'complete'; readonly restarts: boolean; readonly asks: boolean };

const tagsOf = (store: SampleStore): Tags => Object.fromEntries(store.repository(REPOSITORY).tags);

/** Whether an image is there, by tag and by digest. */
function expectWhole({ tags, manifests }: SampleRepository, where: string): void {
  for (const [tag, digest] of tags) expect(manifests.has(digest), `${where}: ${tag} pulls`).toBe(true);
}

async function lastChange({ client }: AppOver): Promise<Change | undefined> {
  return (await changesOf(client))[0];
}

/** The registry dies right after its n-th request that changes something, and is revived later. How many there are where none was lost. */
async function loseAt(kind: Kind, [mode, behaviour]: Mode, at: number, way: Way): Promise<number> {
  const where = `${kind.name}, ${mode}, at ${at}, ${way.how}${way.restarts ? ' after a restart' : ''}${way.asks ? ', asked before' : ''}`;
  const store = new SampleStore();
  const digests = fill(store);
  const registry = new RegistryDouble(store, behaviour);
  const proxy: CuttingProxy = await startCuttingProxy(Number(new URL(await registry.start()).port));
  const over = await startAppOver(proxy.url);
  try {
    await kind.first?.(over, digests);
    const before = tagsOf(store);
    const complete = kind.complete(before, digests);
    let isLost = false;
    armed.set(over.client, () => {
      proxy.onChange = {
        number: at,
        act: () => {
          isLost = true;
          proxy.die();
        },
      };
    });
    const said = await kind.run(over, digests).catch((error: unknown): Said => {
      if (!isLost) throw error;
      return [];
    });
    if (!isLost) {
      expect(tagsOf(store), where).toEqual(mode === NOTHING_DELETED ? before : complete);
      return proxy.changes;
    }
    // What was reported and recorded is true while the registry does not answer.
    const now = tagsOf(store);
    const images = kind.images?.(digests) ?? [];
    const { manifests } = store.repository(REPOSITORY);
    for (const { tag, state } of said) {
      const expected = state === 'deleted' ? undefined : state === 'moved' ? complete[tag] : before[tag];
      expect(now[tag], `${where}: ${tag} is ${state}`).toBe(expected);
    }
    const recorded = await lastChange(over);
    expect(['failed', 'unknown', 'interrupted'], where).toContain(recorded?.state);
    if (recorded?.state === 'failed') {
      expect(now, `${where}: it was not done`).toEqual(before);
      for (const digest of images) expect(manifests.has(digest), where).toBe(true);
    }
    proxy.onChange = undefined;
    if (way.restarts) await over.restart();
    expect((await lastChange(over))?.state, where).toBe(recorded?.state);
    proxy.revive();
    let change = (await lastChange(over)) as Change;
    if (way.asks && isWaiting(change)) {
      change = await settled(over.client, change.id, 'ask');
      const isGone = images.every((digest) => !manifests.has(digest));
      const isThere = images.every((digest) => manifests.has(digest));
      if (change.state === 'done') expect([now, isGone], where).toEqual([complete, true]);
      else if (change.state === 'failed') expect([now, isThere], where).toEqual([before, true]);
      else expect(change.state, where).toBe(recorded?.state);
    }
    if (isWaiting(change)) {
      const isPossible = way.how === 'restore' || mode !== NOTHING_DELETED;
      if (isPossible) {
        change = await settled(over.client, change.id, way.how);
        expect(change.state, where).toBe(way.how === 'complete' ? 'done' : 'restored');
      } else {
        // Nothing can be deleted there: this is reported, nothing is half done, and the change can still be restored.
        await expect(settled(over.client, change.id, 'complete'), where).rejects.toThrow();
        change = await settled(over.client, change.id, 'restore');
      }
    } else if (change.state === 'done' && way.how === 'restore') await undone(over.client, change.id);
    const isComplete = change.state === 'done' && way.how === 'complete';
    expect(tagsOf(store), where).toEqual(isComplete ? complete : before);
    for (const digest of images) expect(manifests.has(digest), `${where}: ${digest}`).toBe(!isComplete);
    expectWhole(store.repository(REPOSITORY), where);
    expect((await changesOf(over.client)).filter(isWaiting), where).toEqual([]);
    points.set(kind.name, (points.get(kind.name) ?? 0) + 1);
    return at;
  } finally {
    await over.stop();
    await proxy.stop();
    await registry.stop();
  }
}

/** A registry that drops a digest, leaves its tags, and deletes no tag: what is deleted there is restored. */
const NOTHING_DELETED = 'digests alone, tags left';

type Mode = readonly [string, Partial<Behaviour>];

const MODES: readonly Mode[] = [
  ['digests alone', { deletes: 'digest' }],
  ['tags and digests', { deletes: 'both' }],
  ['tags and digests, tags left', { deletes: 'both', digestWhileTagged: 'left' }],
  [NOTHING_DELETED, { deletes: 'digest', digestWhileTagged: 'left' }],
];

const WAYS: readonly Way[] = [
  { how: 'restore', restarts: false, asks: false },
  { how: 'restore', restarts: true, asks: true },
  { how: 'complete', restarts: true, asks: false },
  { how: 'complete', restarts: false, asks: true },
];

const WIDTH = 32;

test.concurrent.each(KINDS)(
  'the registry dies right after each request that changes something: what is said and recorded of $name is true, and it is restored or completed',
  async (kind) => {
    const modes = MODES.filter(([mode]) => mode !== NOTHING_DELETED || kind.deletes);
    const waiting: (() => Promise<unknown>)[] = [];
    for (const [i, mode] of modes.entries()) {
      const requests = await loseAt(kind, mode, Number.POSITIVE_INFINITY, WAYS[0] as Way);
      expect(requests).toBeGreaterThan(0);
      for (let at = 1; at <= requests; at++)
        for (const way of WAYS.filter((_, n) => (n + i + at) % 2 === 0)) waiting.push(() => loseAt(kind, mode, at, way));
    }
    // Many at once: nearly all of the time is waiting for an answer that does not come.
    await pool(
      WIDTH,
      () => waiting.pop(),
      async (lose) => void (await lose()),
    );
  },
  600_000,
);
