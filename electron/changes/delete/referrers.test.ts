import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Deleted, deleted, groupOf, type Planned, planned } from '../../../e2e/support/changes/delete.ts';
import { undone } from '../../../e2e/support/changes/undo.ts';
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

/** An SBOM: it names its subject, and the list under the fallback tag names it. */
function attach(subject: string, seed: string, tags: string[], hasSubject = true): string {
  const about = hasSubject ? { subject: { digest: subject, mediaType: OCI_MANIFEST, size: 1 } } : {};
  const document = { schemaVersion: 2, mediaType: OCI_MANIFEST, artifactType: 'x/sbom', layers: [], ...about, annotations: { seed } };
  const digest = repository.putDocument(document, tags);
  const tag = referrersTag(subject);
  const old = JSON.parse(repository.find(tag)?.manifest.bytes.toString('utf8') ?? '{"manifests":[]}') as { manifests: object[] };
  const entry = { mediaType: OCI_MANIFEST, digest, size: repository.manifests.get(digest)?.bytes.byteLength ?? 0, artifactType: 'x/sbom' };
  const list = { schemaVersion: 2, annotations: { own: 'kept' }, manifests: [...old.manifests, entry] };
  repository.putDocument({ mediaType: OCI_INDEX, ...list }, [tag]);
  return digest;
}

const listed = (subject: string): string[] => {
  const { manifests } = JSON.parse(repository.find(referrersTag(subject))?.manifest.bytes.toString('utf8') ?? '{"manifests":[]}') as {
    manifests: { digest: string }[];
  };
  return manifests.map(({ digest }) => digest);
};

const plannedOne = (tag: string): Promise<Planned> => planned(over.client, REPOSITORY, [tag]);
const removed = (plan: Planned): Promise<Deleted> => deleted(over.client, plan, { whole: true });

test.each([true, false])(
  'the plan and the deletion name the same referrers, from the API (%s), the list and the tags',
  async (referrers) => {
    registry.behaviour = { ...registry.behaviour, referrers };
    const digest = image('a', ['1.0']);
    attach(digest, 'by subject', []);
    attach(digest, 'by the list alone', [], false);
    repository.tags.set(`${referrersTag(digest)}.sig`, image('signature', []));
    const plan = await plannedOne('1.0');
    const { changeId } = await removed(plan);
    const { referrers: told } = groupOf(plan.whole);
    const recorded = (await over.app.services.history.get(changeId))?.referrers.map(({ reference }) => reference);
    expect(told).toHaveLength(4);
    expect(recorded?.toSorted()).toEqual(told.map(({ reference }) => reference).toSorted());
  },
);

test('a signature that only the list of referrers names can be deleted: it is removed from the list, the others are kept, and undo restores it', async () => {
  const subject = image('a', ['1.0']);
  const first = attach(subject, 'first', ['sbom']);
  const second = attach(subject, 'second', []);
  const tag = referrersTag(subject);
  const before = repository.tags.get(tag);
  const plan = await plannedOne('sbom');
  expect(groupOf(plan.whole)).toMatchObject({ indexes: [], lists: [tag], obstacles: [] });
  const outcome = await removed(plan);
  expect(outcome.items).toEqual([{ repository: REPOSITORY, tag: 'sbom', state: 'deleted' }]);
  expect(repository.manifests.has(first)).toBe(false);
  expect(listed(subject)).toEqual([second]);
  expect(repository.find(tag)?.manifest.bytes.toString('utf8')).toContain('"own":"kept"');
  await undone(over.client, outcome.changeId);
  expect(repository.tags.get(tag)).toBe(before);
  expect(listed(subject)).toEqual([first, second]);
  expect(repository.tags.get('sbom')).toBe(first);
});

test('several signatures of one image are removed from its list in one run, and undone', async () => {
  const subject = image('a', ['1.0']);
  const digests = ['one', 'two', 'three'].map((name) => attach(subject, name, [name]));
  const plan = await planned(over.client, REPOSITORY, ['one', 'three']);
  expect(plan.plan.groups.map(({ how, lists }) => ({ how, lists }))).toEqual([
    { how: 'image', lists: [referrersTag(subject)] },
    { how: 'image', lists: [referrersTag(subject)] },
  ]);
  const { items, changeId } = await deleted(over.client, plan);
  expect(items.map(({ state }) => state)).toEqual(['deleted', 'deleted']);
  expect(listed(subject)).toEqual([digests[1]]);
  await undone(over.client, changeId);
  expect(listed(subject)).toEqual(digests);
  expect(digests.every((digest) => repository.manifests.has(digest))).toBe(true);
});

test('a list of referrers that cannot be written is said to name what was deleted', async () => {
  const subject = image('a', ['1.0']);
  attach(subject, 'first', ['sbom']);
  registry.fault = ({ method, path }) =>
    method === 'PUT' && path.endsWith(referrersTag(subject)) ? { kind: 'status', status: 403 } : undefined;
  const { items } = await removed(await plannedOne('sbom'));
  expect(items).toMatchObject([
    { tag: 'sbom', state: 'deleted' },
    { tag: referrersTag(subject), state: 'unchanged', failure: { code: 'FORBIDDEN' } },
  ]);
});

test('a signature that someone adds to the list while another is removed is still listed, and an undo keeps it', async () => {
  const subject = image('a', ['1.0']);
  const first = attach(subject, 'first', ['sbom']);
  const tag = referrersTag(subject);
  let second = '';
  let hasRead = false;
  registry.fault = ({ method, path }) => {
    if (!path.endsWith(tag) || repository.manifests.has(first)) return undefined;
    // Once the list has been read, before whatever is asked about it next.
    if (hasRead && second === '') second = attach(subject, 'second', []);
    hasRead ||= method === 'GET';
    return undefined;
  };
  const outcome = await removed(await plannedOne('sbom'));
  expect(outcome.states).toEqual({ sbom: 'deleted' });
  expect(listed(subject)).toEqual([second]);
  await undone(over.client, outcome.changeId);
  expect(listed(subject)).toEqual([first, second]);
});

test('an index under another tag than that of the list is one that is pulled: it keeps its platforms', async () => {
  const subject = image('a', ['1.0']);
  attach(subject, 'first', ['sbom']);
  repository.tags.set('pulled', repository.tags.get(referrersTag(subject)) ?? '');
  expect(groupOf((await plannedOne('sbom')).whole).obstacles).toEqual(['in-index']);
});
