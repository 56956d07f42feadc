import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { plannedBy, questionOf } from '../../../e2e/support/changes/delete.ts';
import { fillDrawn, repositories } from '../../../e2e/support/changes/drawn-repository.ts';
import { memory, REACH_SOON } from '../../../e2e/support/changes/memory.ts';
import { connect } from '../../../e2e/support/connect.ts';
import type { Behaviour } from '../../../e2e/support/registry/behaviour.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import type { DeleteItem } from '../../../shared/contract/delete.ts';
import { readManifest } from '../../../shared/oci/manifest.ts';
import { SampleStore } from '../../sample/store.ts';
import { RunControl } from '../core/run-work.ts';
import { planUndo } from '../undo/plan.ts';
import { restore } from '../undo/restore.ts';
import { deleteGroups } from './groups.ts';

const REPOSITORY = 'team/api';
const CASES = 60;
const ran = new Map<string, number>();
afterAll(() => console.log([...ran].map(([mode, cases]) => `${mode}: ${cases} cases`).join(', ')));

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
        const { chosen } = fillDrawn(store.repository(REPOSITORY), drawn, behaviour.referrers !== false);
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
