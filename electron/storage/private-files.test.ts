import { chmod, lstat, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createRouterClient, type RouterClient } from '@orpc/server';
import Conf from 'conf';
import { afterEach, test as anyTest, beforeEach, expect } from 'vitest';
import { retagged } from '../../e2e/support/changes/retag.ts';
import { testWith } from '../../e2e/support/needs.ts';
import { oneByOne } from '../../shared/contract/tags.ts';
import { splitNames } from '../../shared/name-lines.ts';
import { type App, createApp } from '../app.ts';
import { router } from '../router/router.ts';
import { DOCUMENT_NAME } from './document.ts';

const test = testWith(anyTest, 'posix');

let folder: string;
let app: App | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-modes-'));
  await chmod(folder, 0o755);
});
afterEach(async () => {
  await app?.close();
  // What the start began in the background may still be writing.
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

async function start(): Promise<App> {
  // As both hosts open it.
  const store = new Conf({ cwd: folder, configName: DOCUMENT_NAME, configFileMode: 0o600 });
  app = await createApp({ dataFolder: folder, store, damagedFile: undefined, version: 'test' });
  return app;
}

type Client = RouterClient<typeof router>;

/** The names of the first page, once everything about them was read. */
async function namesIn(client: Client, inside: { connectionId: string; repository: string }): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const event of await client.tags.read({ ...inside, readId: 'r', recall: true }))
    for (const one of oneByOne(event)) if (one.kind === 'names') names.push(...splitNames(one.names));
  return names;
}

/** What others may read or enter below the data folder, with its mode. */
async function openToOthers(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const modes = await Promise.all(
    entries.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return { name: relative(folder, path), mode: (await lstat(path)).mode & 0o777 };
    }),
  );
  return modes.filter(({ mode }) => (mode & 0o077) !== 0).map(({ name, mode }) => `${name} ${mode.toString(8)}`);
}

test('everything that is written into a data folder which others may enter is for this person alone', async () => {
  const { services, close } = await start();
  const client = createRouterClient(router, { context: services });
  const { id: connectionId } = await client.connections.openSample();
  await client.settings.update({ theme: 'dark' });
  const inside = { connectionId, repository: 'team/api' };
  const [from = '', to = ''] = await namesIn(client, inside);
  const digest = (await services.clients.of(connectionId).head('team/api', from))?.digest ?? '';
  await client.images.get({ ...inside, digest });
  await retagged(client, { ...inside, from, targets: [to] });
  await close();
  app = undefined;
  const written = await readdir(folder);
  expect(written).toEqual(expect.arrayContaining(['cache', 'history', 'kept', 'longshore.json']));
  expect(await openToOthers()).toEqual([]);
  expect((await lstat(folder)).mode & 0o777).toBe(0o755);
});

test('what an earlier version left open is closed at the start, and what is not ours keeps its mode', async () => {
  await mkdir(join(folder, 'cache'), { mode: 0o755 });
  await mkdir(join(folder, 'kept'), { mode: 0o755 });
  await mkdir(join(folder, 'theirs'), { mode: 0o755 });
  for (const name of ['longshore.json', 'longshore.damaged-1.json', 'history.jsonl'])
    await writeFile(join(folder, name), '{}', { mode: 0o644 });
  await writeFile(join(folder, 'theirs.txt'), '', { mode: 0o644 });
  await start();
  expect((await openToOthers()).toSorted()).toEqual(['theirs 755', 'theirs.txt 644']);
});
