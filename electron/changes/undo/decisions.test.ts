import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { retagged } from '../../../e2e/support/changes/retag.ts';
import { changesOf, settled, undone } from '../../../e2e/support/changes/undo.ts';
import { type AppOverDouble, putSmallImage, REPOSITORY, startAppOverDouble } from '../../../e2e/support/hosts/app-over-double.ts';
import type { Change } from '../../../shared/contract/history.ts';
import { referrersTag } from '../../../shared/oci/digest.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../../shared/oci/media-types.ts';
import type { ChangeBegin } from '../core/ports.ts';

let over: AppOverDouble;
let registry: AppOverDouble['registry'];
let repository: AppOverDouble['repository'];
beforeEach(async () => {
  over = await startAppOverDouble();
  ({ registry, repository } = over);
});
afterEach(() => over.stop());

const image = (seed: string, tags: string[]): string => putSmallImage(over, seed, tags);
const gone = (digest: string, ...tags: string[]) => tags.map((tag) => ({ tag, before: digest, after: null }));
const keep = async (...digests: string[]): Promise<void> => {
  const { clients, trash } = over.app.services;
  for (const digest of digests) await trash.save(await clients.of('c').manifest(REPOSITORY, digest));
};
const stateOf = async (id: string): Promise<Change['state'] | undefined> =>
  (await changesOf(over.client)).find((change) => change.id === id)?.state;

/** A change that the application did not live to end, after a request for each of these tags. */
async function interrupted(change: Omit<ChangeBegin, 'connection' | 'repository'>, ...touched: string[]): Promise<string> {
  const { id, name, url } = over.app.services.clients.connection('c');
  const begun = await over.app.services.history.begin({ ...change, connection: { id, name, url }, repository: REPOSITORY });
  for (const reference of touched) await begun.step({ method: 'PUT', reference, why: 'move' }, async () => 201);
  await over.restart();
  return begun.id;
}

test('of two decisions on one change at the same time the second is refused, and so is one on a change that is running', async () => {
  const digest = image('a', ['1.0', '2.0', '3.0']);
  await keep(digest);
  const id = await interrupted({ what: 'delete-many', tag: '1.0', moves: gone(digest, '1.0', '2.0', '3.0') }, '1.0');
  repository.tags.delete('1.0');
  registry.behaviour = { ...registry.behaviour, latency: 20 };
  const before = registry.requests.length;
  const first = settled(over.client, id, 'complete');
  // Which of several decisions is read from the disk first is open: the others follow once the first is at work.
  await vi.waitUntil(() => registry.requests.length > before, { interval: 1 });
  const ways = ['restore', 'leave', 'ask'] as const;
  const ends = await Promise.allSettled([first, ...ways.map((how) => settled(over.client, id, how)), undone(over.client, id)]);
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected', 'rejected']);
  for (const end of ends.slice(1)) expect(end).toMatchObject({ reason: { code: 'CONFLICT', data: { what: 'change-running' } } });
  expect(await stateOf(id)).toBe('done');
  expect([...repository.tags]).toEqual([]);
});

test('a change that is under way cannot be undone', async () => {
  const digest = image('a', ['1.0']);
  const { id, name, url } = over.app.services.clients.connection('c');
  const { history } = over.app.services;
  const moves = gone(digest, '1.0');
  const begun = await history.begin({ what: 'delete-tag', tag: '1.0', moves, connection: { id, name, url }, repository: REPOSITORY });
  await expect(undone(over.client, begun.id)).rejects.toMatchObject({ code: 'CONFLICT', data: { what: 'change-running' } });
});

test('a change that fails after its registry was removed ends in the history', async () => {
  image('a', ['1.0', 'latest']);
  image('b', ['2.0']);
  registry.fault = ({ method }) => {
    if (method !== 'PUT') return undefined;
    over.app.services.document.connections = [];
    over.app.services.clients.retire('c', new Promise(() => {}));
    return { kind: 'status', status: 403 };
  };
  const wish = { repository: REPOSITORY, from: '2.0', targets: ['latest'] };
  await expect(retagged(over.client, wish)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const changes = await changesOf(over.client);
  expect(changes.map(({ state }) => state)).toEqual(['failed']);
});

test('completing a change of which someone moved a tag is done in part, and so is restoring it', async () => {
  const [first, second, third] = [image('a', ['1.0', '2.0']), image('b', ['new']), image('c', ['3.0'])];
  await keep(first);
  const moves = ['1.0', '2.0'].map((tag) => ({ tag, before: first, after: second }));
  const id = await interrupted({ what: 'retag', tag: '1.0', from: 'new', moves }, '1.0');
  repository.tags.set('2.0', third);
  expect(await settled(over.client, id, 'complete')).toMatchObject({ state: 'partly' });
  expect(repository.tags.get('1.0')).toBe(second);
  const again = await interrupted({ what: 'retag', tag: '1.0', from: 'new', moves }, '1.0');
  expect(await settled(over.client, again, 'restore')).toMatchObject({ state: 'partly' });
  expect([...repository.tags].filter(([tag]) => /^\d/.test(tag))).toEqual([
    ['1.0', first],
    ['2.0', third],
    ['3.0', third],
  ]);
  // Nothing is left that could be restored, and that is not because it was.
  repository.tags.set('1.0', third);
  const last = await interrupted({ what: 'retag', tag: '1.0', from: 'new', moves }, '1.0');
  expect(await settled(over.client, last, 'restore')).toMatchObject({ state: 'partly' });
});

test('an undo tells how many tags it restored and how many it removed, and not those that it left', async () => {
  image('a', ['1.0', '2.0']);
  image('b', ['new']);
  const third = image('c', ['3.0']);
  const { changeId } = await retagged(over.client, { repository: REPOSITORY, from: 'new', targets: ['1.0', '2.0', 'added'] });
  repository.tags.set('2.0', third);
  expect(await undone(over.client, changeId)).toMatchObject({
    result: { restored: 1, removed: 1 },
    change: { what: 'undo', state: 'partly' },
  });
});

test('completing a change does not fail because someone deleted another tag meanwhile', async () => {
  const [first, second] = [image('a', ['1.0']), image('b', ['2.0'])];
  image('c', ['other']);
  registry.behaviour = { ...registry.behaviour, deletes: 'digest' };
  const moves = [...gone(first, '1.0'), ...gone(second, '2.0')];
  const id = await interrupted({ what: 'delete-many', tag: '1.0', moves, images: [first, second] });
  registry.fault = ({ method, path }) => {
    if (method === 'DELETE' && path.endsWith(first)) repository.tags.delete('other');
    return undefined;
  };
  expect(await settled(over.client, id, 'complete')).toMatchObject({ state: 'done' });
});

/** A signature, and the list under the fallback tag that names it. */
function attach(subject: string): { digest: string; tag: string } {
  const about = { digest: subject, mediaType: OCI_MANIFEST, size: 1 };
  const document = { schemaVersion: 2, mediaType: OCI_MANIFEST, artifactType: 'x/signature', layers: [], subject: about };
  const digest = repository.putDocument(document, []);
  const tag = referrersTag(subject);
  const list = { schemaVersion: 2, manifests: [{ mediaType: OCI_MANIFEST, digest, size: 1, artifactType: 'x/signature' }] };
  repository.putDocument({ mediaType: OCI_INDEX, ...list }, [tag]);
  return { digest, tag };
}

test.each(['before', 'after'])(
  'a deletion of a signature that was interrupted %s its digest was deleted is completed, with its list',
  async (when) => {
    registry.behaviour = { ...registry.behaviour, referrers: false };
    const { digest, tag } = attach(image('a', ['1.0']));
    await keep(digest);
    const id = await interrupted({ what: 'delete-image', tag: 'signature', moves: gone(digest, 'signature'), images: [digest] });
    if (when === 'after') repository.manifests.delete(digest);
    expect(await settled(over.client, id, 'complete')).toMatchObject({ state: 'done' });
    expect(repository.manifests.has(digest)).toBe(false);
    expect(JSON.parse(repository.find(tag)?.manifest.bytes.toString('utf8') ?? '{}')).toMatchObject({ manifests: [] });
  },
);
