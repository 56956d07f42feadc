import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AppOverDouble, inRepository, putSmallImage, startAppOverDouble } from '../../../e2e/support/hosts/app-over-double.ts';
import { endOf } from '../../../e2e/support/runs.ts';
import type { Run } from '../../../shared/contract/runs.ts';

let over: AppOverDouble;
let folder: string;
beforeEach(async () => {
  over = await startAppOverDouble();
  folder = await mkdtemp(join(tmpdir(), 'longshore-retry-'));
});
afterEach(async () => {
  await over.stop();
  await rm(folder, { recursive: true, force: true });
});

const transfer = () => over.client.transfer;

/** Refuses these requests, which is no failure that passes by itself. */
function refuse(method: string, part: string): void {
  over.registry.fault = (asked) => (asked.method === method && asked.path.includes(part) ? { kind: 'status', status: 403 } : undefined);
}

const refusedRun = (runId: string): Promise<void> => expect(endOf(over.client, { runId })).rejects.toMatchObject({ code: 'FORBIDDEN' });

/** The registry accepts everything again, and the run is taken up. */
async function retried(runId: string): Promise<Run> {
  over.registry.fault = undefined;
  return endOf(over.client, await over.client.runs.retry({ id: runId }));
}

async function startSave(path: string, tags: readonly string[]): Promise<string> {
  const { planId } = await transfer().save.plan({ ...inRepository, tags: [...tags], platforms: null, format: 'oci' });
  return (await transfer().save.start({ planId, path, replace: false })).runId;
}

test('a save that failed is taken up again under the same name, and the file is whole', async () => {
  putSmallImage(over, 'a', ['1.0']);
  putSmallImage(over, 'b', ['1.1']);
  const path = join(folder, 'two.tar');
  refuse('GET', '/blobs/');
  const runId = await startSave(path, ['1.0', '1.1']);
  await refusedRun(runId);
  await expect(readFile(path)).rejects.toThrow('ENOENT');
  expect(await retried(runId)).toMatchObject({ state: 'done', about: { tags: ['1.0', '1.1'] }, result: { path } });
  const { images } = await transfer().file.inspect({ path });
  expect(images.map(({ names }) => names)).toEqual([['1.0'], ['1.1']]);
});

test('a load of a dropped file that failed is taken up again, although another file was dropped meanwhile', async () => {
  const digest = putSmallImage(over, 'a', ['1.0']);
  const saved = join(folder, 'one.tar');
  await endOf(over.client, { runId: await startSave(saved, ['1.0']) });
  const content = await readFile(saved);
  const drop = async (name: string): Promise<string> => {
    const { id } = await transfer().file.receive({ name, size: content.byteLength });
    return (await transfer().file.append({ id, bytes: content.toString('base64') })).path ?? '';
  };
  const path = await drop('one.tar');
  const target = { connectionId: 'c', repository: 'loaded/api', tag: '1.0' };
  const { planId } = await transfer().load.plan({ path, image: digest, target });
  refuse('PUT', '/manifests/');
  const { runId } = await transfer().load.start({ planId, typed: [] });
  await refusedRun(runId);
  await drop('two.tar');
  expect(await retried(runId)).toMatchObject({ state: 'done', result: { kind: 'load', digest } });
  expect(over.registry.store.repository('loaded/api').tags.get('1.0')).toBe(digest);
});

test('a copy of many that is partly done is taken up again with the tags that are left', async () => {
  const digests = ['a', 'b', 'c'].map((seed) => putSmallImage(over, seed, [seed]));
  const images = ['a', 'b', 'c'].map((tag) => ({ reference: tag, tag }));
  const target = { connectionId: 'c', repository: 'prod/api' };
  const { planId } = await transfer().copy.plan({ source: inRepository, images, target, platforms: null, referrers: true });
  refuse('PUT', '/prod/api/manifests/b');
  const { runId } = await transfer().copy.start({ planId, tags: ['a', 'b', 'c'], typed: [] });
  const first = await endOf(over.client, { runId });
  expect(first.result).toMatchObject({ images: [{ state: 'copied' }, { tag: 'b', state: 'unchanged' }, { state: 'copied' }] });
  const again = await retried(runId);
  expect(again).toMatchObject({ state: 'done', about: { images: [{ tag: 'b' }] }, result: { images: [{ tag: 'b', state: 'copied' }] } });
  expect(Object.fromEntries(over.registry.store.repository('prod/api').tags)).toEqual({ a: digests[0], b: digests[1], c: digests[2] });
});
