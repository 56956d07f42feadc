import { readFileSync } from 'node:fs';
import { appendFile, type FileHandle, mkdtemp, open as openFile, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import Conf from 'conf';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { undone } from '../../e2e/support/history.ts';
import type { Connection } from '../../shared/contract/connections.ts';
import { type App, createApp } from '../app.ts';
import { SampleRegistry } from '../sample/registry.ts';
import { putImage, type SampleRepository } from '../sample/store.ts';
import { DOCUMENT_NAME } from '../storage/document.ts';
import { router } from './router.ts';

const REPOSITORY = 'team/api';
const inside = { connectionId: 'c', repository: REPOSITORY };
let registry: SampleRegistry;
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
  registry = new SampleRegistry();
  repository = registry.store.repository(REPOSITORY);
  folder = await mkdtemp(join(tmpdir(), 'longshore-history-'));
  await open();
  const connection: Connection = {
    ...{ id: 'c', name: 'n', url: await registry.start(), signIn: 'none', username: '', helper: '', secret: 'none', readOnly: false },
    ...{ ca: '', clientCertificate: '', hasClientKey: false, fingerprint: '', pinned: [], recent: [], trustedRealms: [], sample: false },
    proxy: { kind: 'none', url: '', username: '', hasPassword: false },
    protectedTags: [],
  } as Connection;
  app.services.document.connections = [connection];
});
afterEach(async () => {
  await app.close();
  await registry.stop();
  await rm(folder, { recursive: true, force: true });
});

async function retagged(from: string, to: string, expected: string | null): Promise<string> {
  const digest = repository.tags.get(from) ?? '';
  const order = { ...inside, from, digest, targets: [{ to, expected }], remove: false, typed: [] };
  return (await client().changes.retag(order)).changeId;
}

test('a history with lines of a later version is listed, and its changes can still be undone', async () => {
  const first = image('a', ['1.0', 'latest']);
  image('b', ['2.0']);
  const id = await retagged('2.0', 'latest', first);
  const later = { kind: 'begin', id: 'later', session: 's', at: new Date().toISOString(), change: { what: 'promote', tag: 'latest' } };
  await app.close();
  await appendFile(join(folder, 'history.jsonl'), `${JSON.stringify(later)}\n{"torn":`);
  await open();
  const { changes, unread, unreadTotal } = await client().changes.history.list(undefined);
  expect(changes).toMatchObject([{ id, state: 'done' }]);
  expect(unreadTotal).toBe(2);
  expect(unread.map(({ text }) => text).join()).toContain('promote');
  await undone(client(), id);
  expect(repository.tags.get('latest')).toBe(first);
});

/** Calls of `fsync` and `fdatasync`, each with the path that it was for, in their order. */
async function watchSyncs(into: string[]): Promise<() => void> {
  const handle = await openFile(folder, 'r');
  const prototype = Object.getPrototypeOf(handle) as Pick<FileHandle, 'sync' | 'datasync'>;
  await handle.close();
  const { sync, datasync } = prototype;
  const noted = (own: () => Promise<void>) =>
    async function (this: FileHandle): Promise<void> {
      const path = await readlink(`/proc/self/fd/${this.fd}`);
      await own.call(this);
      into.push(path.slice(folder.length + 1).replace(/sha256-[0-9a-f]+-[0-9a-f]+/, 'DIGEST'));
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
    const lines = readFileSync(join(folder, 'history.jsonl'), 'utf8').trim().split('\n');
    const kept = readFileSync(join(folder, 'kept', 'manifests', first.replace(':', '-')));
    const bytes = repository.manifests.get(first)?.bytes;
    seen.push({ step: lines.at(-1)?.includes('"kind":"step"') === true, kept: bytes !== undefined && kept.includes(bytes) });
    return undefined;
  };
  await retagged('2.0', 'latest', first).finally(restore);
  expect(seen).toEqual([{ step: true, kept: true }]);
  expect(await readdir(join(folder, 'kept'))).toEqual(['manifests']);
  // The folder's names, the content and its name, then the line that says what is about to be sent.
  const before = order.slice(0, order.indexOf('PUT latest'));
  expect(before).toEqual(expect.arrayContaining(['kept', '', 'kept/manifests/.DIGEST.part', 'kept/manifests', 'history.jsonl']));
  expect(before.indexOf('kept/manifests/.DIGEST.part')).toBeLessThan(before.indexOf('kept/manifests'));
  expect(before.lastIndexOf('kept/manifests')).toBeGreaterThan(before.indexOf('kept/manifests/.DIGEST.part'));
  expect(before.at(-1)).toBe('history.jsonl');
});
