import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { AppTask } from '../../../e2e/support/hosts/app-process.ts';
import type { Behaviour } from '../../../e2e/support/registry/behaviour.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import { startCuttingProxy } from '../../../e2e/support/servers/cutting-proxy.ts';
import { emptyForm } from '../../../shared/contract/connections.ts';
import { putImage, putIndex, SampleStore } from '../../sample/store.ts';

const REPOSITORY = 'team/api';
const platform = { os: 'linux', architecture: 'amd64' };
const points: string[] = [];
afterAll(() => console.log(`killed at ${points.length} points: ${points.join(', ')}`));

function fill(store: SampleStore): Record<'a' | 'b' | 'index', string> {
  const repository = store.repository(REPOSITORY);
  const image = (seed: string, tags: string[]) => {
    const made = putImage(repository, { layers: [], created: '2026-01-01T00:00:00Z', platform, config: { seed } }, tags);
    return made;
  };
  const child = image('c', []);
  return {
    a: image('a', ['1.9.2', '1.9.1']).digest,
    b: image('b', ['1.9', 'latest', 'other']).digest,
    index: putIndex(repository, [{ ...child, platform }], ['i1', 'i2']),
  };
}

/** A process with the application in it, on a data folder that has one connection, to `url`. */
async function start(dataFolder: string, url: string): Promise<ChildProcess> {
  const { address: _, ...form } = emptyForm;
  const connection = { ...form, id: 'c', name: 'n', url, secret: 'none', hasClientKey: false, sample: false, trustedRealms: [] };
  const proxy = { kind: 'none', url: '', username: '', hasPassword: false };
  await writeFile(
    join(dataFolder, 'longshore.json'),
    JSON.stringify({ version: 1, connections: [{ ...connection, proxy }], settings: {} }),
  );
  const child = fork(join(import.meta.dirname, '../../../e2e/support/hosts/app-process.ts'), [dataFolder], { stdio: 'inherit' });
  await new Promise((resolve) => child.once('message', resolve));
  return child;
}

const ended = (child: ChildProcess): Promise<unknown> => new Promise((resolve) => child.once('exit', resolve));

async function ask(child: ChildProcess, task: AppTask): Promise<{ value?: unknown; error?: string }> {
  const answer = new Promise<{ value?: unknown; error?: string }>((resolve) =>
    child.once('message', (message) => resolve(message as object)),
  );
  child.send(task);
  return answer;
}

type Change = {
  readonly name: string;
  readonly task: (digests: ReturnType<typeof fill>) => AppTask;
  readonly expected: (before: Map<string, string>) => Map<string, string>;
};

const without = (before: Map<string, string>, ...tags: string[]): Map<string, string> =>
  new Map([...before].filter(([tag]) => !tags.includes(tag)));

const CHANGES: Change[] = [
  {
    name: 'many tags',
    task: () => ({ kind: 'delete', repository: REPOSITORY, tags: ['i1', 'i2', '1.9.1'] }),
    expected: (before) => without(before, 'i1', 'i2', '1.9.1'),
  },
  {
    name: 'a family and a move',
    task: () => ({ kind: 'retag', wish: { repository: REPOSITORY, from: '1.9.2', targets: ['stable', '1.9', 'latest'], remove: true } }),
    expected: (before) => {
      const a = before.get('1.9.2') ?? '';
      return new Map([...without(before, '1.9.2'), ['stable', a], ['1.9', a], ['latest', a]]);
    },
  },
  {
    name: 'a copy',
    task: ({ index }) => ({
      kind: 'copy',
      order: {
        source: { connectionId: 'c', repository: 'source/api' },
        images: [{ reference: index, tag: 'other' }],
        target: { connectionId: 'c', repository: REPOSITORY },
        platforms: null,
        referrers: false,
      },
    }),
    expected: (before) => before,
  },
];

/** Kills the process at the n-th request that changes something; undefined once there are not so many. */
async function killAt(change: Change, behaviour: Partial<Behaviour>, at: number, how: 'restore' | 'complete'): Promise<boolean> {
  const store = new SampleStore();
  const digests = fill(store);
  const isCopy = change.name === 'a copy';
  if (isCopy) {
    // None of its content is in the target repository.
    store.repositories.set('source/api', store.repository(REPOSITORY));
    store.repositories.delete(REPOSITORY);
    putImage(store.repository(REPOSITORY), { layers: [], created: '2026-01-01T00:00:00Z', platform }, ['kept']);
  }
  const registry = new RegistryDouble(store, behaviour);
  const proxy = await startCuttingProxy(Number(new URL(await registry.start()).port));
  const dataFolder = await mkdtemp(join(tmpdir(), 'longshore-killed-'));
  try {
    const { tags } = store.repository(REPOSITORY);
    const before = new Map(tags);
    const child = await start(dataFolder, proxy.url);
    let isKilled = false;
    const exit = ended(child);
    proxy.onChange = {
      number: at,
      act: () => {
        isKilled = true;
        child.kill('SIGKILL');
      },
    };
    const answered = ask(child, change.task(digests));
    await Promise.race([exit, answered]);
    proxy.onChange = undefined;
    if (!isKilled) {
      const { error } = await answered;
      expect(error).toBeUndefined();
      await exit;
      return false;
    }
    const again = await start(dataFolder, proxy.url);
    const gone = ended(again);
    const { error, value } = await ask(again, { kind: 'settle', how });
    await gone;
    const where = `${change.name}, ${how} at ${at}`;
    expect(error, where).toBeUndefined();
    // Killed while the registry was still being probed for what it can delete: nothing had begun.
    const hasBegun = value !== undefined;
    const expected =
      how === 'restore' || !hasBegun ? before : isCopy ? new Map([...before, ['other', digests.index]]) : change.expected(before);
    expect(Object.fromEntries(tags), where).toEqual(Object.fromEntries(expected));
    points.push(hasBegun ? where : `${where} (not begun)`);
    return true;
  } finally {
    await proxy.stop();
    await registry.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

test.each(CHANGES)(
  'killed after each request that changes something, $name is restored or completed, as the person chooses',
  async (change) => {
    const ways = [
      [{ deletes: 'digest' }, 'restore'],
      [{ deletes: 'digest' }, 'complete'],
      [{ deletes: 'both' }, 'complete'],
    ] as const;
    // Side by side: most of the time is processes that start.
    await Promise.all(
      ways.map(async ([behaviour, how]) => {
        for (let at = 1; await killAt(change, behaviour, at, how); at++) expect(at).toBeLessThan(40);
      }),
    );
  },
  400_000,
);
