import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Deleted, deleted, groupOf, planned } from '../../../e2e/support/changes/delete.ts';
import { settled, undone } from '../../../e2e/support/changes/undo.ts';
import { type AppOverDouble, putSmallImage, REPOSITORY, startAppOverDouble } from '../../../e2e/support/hosts/app-over-double.ts';
import { referrersTag } from '../../../shared/oci/digest.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../../shared/oci/media-types.ts';

let over: AppOverDouble;
let registry: AppOverDouble['registry'];
let repository: AppOverDouble['repository'];
beforeEach(async () => {
  over = await startAppOverDouble();
  ({ registry, repository } = over);
});
afterEach(() => over.stop());

const image = (seed: string, tags: string[]): string => putSmallImage(over, seed, tags);

/** A manifest about another one. */
function refer(subject: string, seed: string): string {
  const about = { subject: { digest: subject, mediaType: OCI_MANIFEST, size: 1 }, annotations: { seed } };
  const document = { schemaVersion: 2, mediaType: OCI_MANIFEST, artifactType: 'x/sig', layers: [], ...about };
  return repository.putDocument(document, []);
}

/** The list of referrers under the fallback tag. */
function listUnder(subject: string, digests: readonly string[]): string {
  const manifests = digests.map((digest) => ({ mediaType: OCI_MANIFEST, digest, size: 1, artifactType: 'x/sig' }));
  const document = { schemaVersion: 2, mediaType: OCI_INDEX, manifests };
  return repository.putDocument(document, [referrersTag(subject)]);
}

/** Deletes the image of a tag with all its tags, and what refers to it. */
async function removed(tag: string): Promise<Deleted> {
  return deleted(over.client, await planned(over.client, REPOSITORY, [tag]), { whole: true, withReferrers: true });
}

const has = (digest: string): boolean => repository.manifests.has(digest);
const state = () => ({ tags: Object.fromEntries([...repository.tags].sort()), manifests: [...repository.manifests.keys()].sort() });

test.each([true, false])(
  'signatures are deleted with their image, by tag, by the list and by the API (%s), and one undo restores them with the same digests',
  async (referrers) => {
    registry.behaviour = { ...registry.behaviour, referrers };
    const digest = image('a', ['1.0', 'latest']);
    const kept = image('b', ['0.9']);
    const bundle = refer(digest, 'bundle');
    const countersigned = `${referrersTag(bundle)}.sig`;
    listUnder(digest, [bundle]);
    repository.tags.set(`${referrersTag(digest)}.sig`, image('signature', []));
    repository.tags.set(countersigned, image('a signature of the bundle', []));
    repository.tags.set(`${referrersTag(kept)}.sig`, image('signature of another image', []));
    const before = state();
    const { run, items, changeId } = await removed('1.0');
    expect(items.filter(({ state: end }) => end !== 'deleted')).toEqual([]);
    expect(run.result).toMatchObject({ deleted: 2, total: 2, referrers: 3, problems: 0 });
    expect([...repository.tags.keys()].sort()).toEqual(['0.9', `${referrersTag(kept)}.sig`]);
    expect(has(bundle)).toBe(false);
    await undone(over.client, changeId);
    expect(state()).toEqual(before);
  },
);

test('an SBOM that another image has, too, is kept for that image', async () => {
  const [one, two] = [image('a', ['1.0']), image('b', ['2.0'])];
  const sbom = image('the same SBOM', []);
  for (const digest of [one, two]) repository.tags.set(`${referrersTag(digest)}.sbom`, sbom);
  const { run } = await removed('1.0');
  expect(run.result).toMatchObject({ deleted: 1, referrers: 1, problems: 0 });
  expect([...repository.tags.keys()].sort()).toEqual(['2.0', `${referrersTag(two)}.sbom`].sort());
  expect(has(sbom)).toBe(true);
});

test('where they are to be kept, the plan names them as orphaned and none is deleted', async () => {
  const digest = image('a', ['1.0']);
  repository.tags.set(`${referrersTag(digest)}.sig`, image('signature', []));
  const plan = await planned(over.client, REPOSITORY, ['1.0']);
  expect(groupOf(plan.whole).referrers).toHaveLength(1);
  expect(plan.whole.referrers).toMatchObject([{ how: 'image', subject: digest }]);
  expect(plan.plan.referrers).toEqual([]);
  const { run } = await deleted(over.client, plan, { whole: true });
  expect([...repository.tags.keys()]).toEqual([`${referrersTag(digest)}.sig`]);
  expect(run.result).toMatchObject({ deleted: 1, problems: 0 });
});

test('where the image could not be deleted, its signatures are kept', async () => {
  const digest = image('a', ['1.0']);
  const bundle = refer(digest, 'bundle');
  const sig = `${referrersTag(digest)}.sig`;
  repository.tags.set(sig, image('signature', []));
  registry.fault = ({ method, path }) => (method === 'DELETE' && path.endsWith(digest) ? { kind: 'status', status: 500 } : undefined);
  const { items } = await removed('1.0');
  expect(has(bundle)).toBe(true);
  expect(repository.tags.has(sig)).toBe(true);
  expect(items.map(({ tag, state: end }) => [tag, end])).toEqual(
    expect.arrayContaining([
      ['1.0', 'unchanged'],
      [sig, 'not-tried'],
      [bundle, 'not-tried'],
    ]),
  );
});

test('what the registry deletes with the image counts as deleted', async () => {
  const digest = image('a', ['1.0']);
  const bundle = refer(digest, 'bundle');
  const sig = `${referrersTag(digest)}.sig`;
  repository.tags.set(sig, image('signature', []));
  registry.fault = ({ method, path }) => {
    if (method === 'GET' || has(digest) || !path.includes('/manifests/')) return undefined;
    repository.tags.delete(sig);
    repository.manifests.delete(bundle);
    return undefined;
  };
  expect((await removed('1.0')).run.result).toMatchObject({ deleted: 1, referrers: 2, problems: 0 });
});

test('in a bulk delete each image is deleted with its signatures, and one that fails is named', async () => {
  const digests = ['a', 'b', 'c'].map((seed) => image(seed, [seed]));
  const bundles = digests.map((digest) => refer(digest, digest));
  const plan = await planned(over.client, REPOSITORY, ['a', 'b']);
  const [, second = ''] = bundles;
  registry.fault = ({ method, path }) => (method === 'DELETE' && path.endsWith(second) ? { kind: 'status', status: 403 } : undefined);
  const { run, items, changeId } = await deleted(over.client, plan, { withReferrers: true });
  expect(bundles.map(has)).toEqual([false, true, true]);
  expect(run.result).toMatchObject({ deleted: 2, total: 2, referrers: 1, problems: 1 });
  expect(items.filter(({ state: end }) => end !== 'deleted')).toMatchObject([
    { tag: second, state: 'unchanged', failure: { code: 'FORBIDDEN' } },
  ]);
  await undone(over.client, changeId);
  expect(bundles.map(has)).toEqual([true, true, true]);
  expect(digests.map(has)).toEqual([true, true, true]);
});

test('an interrupted deletion is completed with its signatures', async () => {
  const digest = image('a', ['1.0']);
  const bundle = refer(digest, 'bundle');
  const sig = `${referrersTag(digest)}.sig`;
  repository.tags.set(sig, image('signature', []));
  let isCut = true;
  // The connection breaks once the image is deleted and its tag was asked about.
  registry.fault = ({ method }) => (isCut && !has(digest) && method === 'DELETE' ? { kind: 'cut' } : undefined);
  const { changeId } = await removed('1.0');
  expect([has(digest), has(bundle), repository.tags.has(sig)]).toEqual([false, true, true]);
  isCut = false;
  expect((await over.client.history.get({ id: changeId, limit: 1 })).change.state).toMatch(/interrupted|unknown/);
  expect((await settled(over.client, changeId, 'complete')).state).toBe('done');
  expect([has(bundle), repository.tags.has(sig)]).toEqual([false, false]);
});
