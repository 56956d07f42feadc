import { expect, test } from 'vitest';
import { connect } from '../../../e2e/support/connect.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import type { Run, RunAbout, RunDetail } from '../../../shared/contract/runs.ts';
import { Failure } from '../../../shared/errors.ts';
import type { RunControl, RunReport } from './run-work.ts';
import { Runs } from './runs.ts';

const about: Extract<RunAbout, { kind: 'delete' }> = {
  kind: 'delete',
  connectionId: 'c',
  connection: 'Prod',
  repository: 'team/api',
  tag: '1.0',
  count: 3,
  untagOnly: false,
};
const result = { kind: 'delete', deleted: 3, total: 3, problems: 0, notTried: 0, proven: 0, emptied: false, freesSpace: false } as const;

/** A run whose work waits until the test lets it end. */
function startHeld(runs: Runs) {
  const { promise, resolve, reject } = Promise.withResolvers<{ result: typeof result; stopped: boolean }>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<{ control: RunControl; report: RunReport }>();
  const id = runs.start(about, (control, report) => {
    begin({ control, report });
    return promise;
  });
  return { id, begun, end: (stopped = false) => resolve({ result, stopped }), fail: reject };
}

async function finalOf(runs: Runs, id: string): Promise<{ run: Run; items: RunDetail['items']; messages: number }> {
  const items: RunDetail['items'] = [];
  let messages = 0;
  let run: Run | undefined;
  for await (const event of runs.follow(id, undefined)) {
    run = event.run;
    items.push(...event.items);
    messages++;
  }
  if (!run) throw new Error('Nothing was told');
  return { run, items, messages };
}

test('a page that comes late gets everything so far, and then what changes until the end', async () => {
  const runs = new Runs();
  const { id, begun, end } = startHeld(runs);
  const { report } = await begun;
  report.progress({ phase: 'work', done: 1, total: 3, unit: 'tags' });
  report.items([{ repository: 'team/api', tag: '1.0', state: 'moved' }]);
  report.change('a change');
  const follow = finalOf(runs, id);
  report.items([{ repository: 'team/api', tag: '1.1', state: 'lost' }]);
  end();
  const { run, items } = await follow;
  expect(run).toMatchObject({ state: 'done', result, changeIds: ['a change'], progress: { done: 1, total: 3 }, dismissed: false });
  expect(items.map(({ tag }) => tag)).toEqual(['1.0', '1.1']);
  // The same for one that comes after the end.
  expect((await finalOf(runs, id)).items).toHaveLength(2);
});

test('leaving the streams touches no run', async () => {
  const runs = new Runs();
  const { id, begun, end } = startHeld(runs);
  const { control } = await begun;
  const leave = new AbortController();
  const seen: string[] = [];
  const watching = (async () => {
    for await (const { runs: all } of runs.watch(leave.signal)) seen.push(...all.map(({ state }) => state));
  })();
  for await (const _ of runs.follow(id, undefined)) break;
  leave.abort();
  await watching;
  expect(seen).toEqual(['running']);
  expect(control.signal.aborted).toBe(false);
  end();
  expect((await finalOf(runs, id)).run.state).toBe('done');
});

test('a run is paused, resumed and stopped by its id, and says so', async () => {
  const runs = new Runs();
  const { id, begun, end } = startHeld(runs);
  const { control } = await begun;
  const stateNow = async (): Promise<string> => {
    for await (const { run } of runs.follow(id, undefined)) return run.state;
    return '';
  };
  runs.say(id, 'pause');
  expect(await stateNow()).toBe('paused');
  let hasRested = false;
  const rest = control.turn().then(() => (hasRested = true));
  await Promise.resolve();
  expect(hasRested).toBe(false);
  runs.say(id, 'resume');
  await rest;
  expect(await stateNow()).toBe('running');
  runs.say(id, 'pause');
  runs.say(id, 'stop');
  await control.turn();
  expect(await stateNow()).toBe('stopping');
  end(true);
  expect((await finalOf(runs, id)).run).toMatchObject({ state: 'stopped', result });
  runs.say(id, 'pause');
  expect(await stateNow()).toBe('stopped');
});

test('a failure is reported as a value; work that ends because it was stopped did not fail', async () => {
  const runs = new Runs();
  const one = startHeld(runs);
  one.fail(new Failure('UNAUTHORIZED', { host: 'h', challenge: '', reason: 'no-credentials' }));
  expect((await finalOf(runs, one.id)).run).toMatchObject({
    state: 'failed',
    failure: { code: 'UNAUTHORIZED', data: { reason: 'no-credentials' } },
  });
  const other = startHeld(runs);
  const { control } = await other.begun;
  runs.say(other.id, 'stop');
  other.fail(control.signal.reason);
  const { run } = await finalOf(runs, other.id);
  expect(run.state).toBe('stopped');
  expect(run.failure).toBeUndefined();
});

test('ten thousand reports make few messages', async () => {
  const runs = new Runs();
  const { id, begun, end } = startHeld(runs);
  const { report } = await begun;
  const follow = finalOf(runs, id);
  for (let done = 1; done <= 10_000; done++) report.progress({ phase: 'work', done, total: 10_000, unit: 'tags' });
  end();
  const { run, messages } = await follow;
  expect(run.progress?.done).toBe(10_000);
  expect(messages).toBeLessThan(4);
});

test('results that a person should read are kept up to a limit, and the rest is counted', async () => {
  const runs = new Runs();
  const { id, begun, end } = startHeld(runs);
  const { report } = await begun;
  report.items(Array.from({ length: 20_010 }, (_, i) => ({ repository: 'a', tag: `t${i}`, state: 'unknown' as const })));
  for await (const { items, itemsLeftOut } of runs.follow(id, undefined)) {
    expect([items.length, itemsLeftOut]).toEqual([20_000, 10]);
    break;
  }
  end();
});

test('runs that have ended are kept up to a limit; one that is under way always', async () => {
  const runs = new Runs();
  const open = startHeld(runs);
  for (let i = 0; i < 55; i++) {
    const { id, end } = startHeld(runs);
    end();
    await finalOf(runs, id);
  }
  for await (const { runs: all } of runs.watch(undefined)) {
    expect(all).toHaveLength(51);
    expect(all[0]?.id).toBe(open.id);
    break;
  }
  open.end();
});

test('the end of the application waits for work over any connection, or over one', async () => {
  const runs = new Runs();
  const { end } = startHeld(runs);
  await runs.idle('another');
  let isIdle = false;
  const idle = runs.idle().then(() => (isIdle = true));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect([isIdle, runs.isIdle]).toEqual([false, false]);
  end();
  await idle;
  expect(runs.isIdle).toBe(true);
});

test('nothing else is done about a change while something is', async () => {
  const runs = new Runs();
  const { promise, resolve } = Promise.withResolvers<void>();
  const first = runs.alone('x', () => promise);
  await expect(runs.alone('x', async () => {})).rejects.toMatchObject({ code: 'CONFLICT' });
  await runs.alone('y', async () => {});
  resolve();
  await first;
  await runs.alone('x', async () => {});
});

test('a registry that hangs in the middle of a run is told of after 3 s, until it answers', async () => {
  const registry = new RegistryDouble(undefined, { latency: 4_000 });
  const client = connect(await registry.start());
  const runs = new Runs();
  const id = runs.start(about, async () => {
    await client.ping();
    return { result, stopped: false };
  });
  const told: string[] = [];
  const begun = performance.now();
  for await (const { run } of runs.follow(id, undefined)) {
    if (run.silent && told.length === 0) told.push(`${run.silent.host} after ${Math.round((performance.now() - begun) / 1000)} s`);
    if (run.ended) told.push(run.silent ? 'still' : 'no longer');
  }
  expect(told).toEqual([`${client.host} after 3 s`, 'no longer']);
  await client.close();
  await registry.stop();
});
