import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { plannedBy, questionOf } from '../../../e2e/support/changes/delete.ts';
import { memory, REACH_SOON } from '../../../e2e/support/changes/memory.ts';
import { connect } from '../../../e2e/support/connect.ts';
import type { Behaviour } from '../../../e2e/support/registry/behaviour.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import type { DeleteItem } from '../../../shared/contract/delete.ts';
import { referrersTag } from '../../../shared/oci/digest.ts';
import { readManifest } from '../../../shared/oci/manifest.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../../shared/oci/media-types.ts';
import { type IndexChild, putImage, putIndex, type SampleRepository, SampleStore } from '../../sample/store.ts';
import { RunControl } from '../core/run-work.ts';
import { planUndo } from '../undo/plan.ts';
import { restore } from '../undo/restore.ts';
import { deleteGroups } from './groups.ts';

const REPOSITORY = 'team/api';
const CASES = 60;
const ran = new Map<string, number>();
afterAll(() => console.log([...ran].map(([mode, cases]) => `${mode}: ${cases} cases`).join(', ')));

/** A repository: images, indexes over some of them, and tags on either; and which tags are chosen. */
const repositories = fc.record({
  images: fc.integer({ min: 1, max: 5 }),
  indexes: fc.array(fc.array(fc.nat(4), { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
  tags: fc.array(fc.record({ on: fc.nat(9), chosen: fc.boolean() }), { minLength: 1, maxLength: 10 }),
  referrers: fc.array(fc.record({ on: fc.nat(9), how: fc.constantFrom('subject', 'cosign') }), { maxLength: 4 }),
});

type Drawn = typeof repositories extends fc.Arbitrary<infer T> ? T : never;

/** Something that refers to a manifest: by its subject, which the API tells or else the fallback tag does; or by a tag of cosign's. */
function attach(
  repository: SampleRepository,
  subject: string,
  { how, seed, hasApi }: { how: string; seed: string; hasApi: boolean },
): void {
  const about = { digest: subject, mediaType: OCI_MANIFEST, size: 1 };
  const document = { schemaVersion: 2, mediaType: OCI_MANIFEST, artifactType: 'x/sbom', layers: [], annotations: { seed } };
  const tag = referrersTag(subject);
  if (how === 'cosign') return void repository.putDocument(document, [`${tag}.sig`]);
  const digest = repository.putDocument({ ...document, ...{ subject: about } });
  if (hasApi) return;
  const size = repository.manifests.get(digest)?.bytes.byteLength ?? 0;
  const listed = repository.find(tag)?.manifest.bytes.toString('utf8') ?? '{"manifests":[]}';
  const { manifests } = JSON.parse(listed) as { manifests: object[] };
  const entry = { mediaType: OCI_MANIFEST, digest, size, artifactType: 'x/sbom' };
  repository.putDocument({ mediaType: OCI_INDEX, ...{ schemaVersion: 2, manifests: [...manifests, entry] } }, [tag]);
}

function fill(store: SampleStore, { images, indexes, tags, referrers }: Drawn, hasApi: boolean): { chosen: string[] } {
  const repository = store.repository(REPOSITORY);
  const children = Array.from({ length: images }, (_, i): IndexChild => {
    const platform = { os: 'linux', architecture: `arch${i}` };
    // Neighbours share a layer.
    const layers = [
      { instruction: 'RUN a', size: 1000 + i, seed: `own-${i}` },
      { instruction: 'RUN b', size: 500, seed: `shared-${Math.floor(i / 2)}` },
    ];
    return { ...putImage(repository, { layers, created: '2026-01-01T00:00:00Z', platform }), platform };
  });
  const digests = [
    ...children.map(({ digest }) => digest),
    ...indexes.map((members, i) =>
      putIndex(
        repository,
        [...new Set(members.map((member) => member % images))].flatMap((member) => children[member] ?? []),
        [],
        { mark: String(i) },
      ),
    ),
  ];
  referrers.forEach(({ on, how }, i) => {
    attach(repository, digests[on % digests.length] ?? '', { how, seed: String(i), hasApi });
  });
  const chosen: string[] = [];
  tags.forEach(({ on, chosen: isChosen }, i) => {
    const name = `t${i}`;
    repository.tags.set(name, digests[on % digests.length] ?? '');
    if (isChosen) chosen.push(name);
  });
  return { chosen };
}

/** Everything that a tag reaches must still be found: all that a pull requests. */
function expectWhole(store: SampleStore, digest: string): void {
  const stored = store.repository(REPOSITORY).manifests.get(digest);
  expect(stored, digest).toBeDefined();
  const manifest = stored && readManifest(stored.bytes.toString('utf8'), stored.mediaType);
  if (manifest?.kind === 'index') for (const child of manifest.manifests) expectWhole(store, child.digest);
}

const snapshot = (store: SampleStore): { tags: Map<string, string>; bytes: Map<string, string> } => {
  const { tags, manifests } = store.repository(REPOSITORY);
  return { tags: new Map(tags), bytes: new Map([...manifests].map(([digest, { bytes }]) => [digest, bytes.toString('base64')])) };
};

test.each<[string, Partial<Behaviour>]>([
  ['digest deletes alone, as Distribution 2', { deletes: 'digest' }],
  ['tags one by one alone', { deletes: 'tag' }],
  ['both, as the specification', { deletes: 'both' }],
  ['digest deletes alone, referrers by fallback tag', { deletes: 'digest', referrers: false }],
  ['both, and what refers to an image goes along', { deletes: 'both', cascade: true }],
  ['both, and a digest leaves its tags behind', { deletes: 'both', digestWhileTagged: 'left' }],
])(
  'whatever is chosen: exactly the plan goes, all else stays whole, and undo brings back every tag and byte (%s)',
  async (mode, behaviour) => {
    await fc.assert(
      fc.asyncProperty(repositories, async (drawn) => {
        const store = new SampleStore();
        const { chosen } = fill(store, drawn, behaviour.referrers !== false);
        const registry = new RegistryDouble(store, behaviour);
        const client = connect(await registry.start());
        try {
          const before = snapshot(store);
          const parts = memory();
          const plan = await plannedBy(questionOf(client, REPOSITORY, chosen, parts.cache));
          const groups = plan.groups.filter(({ obstacles }) => obstacles.length === 0);
          expect(groups.flatMap(({ tags }) => tags).sort()).toEqual([...chosen].sort());
          const items: DeleteItem[] = [];
          const way = behaviour.deletes === 'digest' ? 'placeholder' : 'tag-delete';
          const job = {
            client,
            repository: REPOSITORY,
            groups,
            way,
            run: new RunControl(),
            reachAgain: REACH_SOON,
            protectedTags: [],
            ...parts,
          } as const;
          expect(await deleteGroups(job, (more) => items.push(...more))).toBe(true);
          const after = snapshot(store);
          // Exactly what was chosen is deleted; every other tag is unchanged and pulls completely.
          const along = behaviour.cascade ? groups.flatMap(({ referrers }) => referrers) : [];
          const goes = new Set([...chosen, ...along.map(({ reference }) => reference)]);
          expect(after.tags).toEqual(new Map([...before.tags].filter(([tag]) => !goes.has(tag))));
          if (!behaviour.cascade) for (const [tag, digest] of after.tags) if (/^t\d/.test(tag)) expectWhole(store, digest);
          // And of the manifests exactly the images that the plan said.
          const going = new Set([
            ...groups.filter(({ how }) => how === 'image').map(({ digest }) => digest),
            ...along.map(({ digest }) => digest),
          ]);
          expect([...before.bytes.keys()].filter((digest) => !after.bytes.has(digest)).sort()).toEqual([...going].sort());
          expect(items.every(({ state }) => state === 'deleted')).toBe(true);
          const moves = groups.flatMap(({ digest, tags }) => tags.map((tag) => ({ tag, before: digest, after: null })));
          const referrers = groups.flatMap((group) => group.referrers);
          const change = { moves, referrers };
          const question = { client, repository: REPOSITORY, trash: parts.trash };
          const undo = await planUndo(question, change, async () => true);
          expect(undo.obstacle).toBe(groups.length === 0 ? 'nothing-left' : undefined);
          for (const { tag, before: digest, now } of undo.moves)
            if (digest) await restore(question, tag, { digest, seen: now }, parts.stepLog);
          for (const { reference, digest } of undo.referrers) await restore(question, reference, { digest, seen: null }, parts.stepLog);
          const restored = snapshot(store);
          expect(restored.tags).toEqual(before.tags);
          // Byte by byte: what tags point to, what refers to it, and the platforms of what is tagged.
          for (const [digest, bytes] of before.bytes) expect(restored.bytes.get(digest)).toBe(bytes);
        } finally {
          await client.close();
          await registry.stop();
        }
        ran.set(mode, (ran.get(mode) ?? 0) + 1);
      }),
      { numRuns: CASES },
    );
  },
  240_000,
);
