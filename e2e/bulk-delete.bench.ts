import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { RunControl } from '../electron/changes/core/run-work.ts';
import { scanRepository } from '../electron/changes/core/scan.ts';
import { deleteGroups } from '../electron/changes/delete/groups.ts';
import { REACH_AGAIN } from '../electron/changes/delete/reach.ts';
import { planUndo } from '../electron/changes/undo/plan.ts';
import { restore } from '../electron/changes/undo/restore.ts';
import { record } from './support/bench/record.ts';
import { plannedBy, questionOf } from './support/changes/delete.ts';
import { memory } from './support/changes/memory.ts';
import { connect } from './support/connect.ts';
import { inspectDigest } from './support/content/images.ts';
import { fillRepository } from './support/content/large-repository.ts';
import { run } from './support/process.ts';
import { startDistribution } from './support/servers/distribution.ts';

const repository = 'load/many';

test('200 tags over 60 images out of 1,000 tags are deleted on a real registry, the others stay, and all are undone', async () => {
  const registry = await startDistribution({ deletes: true });
  await fillRepository(registry.url, repository, 1_000, 300, 100_000);
  const client = connect(registry.url);
  const parts = memory();
  const read = async () => {
    const scan = await scanRepository(client, repository, undefined, () => {});
    return new Map([...scan.heads].map(([tag, { digest }]) => [tag, digest]));
  };
  const before = await read();
  const byDigest = new Map<string, string[]>();
  for (const [tag, digest] of before) byDigest.set(digest, [...(byDigest.get(digest) ?? []), tag]);
  const images = [...byDigest.values()].filter((tags) => tags.length > 2).slice(0, 60);
  const tags = images.flat().slice(0, 200);
  const started = performance.now();
  const { groups } = await plannedBy(questionOf(client, repository, tags, parts.cache));
  const planned = performance.now();
  const job = {
    client,
    repository,
    groups,
    way: 'placeholder',
    run: new RunControl(),
    reachAgain: REACH_AGAIN,
    protectedTags: [],
    ...parts,
  } as const;
  expect(await deleteGroups(job, () => {})).toBe(true);
  const deleted = performance.now();
  const after = await read();
  expect([...before.keys()].filter((tag) => !after.has(tag)).sort()).toEqual([...tags].sort());
  for (const [tag, digest] of after) expect(before.get(tag)).toBe(digest);
  for (const tag of [...after.keys()].slice(0, 20)) expect(await inspectDigest(registry.host, repository, tag)).toBe(before.get(tag));
  const moves = groups.flatMap(({ digest, tags: own }) => own.map((tag) => ({ tag, before: digest, after: null })));
  const question = { client, repository, trash: parts.trash };
  const undoing = performance.now();
  const plan = await planUndo(question, { moves, referrers: [] }, async () => true);
  expect(plan.obstacle).toBeUndefined();
  for (const { tag, before: digest, now } of plan.moves) if (digest) await restore(question, tag, { digest, seen: now }, parts.stepLog);
  const undone = performance.now();
  expect(await read()).toEqual(before);
  // Once more, for good: what the plan promised against what garbage collection then frees.
  const again = await plannedBy(questionOf(client, repository, tags, parts.cache));
  const going = again.groups.filter(({ how }) => how === 'image').map(({ digest }) => digest);
  const heads = await Promise.all(going.map((digest) => client.head(repository, digest)));
  const manifests = heads.reduce((sum, head) => sum + (head?.size ?? 0), 0);
  expect(await deleteGroups({ ...job, groups: again.groups }, () => {})).toBe(true);
  const blobs = join(registry.folder, 'data/docker/registry/v2/blobs');
  const held = async () => Number((await run('du', ['-sb', '--apparent-size', blobs])).split('\t')[0]);
  const files = async () => Number(await run('bash', ['-c', `find ${blobs} -name data | xargs cat | wc -c`]));
  const full = { du: await held(), bytes: await files() };
  await run('docker-registry', ['garbage-collect', join(registry.folder, 'config.yml')]);
  const left = { du: await held(), bytes: await files() };
  const freed = full.bytes - left.bytes;
  record('200 tags of 1,000: planned', { value: (planned - started) / 1000, unit: 's' });
  record('200 tags of 1,000: deleted', { value: (deleted - planned) / 1000, unit: 's' });
  record('200 tags of 1,000: undone', { value: (undone - undoing) / 1000, unit: 's' });
  // What is left over are the empty images that took the place of single tags.
  record('Freed by garbage collection, beside what the plan promised and its manifests', {
    value: freed,
    unit: 'bytes',
    floor: again.bytesFreed + manifests,
    least: again.bytesFreed + manifests,
    mostRatio: 1.05,
  });
  await client.close();
  await registry.stop();
});
