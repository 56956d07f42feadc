import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { linesOf, type RunOptions, runOver } from '../../e2e/support/commands.ts';
import { type AppOverDouble, putSmallImage, startAppOverDouble } from '../../e2e/support/hosts/app-over-double.ts';
import { started } from '../../e2e/support/started.ts';

let over: AppOverDouble;
let folder: string;
let path: string;

async function start(behaviour: Parameters<typeof startAppOverDouble>[0] = {}): Promise<void> {
  over = started(await startAppOverDouble(behaviour));
  putSmallImage(over, 'a', ['1.0', '1', 'latest']);
  putSmallImage(over, 'b', ['2.0']);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-plan-'));
  path = join(folder, 'plan.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const run = (argv: readonly string[], options: RunOptions = {}) => runOver(over.client, argv, options);
const tagsNow = (): string[] => [...over.repository.tags.keys()].sort();
const plan = (...refs: string[]) => run(['delete', ...refs.map((ref) => `n/team/api:${ref}`), '--plan', path]);
const writes = (): number =>
  over.registry.requests.filter(({ method, path: to }) => (method === 'DELETE' && !to.includes('0000')) || method === 'PUT').length;

/** The ids of the changes that a command has printed. */
const changesOf = (out: string): string[] => (JSON.parse(out) as { changes: string[] }).changes;

/** Carries a run of the window out. */
async function windowRun(runId: string): Promise<string[]> {
  let ids: string[] = [];
  for await (const { run: one } of await over.client.runs.follow({ id: runId })) ids = [...one.changeIds];
  return ids;
}

test('a plan deletes nothing; applied it deletes exactly that, and the window undoes it', async () => {
  await start();
  const made = await plan('1.0', '1');
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(made.out).toContain('delete  1 1.0');
  expect(made.out).toContain('keep    latest');
  expect(tagsNow()).toEqual(['1', '1.0', '2.0', 'latest']);
  const before = new Map(over.repository.tags);
  expect(await run(['apply', path, '--check'])).toMatchObject({ code: 0 });
  const applied = await run(['apply', path, '--yes', '--json']);
  expect(applied).toMatchObject({ code: 0 });
  expect(tagsNow()).toEqual(['2.0', 'latest']);
  const [id = ''] = changesOf(applied.out);
  expect(linesOf(await run(['history', '--json']))).toMatchObject([{ id, what: 'delete-many', state: 'done', tags: 2 }]);
  await windowRun((await over.client.history.undo({ id })).runId);
  expect(new Map([...over.repository.tags].sort())).toEqual(new Map([...before].sort()));
});

test('what the window deleted is undone by the command, after it has shown it', async () => {
  await start();
  let planId = '';
  const targets = [{ repository: 'team/api', tags: ['1', '2.0'] }];
  for await (const event of await over.client.delete.plan({ connectionId: 'c', targets, untagOnly: false, purpose: 'delete' }))
    if (event.kind === 'end') planId = event.planId;
  const order = { planId, whole: false, withReferrers: false, typed: [], confirmation: 'team/api' };
  const [id = ''] = await windowRun((await over.client.delete.apply(order)).runId);
  expect(tagsNow()).toEqual(['1.0', 'latest']);
  expect(await run(['undo', id])).toMatchObject({ code: 4 });
  expect(await run(['undo', id], { isTerminal: true, input: 'no\n' })).toMatchObject({ code: 4 });
  expect(tagsNow()).toEqual(['1.0', 'latest']);
  const undone = await run(['undo', id], { isTerminal: true, input: 'yes\n' });
  expect(undone).toMatchObject({ code: 0 });
  expect(undone.err).toContain('2.0  will be restored');
  expect(tagsNow()).toEqual(['1', '1.0', '2.0', 'latest']);
});

test.each<[string, () => void | Promise<void>, string]>([
  ['a tag moved', () => void over.repository.tags.set('1', over.repository.tags.get('2.0') ?? ''), 'team/api:1'],
  ['a tag was deleted', () => void over.repository.tags.delete('1'), 'team/api:1'],
  ['a new tag is on the image', () => void over.repository.tags.set('new', over.repository.tags.get('1') ?? ''), 'team/api:new'],
  ['a kept tag was deleted, so that the image would be deleted', () => void over.repository.tags.delete('latest'), 'team/api:latest'],
  ['the repository has no tags any more', () => over.repository.tags.clear(), 'team/api'],
])('a registry that has drifted is refused before anything is sent: %s', async (_, drift, at) => {
  await start();
  await plan('1.0', '1');
  await drift();
  const before = writes();
  const refused = await run(['apply', path, '--yes']);
  expect(refused).toMatchObject({ code: 4 });
  expect(refused.out).toContain(at);
  expect(refused.err).toContain('not as the plan expects');
  expect(writes()).toBe(before);
});

test('a registry whose deletes were disabled since is refused', async () => {
  await start({ deletes: 'off' });
  const made = await plan('1.0', '1');
  expect(made).toMatchObject({ code: 4, out: expect.stringContaining('cannot be deleted'), err: expect.stringContaining('none of it') });
  const text = await readFile(path, 'utf8');
  const file = JSON.parse(text) as { repositories: { images: { obstacles: string[] }[] }[] };
  for (const part of file.repositories) for (const image of part.images) image.obstacles = [];
  await writeFile(path, JSON.stringify(file));
  expect(await run(['apply', path, '--yes'])).toMatchObject({ code: 4 });
  expect(tagsNow()).toEqual(['1', '1.0', '2.0', 'latest']);
});

test('nobody is asked without a terminal; at one the name of the repository is typed', async () => {
  await start();
  await plan('1.0', '1');
  expect(await run(['apply', path])).toMatchObject({ code: 4, err: expect.stringContaining('--yes') });
  expect(await run(['apply', path], { isTerminal: true, input: 'team/web\n' })).toMatchObject({ code: 4 });
  expect(tagsNow()).toHaveLength(4);
  const asked = await run(['apply', path], { isTerminal: true, input: 'team/api\n' });
  expect(asked).toMatchObject({ code: 0 });
  expect(asked.err).toContain('Delete 2 tags? Type team/api:');
  expect(tagsNow()).toEqual(['2.0', 'latest']);
});

test('a protected tag is deleted only where it is named in the plan and once more', async () => {
  await start();
  const [saved] = over.app.services.document.connections;
  if (saved) over.app.services.document.connections = [{ ...saved, protectedTags: ['latest'] }];
  await plan('1.0', 'latest');
  expect(await readFile(path, 'utf8')).not.toContain('"tags":["1.0","latest"]');
  await run(['delete', 'n/team/api:1.0', 'n/team/api:latest', '--plan', path, '--replace', '--protected', 'latest']);
  expect(await run(['apply', path, '--yes'])).toMatchObject({ code: 4, err: expect.stringContaining('--protected latest') });
  expect(tagsNow()).toHaveLength(4);
  expect(await run(['apply', path, '--yes', '--protected', 'latest'])).toMatchObject({ code: 0 });
  expect(tagsNow()).toEqual(['1', '2.0']);
});

test('a plan of one tag keeps its image, or deletes it with all its tags', async () => {
  await start();
  await plan('1.0');
  expect(await run(['apply', path, '--yes'])).toMatchObject({ code: 0 });
  expect(tagsNow()).toEqual(['1', '2.0', 'latest']);
  await run(['delete', 'n/team/api:1', '--plan', path, '--whole', '--replace']);
  expect(await run(['apply', path], { isTerminal: true, input: 'team/api\n' })).toMatchObject({ code: 0 });
  expect(tagsNow()).toEqual(['2.0']);
});

test('plans: what is no plan, of another registry, or would write over a file is refused', async () => {
  await start();
  expect(await run(['apply', join(folder, 'none')])).toMatchObject({ code: 3 });
  await writeFile(path, '{"longshore":"delete-plan"}');
  expect(await run(['apply', path])).toMatchObject({ code: 2 });
  expect(await plan('1.0')).toMatchObject({ code: 1, err: expect.stringContaining('--replace') });
  await run(['delete', 'n/team/api:1.0', '--plan', path, '--replace']);
  const text = await readFile(path, 'utf8');
  expect(text).not.toMatch(/password|token|secret/i);
  await writeFile(path, text.replace(/"registry":"[^"]*"/, '"registry":"https://registry.example.com"'));
  expect(await run(['apply', path, '--yes'])).toMatchObject({ code: 3, err: expect.stringContaining('Nothing was sent') });
  expect(await run(['delete', 'n/team/api:none', '--plan', join(folder, 'x')])).toMatchObject({ code: 3 });
  expect(await run(['delete', 'n/team/api'])).toMatchObject({ code: 2 });
});

test('retag shows what moves, asks, and is undone', async () => {
  await start();
  const [a, b] = [over.repository.tags.get('1.0'), over.repository.tags.get('2.0')];
  expect(await run(['retag', 'n/team/api:2.0', 'latest'])).toMatchObject({ code: 4 });
  expect(over.repository.tags.get('latest')).toBe(a);
  const done = await run(['retag', 'n/team/api:2.0', 'latest', 'n/team/api:new', '--yes', '--json']);
  expect(done).toMatchObject({ code: 0 });
  expect(done.err).toContain(`latest: moves to ${b}, from ${a}, which 1 still points to`);
  expect([over.repository.tags.get('latest'), over.repository.tags.get('new')]).toEqual([b, b]);
  expect(await run(['undo', ...changesOf(done.out), '--yes'])).toMatchObject({ code: 0 });
  expect(over.repository.tags.get('latest')).toBe(a);
  expect(over.repository.tags.has('new')).toBe(false);
  expect(await run(['retag', 'n/team/api:1.0', 'latest', '--yes'])).toMatchObject({ code: 0, out: 'Nothing to do.\n' });
  expect(await run(['retag', 'n/team/api:none', 'latest', '--yes'])).toMatchObject({ code: 3 });
});

test('the plan of a retag changes nothing; applied it does exactly that, and the window undoes it', async () => {
  await start();
  const [a, b] = [over.repository.tags.get('1.0'), over.repository.tags.get('2.0')];
  const made = await run(['retag', 'n/team/api:2.0', 'latest', 'new', '2.0.1', '--plan', path]);
  expect(made).toMatchObject({ code: 0, out: `Nothing is changed yet. Carry it out with: longshore apply ${path}\n` });
  expect(made.err).toContain(`latest: moves to ${b}, from ${a}`);
  expect([over.repository.tags.get('latest'), over.repository.tags.has('new')]).toEqual([a, false]);
  expect(await readFile(path, 'utf8')).not.toMatch(/password|token|secret/i);
  expect(await run(['apply', path, '--check'])).toMatchObject({ code: 0, out: expect.stringContaining('as the plan expects it') });
  expect(await run(['apply', path])).toMatchObject({ code: 4, err: expect.stringContaining('--yes') });
  const applied = await run(['apply', path, '--yes', '--json']);
  expect(applied).toMatchObject({ code: 0 });
  expect(['latest', 'new', '2.0.1'].map((tag) => over.repository.tags.get(tag))).toEqual([b, b, b]);
  const [id = ''] = changesOf(applied.out);
  await windowRun((await over.client.history.undo({ id })).runId);
  expect([over.repository.tags.get('latest'), over.repository.tags.has('new')]).toEqual([a, false]);
});

test.each<[string, () => void, string | RegExp]>([
  ['the source moved', () => void over.repository.tags.set('2.0', over.repository.tags.get('1') ?? ''), 'team/api:2.0'],
  ['the source was deleted', () => void over.repository.tags.delete('2.0'), 'team/api:2.0'],
  ['the target moved', () => void over.repository.tags.set('latest', over.repository.tags.get('2.0') ?? ''), 'team/api:latest'],
  ['the new tag was taken', () => void over.repository.tags.set('new', over.repository.tags.get('1') ?? ''), 'team/api:new'],
  [
    'the image that is left would have no tag',
    () => void ['1', '1.0'].map((tag) => over.repository.tags.delete(tag)),
    /what keeps team\/api@sha256:\w{64}\n {2}expected {2}another tag\n {2}now {7}no tag/,
  ],
])('a retag is refused before anything is sent where the registry has drifted: %s', async (_, drift, said) => {
  await start();
  await run(['retag', 'n/team/api:2.0', 'latest', 'new', '--plan', path]);
  drift();
  const before = writes();
  const refused = await run(['apply', path, '--yes']);
  expect(refused).toMatchObject({ code: 4, err: expect.stringContaining('Nothing was changed') });
  expect(refused.out).toMatch(said);
  expect(writes()).toBe(before);
});

test('what is not found is named, and nobody claims that it was deleted', async () => {
  await start();
  await plan('2.0');
  over.repository.tags.delete('2.0');
  const gone = await run(['apply', path, '--yes']);
  expect(gone).toMatchObject({ code: 4, out: expect.stringContaining('team/api:2.0') });
  for (const argv of [
    ['retag', 'n/team/api:typo', 'x', '--yes'],
    ['delete', 'n/team/api:typo', '--plan', join(folder, 'typo.json')],
  ]) {
    const none = await run(argv);
    expect(none).toMatchObject({ code: 3, err: expect.stringContaining('team/api:typo') });
    expect(none.err).not.toContain('deleted');
  }
  expect(await run(['apply', folder, '--yes'])).toMatchObject({ code: 3, err: expect.stringContaining('cannot be read') });
});

test('a tag is not moved onto itself', async () => {
  await start();
  expect(await run(['retag', 'n/team/api:1', '1', '--move', '--yes'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('the tag itself'),
  });
  expect(tagsNow()).toEqual(['1', '1.0', '2.0', 'latest']);
});

test('a move deletes the source at the end; of protected tags it wants the names, and nothing is planned where nothing moves', async () => {
  await start();
  const [saved] = over.app.services.document.connections;
  if (saved) over.app.services.document.connections = [{ ...saved, protectedTags: ['2.0'] }];
  const b = over.repository.tags.get('2.0');
  await run(['retag', 'n/team/api:2.0', '2.0.1', '--move', '--plan', path]);
  expect(await run(['apply', path, '--yes'])).toMatchObject({ code: 4, err: expect.stringContaining('--protected 2.0') });
  expect(await run(['apply', path, '--yes', '--protected', '2.0'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('2.0  removed'),
  });
  expect([over.repository.tags.has('2.0'), over.repository.tags.get('2.0.1')]).toEqual([false, b]);
  const none = await run(['retag', 'n/team/api:1.0', 'latest', '--plan', join(folder, 'none.json')]);
  expect(none).toMatchObject({ code: 4, err: expect.stringContaining('No plan was written') });
});
