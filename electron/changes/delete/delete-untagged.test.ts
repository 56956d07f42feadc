import { afterEach, beforeEach, expect, test } from 'vitest';
import { deleted, type Planned, planned } from '../../../e2e/support/changes/delete.ts';
import { undone } from '../../../e2e/support/changes/undo.ts';
import { type AppOverDouble, putSmallImage, REPOSITORY, startAppOverDouble } from '../../../e2e/support/hosts/app-over-double.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../../shared/oci/media-types.ts';
import { putIndex } from '../../sample/store.ts';

let over: AppOverDouble;
let repository: AppOverDouble['repository'];
beforeEach(async () => {
  over = await startAppOverDouble();
  ({ repository } = over);
});
afterEach(() => over.stop());

const platform = { os: 'linux', architecture: 'amd64' };
const image = (seed: string, tags: string[] = []): string => putSmallImage(over, seed, tags);
const index = (children: readonly string[], tags: string[] = []): string =>
  putIndex(
    repository,
    children.map((digest) => ({
      digest,
      mediaType: OCI_MANIFEST,
      size: repository.manifests.get(digest)?.bytes.byteLength ?? 0,
      platform,
    })),
    tags,
  );
function attach(subject: string): string {
  const about = { subject: { digest: subject, mediaType: OCI_MANIFEST, size: 1 } };
  const document = { schemaVersion: 2, mediaType: OCI_MANIFEST, artifactType: 'x/sbom', layers: [], ...about };
  return repository.putDocument(document, []);
}
const isFound = (digest: string): boolean => repository.manifests.has(digest);
const planFor = (...digests: string[]): Promise<Planned> => planned(over.client, REPOSITORY, digests);
const obstaclesIn = ({ plan }: Planned): Record<string, readonly string[]> =>
  Object.fromEntries(plan.groups.map(({ digest, obstacles }) => [digest, obstacles]));
const deletesSent = (): string[] => over.registry.requests.filter(({ method }) => method === 'DELETE').map(({ path }) => path);

test('a manifest without a tag is deleted by its digest, every tag is unchanged, and undo and redo do what they say', async () => {
  const kept = image('kept', ['1.0', 'latest']);
  const bare = image('bare');
  const before = new Map(repository.tags);
  const bytes = repository.manifests.get(bare)?.bytes;
  const plan = await planFor(bare);
  expect(plan.plan.groups).toMatchObject([{ digest: bare, tags: [bare], how: 'image', obstacles: [] }]);
  expect(plan.plan.isAlone).toBe(false);
  const outcome = await deleted(over.client, plan);
  expect(outcome.items).toEqual([{ repository: REPOSITORY, tag: bare, state: 'deleted' }]);
  expect([isFound(bare), isFound(kept)]).toEqual([false, true]);
  expect(repository.tags).toEqual(before);
  const undo = await undone(over.client, outcome.changeId);
  expect(undo.result).toMatchObject({ state: 'done', restored: 1 });
  expect(repository.manifests.get(bare)?.bytes).toEqual(bytes);
  expect(repository.tags).toEqual(before);
  const redo = await undone(over.client, undo.change.id);
  expect(redo.result).toMatchObject({ state: 'done', removed: 1 });
  expect([isFound(bare), isFound(kept)]).toEqual([false, true]);
  expect(repository.tags).toEqual(before);
});

test('the name of the repository has to be typed', async () => {
  const bare = image('bare');
  const { planId } = await planFor(bare);
  const order = { planId, whole: false, withReferrers: true, typed: [], confirmation: '' };
  await expect(over.client.delete.apply(order)).rejects.toMatchObject({ code: 'CONFLICT', data: { what: 'not-confirmed' } });
  expect(isFound(bare)).toBe(true);
});

test('no pattern protects a digest, and a deletion of tags alone deletes no manifest', async () => {
  over.app.services.document.connections = over.app.services.document.connections.map((one) => ({ ...one, protectedTags: ['*'] }));
  const bare = image('bare');
  const plan = await planFor(bare);
  expect([plan.plan.guarded, plan.plan.protected]).toEqual([[], []]);
  expect((await deleted(over.client, plan)).states).toEqual({ [bare]: 'deleted' });
  const other = image('other');
  expect((await planned(over.client, REPOSITORY, [other], { untagOnly: true })).plan.groups).toEqual([]);
});

test('an index is deleted before what it contains, and undo restores both', async () => {
  const child = image('child');
  const bare = index([child]);
  const plan = await planFor(child, bare);
  expect(obstaclesIn(plan)).toEqual({ [bare]: [], [child]: [] });
  const outcome = await deleted(over.client, plan);
  expect(outcome.items.map(({ tag, state }) => [tag, state])).toEqual([
    [bare, 'deleted'],
    [child, 'deleted'],
  ]);
  expect((await undone(over.client, outcome.changeId)).result).toMatchObject({ state: 'done' });
  expect([isFound(bare), isFound(child)]).toEqual([true, true]);
});

test('what a kept index contains is kept, with a tag or without', async () => {
  const [first, second] = [image('first'), image('second')];
  index([first], ['multi']);
  expect(obstaclesIn(await planFor(first))).toEqual({ [first]: ['in-index'] });
  const bare = index([second]);
  // It was seen, because somebody looked at it.
  await planFor(bare);
  expect((await planFor(second)).plan.groups).toMatchObject([{ digest: second, indexes: [bare], obstacles: ['in-index'] }]);
});

test('an index that is kept because of what it refers to keeps what it contains, although both were chosen', async () => {
  const subject = image('subject', ['1.0']);
  const child = image('child');
  const entry = { digest: child, mediaType: OCI_MANIFEST, size: repository.manifests.get(child)?.bytes.byteLength ?? 0, platform };
  const about = { digest: subject, mediaType: OCI_MANIFEST, size: 1 };
  const document = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [entry], subject: about };
  const bare = repository.putDocument(document, []);
  const plan = await planFor(child, bare);
  expect(obstaclesIn(plan)).toEqual({ [bare]: ['attached'], [child]: ['in-index'] });
  await expect(deleted(over.client, plan)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
});

test('a manifest that an index without a tag contains by now is kept, when it is deleted and when that is repeated', async () => {
  const bare = image('bare');
  const plan = await planFor(bare);
  const holder = index([bare]);
  await planFor(holder);
  const kept = { state: 'unchanged', failure: { code: 'CONFLICT', data: { what: 'new-index', subject: holder } } };
  expect((await deleted(over.client, plan)).items).toMatchObject([kept]);
  repository.manifests.delete(holder);
  const undo = await undone(over.client, (await deleted(over.client, await planFor(bare))).changeId);
  index([bare]);
  await expect(undone(over.client, undo.change.id)).rejects.toMatchObject({ code: 'CONFLICT', data: { what: 'new-index' } });
  expect(isFound(bare)).toBe(true);
});

test('an index that cannot be deleted keeps what it contains', async () => {
  const child = image('child');
  const bare = index([child]);
  const plan = await planFor(child, bare);
  over.registry.fault = ({ method, path }) => (method === 'DELETE' && path.endsWith(bare) ? { kind: 'status', status: 405 } : undefined);
  const { states, run } = await deleted(over.client, plan);
  expect(states).toEqual({ [bare]: 'unchanged', [child]: 'unchanged' });
  expect([isFound(bare), isFound(child)]).toEqual([true, true]);
  expect(run.result).toMatchObject({ deleted: 0, problems: 2 });
});

test('a manifest that a tag was pointed to is kept: before the plan, and after it', async () => {
  const [first, second] = [image('first'), image('second')];
  repository.tags.set('new', first);
  expect(obstaclesIn(await planFor(first))).toEqual({ [first]: ['tagged'] });
  const plan = await planFor(second);
  repository.tags.set('newer', second);
  const { items } = await deleted(over.client, plan);
  expect(items).toMatchObject([
    { tag: second, state: 'unchanged', failure: { code: 'CONFLICT', data: { what: 'new-tag', subject: 'newer' } } },
  ]);
  expect(isFound(second)).toBe(true);
  expect(deletesSent().filter((path) => path.endsWith(second))).toEqual([]);
});

test('a manifest that an index contains by now is kept', async () => {
  const bare = image('bare');
  const plan = await planFor(bare);
  index([bare], ['multi']);
  const { items } = await deleted(over.client, plan);
  expect(items).toMatchObject([{ state: 'unchanged', failure: { data: { what: 'new-index', subject: 'multi' } } }]);
  expect(isFound(bare)).toBe(true);
});

test('one that is not found any more: left out of the plan, and as good as deleted after it', async () => {
  const bare = image('bare');
  const plan = await planFor(bare);
  repository.manifests.delete(bare);
  expect((await planFor(bare)).plan).toMatchObject({ groups: [], notFound: [bare] });
  expect((await deleted(over.client, plan)).states).toEqual({ [bare]: 'deleted' });
  expect(deletesSent().filter((path) => path.endsWith(bare))).toEqual([]);
});

test('an attachment of an image that is kept is kept; with its image it is deleted after it', async () => {
  const subject = image('subject', ['1.0']);
  const sbom = attach(subject);
  expect(obstaclesIn(await planFor(sbom))).toEqual({ [sbom]: ['attached'] });
  const bare = image('bare');
  const own = attach(bare);
  const outcome = await deleted(over.client, await planFor(own, bare));
  expect(outcome.items.map(({ tag, state }) => [tag, state])).toEqual([
    [bare, 'deleted'],
    [own, 'deleted'],
  ]);
  expect((await undone(over.client, outcome.changeId)).result).toMatchObject({ state: 'done', restored: 2 });
  expect([isFound(bare), isFound(own)]).toEqual([true, true]);
});

test('the referrers of a manifest are named, orphaned unless they are deleted with it', async () => {
  over.registry.behaviour = { ...over.registry.behaviour, referrers: true };
  const bare = image('bare');
  const sbom = attach(bare);
  const plan = await planFor(bare);
  expect(plan.plan.groups[0]?.referrers.map(({ digest }) => digest)).toEqual([sbom]);
  expect(plan.plan.referrers.map(({ digest }) => digest)).toEqual([sbom]);
  await deleted(over.client, plan);
  expect([isFound(bare), isFound(sbom)]).toEqual([false, true]);
});

test('a read-only connection and a registry that refuses deletes are said in the plan', async () => {
  const bare = image('bare');
  over.app.services.document.connections = over.app.services.document.connections.map((one) => ({ ...one, readOnly: true }));
  const plan = await planFor(bare);
  expect(obstaclesIn(plan)).toEqual({ [bare]: ['read-only'] });
  await expect(deleted(over.client, plan)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(deletesSent()).toEqual([]);
  const refusing = await startAppOverDouble({ deletes: 'off' });
  const digest = putSmallImage(refusing, 'bare', []);
  expect(obstaclesIn(await planned(refusing.client, REPOSITORY, [digest]))).toEqual({ [digest]: ['delete-disabled'] });
  await refusing.stop();
});

test('a fault at every request of the run: what is said is true, no tag changes, and undo restores what was deleted', async () => {
  const attempt = async (kind: 'cut' | 'status' | undefined, at: number): Promise<number> => {
    await over.stop();
    over = await startAppOverDouble();
    ({ repository } = over);
    image('kept', ['1.0']);
    const bare = image('bare');
    const before = new Map(repository.tags);
    const plan = await planFor(bare);
    const first = over.registry.requests.length;
    let done = false;
    over.registry.fault = ({ number }) => {
      if (done || kind === undefined || number - first < at) return undefined;
      done = true;
      return kind === 'cut' ? { kind } : { kind, status: 500 };
    };
    const { states, changeId } = await deleted(over.client, plan);
    over.registry.fault = undefined;
    const where = `${kind} at ${at}`;
    expect([where, states[bare]]).toEqual([where, isFound(bare) ? 'unchanged' : 'deleted']);
    expect([where, repository.tags]).toEqual([where, before]);
    const requests = over.registry.requests.length - first;
    if (!isFound(bare)) await undone(over.client, changeId);
    expect([where, isFound(bare)]).toEqual([where, true]);
    return requests;
  };
  const requests = await attempt(undefined, 0);
  expect(requests).toBeGreaterThan(5);
  for (const kind of ['cut', 'status'] as const) for (let at = 1; at <= requests; at++) await attempt(kind, at);
}, 120_000);
