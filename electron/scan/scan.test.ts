import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { startAppOver } from '../../e2e/support/hosts/app-over.ts';
import type { Behaviour } from '../../e2e/support/registry/behaviour.ts';
import { RegistryDouble } from '../../e2e/support/registry/double.ts';
import { started } from '../../e2e/support/started.ts';
import type { IndexTrouble } from '../../shared/contract/local-index.ts';
import { hasEnded, type Run } from '../../shared/contract/runs.ts';
import { putImage, SampleStore } from '../sample/store.ts';

const REPOSITORIES = 12;
const TAGS = ['1.0', '1.1', 'latest'];
const nameOf = (at: number): string => `team-${at % 3}/service-${at}`;

/** A registry of twelve repositories with an image and three tags each. */
function filled(): SampleStore {
  const store = new SampleStore();
  const platform = { os: 'linux', architecture: 'amd64' };
  for (let at = 0; at < REPOSITORIES; at++)
    putImage(store.repository(nameOf(at)), { layers: [], created: '2026-01-01T00:00:00Z', platform, config: { seed: `${at}` } }, TAGS);
  return store;
}

async function startOver(behaviour: Partial<Behaviour> = {}) {
  const registry = started(new RegistryDouble(filled(), behaviour));
  const over = started(await startAppOver(await registry.start()));
  const runs = async (): Promise<Run[]> => {
    const stream = await over.client.runs.watch();
    for await (const { runs: all } of stream) return all;
    return [];
  };
  /** The run once this is true of it. */
  const runWhen = async (is: (run: Run) => boolean, id?: string): Promise<Run> => {
    for (let i = 0; i < 1_000; i++) {
      const run = (await runs()).find((one) => (id === undefined ? one.about.kind === 'scan' : one.id === id));
      if (run && is(run)) return run;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('the run never came to that');
  };
  return {
    registry,
    over,
    runs,
    runWhen,
    coverage: () => over.client.localIndex.coverage({ connectionId: 'c' }),
    scan: async (again = false) => (await over.client.scan.start({ connectionId: 'c', again })).runId,
    /** How often each repository was asked for its list of tags. */
    lists: () => {
      const counts = new Map<string, number>();
      for (const { path } of registry.requests) {
        const name = /^\/v2\/(.+)\/tags\/list/.exec(path)?.[1];
        if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      return counts;
    },
  };
}

const once = new Map(Array.from({ length: REPOSITORIES }, (_, at) => [nameOf(at), 1]));
const doneOf = (run: Run): number => run.progress?.done ?? 0;

describe('a scan of a registry', () => {
  test('reads each repository once, and says beforehand how many requests that takes', async () => {
    const { over, scan, runWhen, lists, coverage, registry } = await startOver();
    const empty = await over.client.scan.plan({ connectionId: 'c' });
    expect(empty).toEqual({
      unread: { repositories: 0, requests: 0, atLeast: 0 },
      all: { repositories: 0, requests: null, atLeast: 0 },
      countsPulls: false,
    });
    const run = await runWhen(hasEnded, await scan());
    expect(run).toMatchObject({ state: 'done', result: { kind: 'scan', read: 12, total: 12, problems: [], problemCount: 0 } });
    expect(lists()).toEqual(once);
    expect(await coverage()).toMatchObject({ read: 12, known: 12 });
    const { all, unread } = await over.client.scan.plan({ connectionId: 'c' });
    expect(unread).toEqual({ repositories: 0, requests: 0, atLeast: 0 });
    registry.requests.length = 0;
    await runWhen(hasEnded, await scan(true));
    // The catalog is asked for besides.
    expect(registry.requests.filter(({ path }) => !path.includes('_catalog'))).toHaveLength(all.requests ?? 0);
  });

  test('does not read again what was read before, unless it is asked to', async () => {
    const { scan, runWhen, lists, registry } = await startOver();
    await runWhen(hasEnded, await scan());
    registry.requests.length = 0;
    expect(await runWhen(hasEnded, await scan())).toMatchObject({ result: { read: 12, total: 12 } });
    expect(lists()).toEqual(new Map());
    await runWhen(hasEnded, await scan(true));
    expect(lists()).toEqual(once);
  });

  test('sends at most four requests at once', async () => {
    const { registry, scan, runWhen } = await startOver({ latency: 5 });
    registry.mostOpen = 0;
    await runWhen(hasEnded, await scan());
    expect(registry.mostOpen).toBeLessThanOrEqual(4);
    expect(registry.mostOpen).toBeGreaterThan(1);
  });

  test('lists a repository that fails, and tags that fail, and reads the others; Retry reads these alone', async () => {
    const { registry, scan, runWhen, lists, over } = await startOver();
    registry.fault = ({ path }) => {
      if (path.startsWith(`/v2/${nameOf(3)}/`)) return { kind: 'status', status: 403 };
      if (path.startsWith(`/v2/${nameOf(5)}/manifests/`)) return { kind: 'body', body: 'no JSON' };
      return path.startsWith(`/v2/${nameOf(7)}/`) ? { kind: 'cut' } : undefined;
    };
    const run = await runWhen(hasEnded, await scan());
    expect(run).toMatchObject({ state: 'done', canRetry: true, result: { read: 10, total: 12, problemCount: 3 } });
    const problems = run.result?.kind === 'scan' ? run.result.problems : [];
    expect(problems.map(({ repository, unread, failure }) => [repository, unread, failure?.code]).sort()).toEqual(
      [
        [nameOf(3), 0, 'FORBIDDEN'],
        [nameOf(5), 3, undefined],
        [nameOf(7), 0, 'NETWORK'],
      ].sort(),
    );
    registry.fault = undefined;
    registry.requests.length = 0;
    const { runId } = await over.client.runs.retry({ id: run.id });
    expect(await runWhen(hasEnded, runId)).toMatchObject({ result: { read: 12, total: 12, problemCount: 0 } });
    expect([...lists().keys()].sort()).toEqual([nameOf(3), nameOf(7)].sort());
  });

  test('pauses where the registry limits it, says until when, and goes on from there', async () => {
    const { registry, scan, runWhen, lists, coverage, over } = await startOver();
    registry.fault = ({ path }) =>
      path.startsWith(`/v2/${nameOf(4)}/`) ? { kind: 'status', status: 429, headers: { 'retry-after': '3600' } } : undefined;
    const id = await scan();
    const paused = await runWhen(({ halted }) => halted !== undefined, id);
    expect(paused).toMatchObject({ state: 'paused', halted: { failure: { code: 'RATE_LIMITED' } } });
    const left = Date.parse(paused.halted?.until ?? '') - Date.now();
    expect(left).toBeGreaterThan(3_000_000);
    expect(left).toBeLessThanOrEqual(3_600_000);
    expect((await coverage()).read).toBeLessThan(12);
    registry.fault = undefined;
    await over.client.runs.say({ id, what: 'resume' });
    const run = await runWhen(hasEnded, id);
    expect(run).toMatchObject({ state: 'done', result: { read: 12, problemCount: 0 } });
    expect(run.halted).toBeUndefined();
    expect([...lists().values()].filter((count) => count > 1).length).toBeLessThanOrEqual(1);
  });

  test('leaves a tenth of the limit to others, until the person says that it may go on', async () => {
    const quota = { limit: 100, remaining: 10, window: 21_600 };
    const { scan, runWhen, over, coverage } = await startOver({ quota });
    const id = await scan();
    const paused = await runWhen(({ halted }) => halted !== undefined, id);
    expect(Date.parse(paused.halted?.until ?? '') - Date.now()).toBeGreaterThan(21_500_000);
    expect((await coverage()).read).toBeLessThan(12);
    expect(await over.client.scan.plan({ connectionId: 'c' })).toMatchObject({
      quota: { limit: 100, remaining: 10, reserve: 10 },
      runId: id,
    });
    await over.client.runs.say({ id, what: 'resume' });
    expect(await runWhen(hasEnded, id)).toMatchObject({ state: 'done', result: { read: 12 } });
  });

  test('waits for the person where the registry no longer answers', async () => {
    const { registry, scan, runWhen, over, lists } = await startOver();
    let isAway = false;
    registry.fault = ({ path }) => {
      // The last in the order of the catalog.
      isAway ||= path.startsWith(`/v2/${nameOf(8)}/`);
      return isAway ? { kind: 'cut' } : undefined;
    };
    const id = await scan();
    const paused = await runWhen(({ halted }) => halted !== undefined, id);
    expect(paused).toMatchObject({ state: 'paused', halted: { failure: { code: 'NETWORK' } } });
    registry.fault = undefined;
    registry.requests.length = 0;
    await over.client.runs.say({ id, what: 'resume' });
    expect(await runWhen(hasEnded, id)).toMatchObject({ state: 'done', result: { read: 12, problemCount: 0 } });
    expect(lists().get(nameOf(0))).toBeUndefined();
  });

  test('is one at a time; a removed registry ends it', async () => {
    const { scan, runWhen, over, registry, runs } = await startOver({ latency: 20 });
    const id = await scan();
    expect(await scan(true)).toBe(id);
    await runWhen((run) => doneOf(run) > 0, id);
    await over.client.connections.remove({ id: 'c' });
    expect(await runWhen(hasEnded, id)).toMatchObject({ state: 'stopped' });
    expect(registry.requests.length).toBeLessThan(70);
    expect(await runs()).toHaveLength(1);
  });
});

describe('a scan and the end of Longshore', () => {
  test('goes on after a restart with what is left, and counts on from there', async () => {
    const { scan, runWhen, over, lists, registry } = await startOver({ latency: 5 });
    const id = await scan(true);
    await runWhen((run) => doneOf(run) >= 4, id);
    await over.restart();
    const before = lists();
    registry.requests.length = 0;
    const run = await runWhen(hasEnded);
    expect(run).toMatchObject({ state: 'done', about: { kind: 'scan', again: true }, result: { read: 12, total: 12 } });
    // What was under way at the end is asked again, the rest is not.
    const twice = [...lists().keys()].filter((name) => before.has(name));
    expect(twice.length).toBeLessThanOrEqual(4);
    expect(new Set([...before.keys(), ...lists().keys()]).size).toBe(12);
    await over.restart();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { value } = await (await over.client.runs.watch()).next();
    expect(value).toMatchObject({ runs: [] });
  });

  test('that was paused waits after a restart; one that was stopped does not come back', async () => {
    const { scan, runWhen, over, registry, runs } = await startOver({ latency: 5 });
    const id = await scan();
    await runWhen((run) => doneOf(run) >= 2, id);
    await over.client.runs.say({ id, what: 'pause' });
    await over.restart();
    const again = await runWhen(({ state }) => state === 'paused');
    registry.requests.length = 0;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(registry.requests).toEqual([]);
    await over.client.runs.say({ id: again.id, what: 'stop' });
    expect(await runWhen(hasEnded, again.id)).toMatchObject({ state: 'stopped', canRetry: true });
    await over.restart();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await runs()).toEqual([]);
  });
});

describe('a scan whose index is not as it should be', () => {
  const newer = (path: string): void => {
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 99; CREATE TABLE future (x);');
    database.close();
  };
  test.each<[string, IndexTrouble, (path: string) => unknown]>([
    ['cut short', 'damaged', (path) => writeFile(path, 'this is no database, but long enough to be taken for one'.repeat(100))],
    ['of a newer version', 'newer', newer],
    ['not to be written', 'memory-only', (path) => mkdir(path)],
  ])('reads everything, and says that it is %s', async (_, trouble, spoil) => {
    const { registry, over, scan, runWhen, coverage } = await startOver();
    const { dataFolder } = over.app.services;
    await over.app.services.index.close();
    for (const name of await readdir(dataFolder))
      if (name.startsWith('index.sqlite')) await rm(join(dataFolder, name), { recursive: true });
    await spoil(join(dataFolder, 'index.sqlite'));
    await over.restart();
    expect(await runWhen(hasEnded, await scan())).toMatchObject({ state: 'done', result: { read: 12, total: 12, trouble } });
    expect(await coverage()).toMatchObject({ read: 12, known: 12 });
    expect(registry.requests.length).toBeGreaterThan(12);
  });

  test('reads again what was lost when it was deleted under way, and says so', async () => {
    const { over, scan, runWhen, coverage } = await startOver({ latency: 5 });
    const id = await scan();
    await runWhen((run) => doneOf(run) >= 4, id);
    const { dataFolder } = over.app.services;
    for (const name of await readdir(dataFolder)) if (name.startsWith('index.sqlite')) await rm(join(dataFolder, name), { force: true });
    expect(await runWhen(hasEnded, id)).toMatchObject({ state: 'done', result: { read: 12, total: 12, trouble: 'deleted' } });
    expect((await coverage()).read).toBe(12);
  });
});
