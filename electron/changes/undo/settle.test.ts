import { readdirSync, readFileSync } from 'node:fs';
import { appendFile, type FileHandle, mkdtemp, open as openFile, readdir, readlink, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import Conf from 'conf';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { retagged } from '../../../e2e/support/changes/retag.ts';
import { changesOf, ended, settled, undone } from '../../../e2e/support/changes/undo.ts';
import { needs } from '../../../e2e/support/needs.ts';
import type { Behaviour } from '../../../e2e/support/registry/behaviour.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import type { Connection } from '../../../shared/contract/connections.ts';
import { type App, createApp } from '../../app.ts';
import { router } from '../../router/router.ts';
import { putImage, putIndex, type SampleRepository } from '../../sample/store.ts';
import { DOCUMENT_NAME } from '../../storage/document.ts';
import { pruneTrash } from '../../tidy.ts';
import type { ChangeBegin } from '../core/ports.ts';

const REPOSITORY = 'team/api';
const inside = { connectionId: 'c', repository: REPOSITORY };
let registry: RegistryDouble;
let repository: SampleRepository;
let app: App;
let folder: string;

const image = (seed: string, tags: string[]): string => {
  const platform = { os: 'linux', architecture: 'amd64' };
  return putImage(repository, { layers: [], created: '2026-01-01T00:00:00Z', platform, config: { seed } }, tags).digest;
};
const client = () => createRouterClient(router, { context: app.services });

async function open(): Promise<void> {
  const store = new Conf({ cwd: folder, configName: DOCUMENT_NAME });
  app = await createApp({ dataFolder: folder, store, damagedFile: undefined, version: 'test' });
}

beforeEach(async () => {
  registry = new RegistryDouble();
  repository = registry.store.repository(REPOSITORY);
  folder = await mkdtemp(join(tmpdir(), 'longshore-history-'));
  await open();
  const connection: Connection = {
    ...{ id: 'c', name: 'n', url: await registry.start(), signIn: 'none', username: '', helper: '', secret: 'none', readOnly: false },
    ...{ ca: '', clientCertificate: '', hasClientKey: false, fingerprint: '', pinned: [], recent: [], trustedRealms: [], sample: false },
    proxy: { kind: 'none', url: '', username: '', hasPassword: false },
    protectedTags: [],
    folder: '',
    colour: 'none',
    production: false,
  } as Connection;
  app.services.document.connections = [connection];
});
afterEach(async () => {
  await app.close();
  await registry.stop();
  await rm(folder, { recursive: true, force: true });
});

const retag = async (from: string, to: string): Promise<string> => (await retagged(client(), { ...inside, from, targets: [to] })).changeId;

test('a history with lines of a later version is listed, and its changes can still be undone', async () => {
  const first = image('a', ['1.0', 'latest']);
  image('b', ['2.0']);
  const id = await retag('2.0', 'latest');
  const at = new Date().toISOString();
  const later = { v: 3, kind: 'change', change: { id: 'later', at, what: 'promote', tag: 'latest' } };
  await app.close();
  await appendFile(join(folder, 'history', `${at.slice(0, 7)}.jsonl`), `${JSON.stringify(later)}\n{"torn":`);
  await open();
  const { entries } = await client().history.list({ limit: 10 });
  expect(entries).toMatchObject([{ kind: 'unread' }, { kind: 'unread' }, { kind: 'change', change: { id, state: 'done' } }]);
  expect(JSON.stringify(entries)).toContain('promote');
  await undone(client(), id);
  expect(repository.tags.get('latest')).toBe(first);
});

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** Calls of `fsync` and `fdatasync`, each with the path that it was for, in their order. */
async function watchSyncs(into: string[]): Promise<() => void> {
  needs('linux');
  const handle = await openFile(folder, 'r');
  const prototype = Object.getPrototypeOf(handle) as Pick<FileHandle, 'sync' | 'datasync'>;
  await handle.close();
  const { sync, datasync } = prototype;
  const noted = (own: () => Promise<void>) =>
    async function (this: FileHandle): Promise<void> {
      const path = await readlink(`/proc/self/fd/${this.fd}`);
      await own.call(this);
      into.push(
        path
          .slice(folder.length + 1)
          .replace(/sha256-[0-9a-f]+-[0-9a-f]+/, 'DIGEST')
          .replace(UUID, 'ID'),
      );
    };
  prototype.sync = noted(sync);
  prototype.datasync = noted(datasync);
  return () => Object.assign(prototype, { sync, datasync });
}

test('what an undo needs is on the disk itself when the changing request reaches the registry', async () => {
  const first = image('a', ['1.0', 'latest']);
  image('b', ['2.0']);
  const order: string[] = [];
  const restore = await watchSyncs(order);
  const seen: { step: boolean; kept: boolean }[] = [];
  registry.fault = ({ method, path }) => {
    if (method !== 'PUT' || !path.endsWith('/latest')) return undefined;
    order.push('PUT latest');
    const [name = ''] = readdirSync(join(folder, 'history/open'));
    const lines = readFileSync(join(folder, 'history/open', name), 'utf8')
      .trim()
      .split('\n');
    const kept = readFileSync(join(folder, 'kept', 'manifests', first.replace(':', '-')));
    const bytes = repository.manifests.get(first)?.bytes;
    seen.push({ step: lines.at(-1)?.includes('"kind":"step"') === true, kept: bytes !== undefined && kept.includes(bytes) });
    return undefined;
  };
  await retag('2.0', 'latest').finally(restore);
  expect(seen).toEqual([{ step: true, kept: true }]);
  expect(await readdir(join(folder, 'kept'))).toEqual(['manifests']);
  // The change and its name, the manifest and its name, then the line that tells what is about to be sent.
  const before = order.slice(0, order.indexOf('PUT latest'));
  const [change, trash] = ['history/open', 'kept/manifests'];
  expect(before).toEqual(expect.arrayContaining(['history', 'kept', '', change, 'kept/manifests/.DIGEST.part', trash]));
  expect(before.indexOf(change)).toBeLessThan(before.indexOf('kept/manifests/.DIGEST.part'));
  expect(before.lastIndexOf(trash)).toBeGreaterThan(before.indexOf('kept/manifests/.DIGEST.part'));
  expect(before.at(-1)).toBe('history/open/ID.jsonl');
});

/** A change that the application did not live to end. */
async function interrupted(change: Omit<ChangeBegin, 'connection' | 'repository'>): Promise<string> {
  const { id, name, url } = app.services.clients.connection('c');
  const begun = await app.services.history.begin({ ...change, connection: { id, name, url }, repository: REPOSITORY });
  await app.close();
  await open();
  return begun.id;
}

const gone = (digest: string, ...tags: string[]) => tags.map((tag) => ({ tag, before: digest, after: null }));

test.each<[string, Partial<Behaviour>]>([
  ['takes its tags along', { deletes: 'digest' }],
  ['leaves its tags', { deletes: 'both', digestWhileTagged: 'left' }],
])('completing an interrupted deletion of an image deletes the image, by a registry whose delete by digest %s', async (_, behaviour) => {
  registry.behaviour = { ...registry.behaviour, ...behaviour };
  const digest = image('a', ['1.0', 'latest']);
  const kept = image('b', ['2.0']);
  const id = await interrupted({ what: 'delete-image', tag: '1.0', moves: gone(digest, '1.0', 'latest'), images: [digest] });
  expect(await settled(client(), id, 'complete')).toMatchObject({ id, state: 'done' });
  expect([...repository.tags]).toEqual([['2.0', kept]]);
  expect([...repository.manifests.keys()]).toEqual([kept]);
});

test('completing a deletion whose tags are deleted already deletes the images that are left, an index before its platform', async () => {
  const child = putImage(repository, { layers: [], created: '2026-01-01T00:00:00Z', platform: { os: 'linux', architecture: 'amd64' } }, []);
  const index = putIndex(repository, [{ ...child, platform: { os: 'linux', architecture: 'amd64' } }], []);
  const kept = image('b', ['2.0']);
  const moves = [...gone(index, 'multi'), ...gone(child.digest, 'single')];
  const id = await interrupted({ what: 'delete-many', tag: 'multi', moves, images: [index, child.digest] });
  expect(await settled(client(), id, 'ask')).toMatchObject({ state: 'interrupted' });
  expect(await settled(client(), id, 'complete')).toMatchObject({ state: 'done' });
  expect([...repository.manifests.keys()]).toEqual([kept]);
});

test('an image that someone has tagged since is not deleted to complete a change, and the change still waits', async () => {
  const digest = image('a', ['new']);
  const id = await interrupted({ what: 'delete-image', tag: '1.0', moves: gone(digest, '1.0'), images: [digest] });
  await expect(settled(client(), id, 'complete')).rejects.toMatchObject({
    code: 'CONFLICT',
    data: { what: 'new-tag', subject: 'new' },
  });
  expect(repository.tags.get('new')).toBe(digest);
  expect(await changesOf(client())).toMatchObject([{ id, state: 'interrupted' }]);
});

const lists = (from: number): number => registry.requests.slice(from).filter(({ path }) => path.includes('/tags/list')).length;
const MANY = Array.from({ length: 40 }, (_, i) => `r${i}`);

/** Follows a run, whose requests are slow, and stops it once it works. */
async function stoppedAtWork(runId: string, tell: (text: string) => void = () => {}) {
  registry.behaviour = { ...registry.behaviour, latency: 10 };
  const run = await ended(client(), runId, ({ progress, state }) => {
    tell(`${progress?.phase} ${progress?.total}`);
    if (progress?.phase === 'work' && state === 'running') void client().runs.say({ id: runId, what: 'stop' });
  });
  registry.behaviour = { ...registry.behaviour, latency: 0 };
  return run;
}

/** Many new tags on one image. */
async function addedTags(): Promise<{ id: string; digest: string }> {
  const digest = image('a', ['1.0']);
  return { digest, id: (await retagged(client(), { ...inside, from: '1.0', targets: MANY })).changeId };
}

test('undoing many tags reads the repository once, reports its progress, and can be stopped and continued', async () => {
  const { id } = await addedTags();
  const first = registry.requests.length;
  const told: string[] = [];
  const { runId } = await client().history.undo({ id });
  const run = await stoppedAtWork(runId, (text) => told.push(text));
  expect(run).toMatchObject({ state: 'stopped', result: { kind: 'undo', state: 'partly' } });
  expect(told).toContain('work 40');
  expect(lists(first)).toBeLessThanOrEqual(2);
  const left = repository.tags.size;
  expect(left).toBeGreaterThan(1);
  expect(left).toBeLessThan(41);
  const second = registry.requests.length;
  const { change } = await undone(client(), id);
  expect(change).toMatchObject({ state: 'done' });
  expect(change.tags).toBe(left - 1);
  expect([...repository.tags.keys()]).toEqual(['1.0']);
  expect(lists(second)).toBeLessThanOrEqual(2);
});

test('completing many tags reads the repository once, and a change whose completion is stopped still waits', async () => {
  const digest = image('a', ['1.0', ...MANY]);
  const id = await interrupted({ what: 'delete-many', tag: 'r0', moves: gone(digest, ...MANY) });
  const first = registry.requests.length;
  const { runId } = await client().history.settle({ id, how: 'complete' });
  expect(await stoppedAtWork(runId)).toMatchObject({ state: 'stopped', changeIds: [id], result: { state: 'interrupted' } });
  expect(repository.tags.size).toBeLessThan(40);
  expect(await settled(client(), id, 'complete')).toMatchObject({ id, state: 'done' });
  expect([...repository.tags.keys()]).toEqual(['1.0']);
  expect(lists(first)).toBeLessThanOrEqual(4);
});

test('planning an undo reports its progress, and leaving it ends the reading', async () => {
  const { id } = await addedTags();
  registry.behaviour = { ...registry.behaviour, latency: 20 };
  const controller = new AbortController();
  const first = registry.requests.length;
  let told = 0;
  await expect(
    (async () => {
      for await (const event of await client().history.planUndo({ id }, { signal: controller.signal }))
        if (event.kind === 'progress') {
          told = event.done;
          controller.abort();
        }
    })(),
  ).rejects.toThrow();
  expect(told).toBe(25);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(registry.requests.length - first).toBeLessThan(40);
});

test('a copy that is completed reports its progress, under its own change', async () => {
  const digest = image('a', ['1.0']);
  const copy = { connectionId: 'c', repository: REPOSITORY, reference: digest, platforms: null, referrers: false };
  const id = await interrupted({
    what: 'copy',
    tag: 'copied',
    from: 'n/team/api',
    copy,
    moves: [{ tag: 'copied', before: null, after: digest }],
  });
  const units: (string | undefined)[] = [];
  const run = await ended(client(), (await client().history.settle({ id, how: 'complete' })).runId, ({ progress }) =>
    units.push(progress?.unit),
  );
  expect(run).toMatchObject({ state: 'done', changeIds: [id], result: { state: 'done' } });
  expect(units).toContain('bytes');
  expect(repository.tags.get('copied')).toBe(digest);
  expect(await changesOf(client())).toHaveLength(1);
});

test('undoing a change that waits for a decision settles it', async () => {
  const digest = image('a', ['1.0']);
  const kept = image('b', ['2.0']);
  await app.services.trash.save(await app.services.clients.of('c').manifest(REPOSITORY, digest));
  const id = await interrupted({ what: 'retag', tag: '1.0', from: '2.0', moves: [{ tag: '1.0', before: digest, after: kept }] });
  repository.tags.set('1.0', kept);
  const change = await app.services.history.resume(id);
  await change.step({ method: 'PUT', reference: '1.0', digest: kept, why: 'move' }, async () => 201);
  await change.end('unknown');
  await undone(client(), id);
  expect(repository.tags.get('1.0')).toBe(digest);
  expect(await changesOf(client())).toMatchObject([{ id, state: 'restored' }]);
});

test('manifests that an interrupted change may be restored from, or an undo completed with, are never pruned', async () => {
  const [before, after, other, recent] = [image('a', ['1.0']), image('b', ['2.0']), image('c', ['3.0']), image('d', ['4.0'])];
  for (const digest of [before, after, other, recent]) {
    await app.services.trash.save(await app.services.clients.of('c').manifest(REPOSITORY, digest));
    if (digest !== recent) await utimes(join(folder, 'kept', 'manifests', digest.replace(':', '-')), new Date(0), new Date(0));
  }
  await interrupted({ what: 'undo', tag: '1.0', moves: [{ tag: '1.0', before, after }] });
  await pruneTrash(app.services);
  const { trash } = app.services;
  const found = await Promise.all([before, after, other, recent].map(async (digest) => (await trash.load(digest)) !== undefined));
  expect(found).toEqual([true, true, false, true]);
});
