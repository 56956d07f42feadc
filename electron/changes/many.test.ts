import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { connect } from '../../e2e/support/connect.ts';
import { memory } from '../../e2e/support/memory.ts';
import type { ManyItem, ManyPlan } from '../../shared/contract/delete-many.ts';
import type { Change } from '../../shared/contract/history.ts';
import { readManifest } from '../../shared/manifest.ts';
import type { RegistryClient } from '../registry/client.ts';
import type { Behaviour } from '../sample/behaviour.ts';
import { SampleRegistry } from '../sample/registry.ts';
import { type IndexChild, putImage, putIndex, SampleStore } from '../sample/store.ts';
import { runDeleteMany } from './delete-many.ts';
import { planMany } from './plan-many.ts';
import { DeleteProbe } from './probe.ts';
import { Run } from './runs.ts';
import { readSummaries, scanRepository } from './scan.ts';
import { planUndo, restore } from './undo.ts';

const REPOSITORY = 'team/api';
const CASES = 60;
const ran = new Map<string, number>();
afterAll(() => console.log([...ran].map(([mode, cases]) => `${mode}: ${cases} cases`).join(', ')));

/** A repository: images, indexes over some of them, and tags on either; and which tags are chosen to go. */
const repositories = fc.record({
  images: fc.integer({ min: 1, max: 5 }),
  indexes: fc.array(fc.array(fc.nat(4), { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
  tags: fc.array(fc.record({ on: fc.nat(9), chosen: fc.boolean() }), { minLength: 1, maxLength: 10 }),
});

type Drawn = typeof repositories extends fc.Arbitrary<infer T> ? T : never;

function fill(store: SampleStore, { images, indexes, tags }: Drawn): { chosen: string[] } {
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
  const chosen: string[] = [];
  tags.forEach(({ on, chosen: isChosen }, i) => {
    const name = `t${i}`;
    repository.tags.set(name, digests[on % digests.length] ?? '');
    if (isChosen) chosen.push(name);
  });
  return { chosen };
}

async function planFor(client: RegistryClient, tags: readonly string[], cache: ReturnType<typeof memory>['cache']): Promise<ManyPlan> {
  const scan = await scanRepository(client, REPOSITORY, undefined, () => {});
  const digests = [...new Set([...scan.heads.values()].map(({ digest }) => digest))];
  const { summaries, unread } = await readSummaries(client, REPOSITORY, digests, cache, undefined);
  const abilities = await new DeleteProbe().ask(client, 'test', REPOSITORY, undefined);
  return planMany({ tags, scan, summaries, unreadManifests: unread, abilities, readOnly: false, tagsFirst: client.vendor.tagsFirst });
}

/** Everything that a tag reaches has to be there still: what a pull would ask for. */
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
])(
  'whatever is chosen: exactly the plan goes, all else stays whole, and undo brings back every tag and byte (%s)',
  async (mode, behaviour) => {
    await fc.assert(
      fc.asyncProperty(repositories, async (drawn) => {
        const store = new SampleStore();
        const { chosen } = fill(store, drawn);
        const registry = new SampleRegistry(store, behaviour);
        const client = connect(await registry.start());
        try {
          const before = snapshot(store);
          const parts = memory();
          const plan = await planFor(client, chosen, parts.cache);
          const groups = plan.groups.filter(({ obstacles }) => obstacles.length === 0);
          expect(groups.flatMap(({ tags }) => tags).sort()).toEqual([...chosen].sort());
          const items: ManyItem[] = [];
          const way = behaviour.deletes === 'digest' ? 'placeholder' : 'tag-delete';
          const job = { client, repository: REPOSITORY, groups, way, run: new Run(), ...parts } as const;
          expect(await runDeleteMany(job, (more) => items.push(...more))).toBe(true);
          const after = snapshot(store);
          // Exactly what was chosen is gone, every other tag is where it was and pulls whole.
          const expected = new Map([...before.tags].filter(([tag]) => !chosen.includes(tag)));
          expect(after.tags).toEqual(expected);
          for (const digest of after.tags.values()) expectWhole(store, digest);
          // And of the manifests exactly the images that the plan said.
          const going = groups.filter(({ how }) => how === 'image').map(({ digest }) => digest);
          expect([...before.bytes.keys()].filter((digest) => !after.bytes.has(digest)).sort()).toEqual(going.sort());
          expect(items.every(({ state }) => state === 'gone')).toBe(true);
          const moves = groups.flatMap(({ digest, tags }) => tags.map((tag) => ({ tag, before: digest, after: null })));
          const change = { moves } as unknown as Change;
          const question = { client, repository: REPOSITORY, keeper: parts.keeper };
          const undo = await planUndo(question, change, async () => true);
          expect(undo.obstacle).toBe(groups.length === 0 ? 'nothing-left' : undefined);
          for (const { tag, before: digest, now } of undo.moves)
            if (digest) await restore(question, tag, { digest, seen: now }, parts.recorder);
          const restored = snapshot(store);
          expect(restored.tags).toEqual(before.tags);
          for (const digest of new Set(before.tags.values())) expect(restored.bytes.get(digest)).toBe(before.bytes.get(digest));
          for (const digest of restored.tags.values()) expectWhole(store, digest);
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
