import { afterAll, expect, test } from 'vitest';
import { plannedBy, questionOf } from '../../../e2e/support/changes/delete.ts';
import { memory, REACH_SOON } from '../../../e2e/support/changes/memory.ts';
import { connect } from '../../../e2e/support/connect.ts';
import type { Behaviour } from '../../../e2e/support/registry/behaviour.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import type { DeleteItem } from '../../../shared/contract/delete.ts';
import { putImage, putIndex, SampleStore } from '../../sample/store.ts';
import { RunControl } from '../core/run-work.ts';
import { planUndo } from '../undo/plan.ts';
import { restore } from '../undo/restore.ts';
import { deleteGroups } from './groups.ts';

const REPOSITORY = 'team/api';
const CHOSEN = ['a1', 'a2', 'b1', 'i1'];
const FAULTS = ['cut', '500', '429', 'slow', 'token expired', 'moved'] as const;
type FaultName = (typeof FAULTS)[number];
const points = new Map<string, number>();
const lost: string[] = [];
afterAll(() => {
  const sum = [...points.values()].reduce((all, n) => all + n, 0);
  console.log(
    `${sum} points: ${[...points].map(([name, n]) => `${name} ${n}`).join(', ')}. Lost to a move in the very moment: ${lost.length}`,
  );
});

/** Two tags of one image, one of two of another, an index whose platform has a tag of its own; and an image that others move tags to. */
function fill(store: SampleStore): { other: string } {
  const repository = store.repository(REPOSITORY);
  const platform = { os: 'linux', architecture: 'amd64' };
  const image = (seed: string, tags: string[]) =>
    putImage(repository, { layers: [{ instruction: 'RUN', size: 1000, seed }], created: '2026-01-01T00:00:00Z', platform }, tags);
  image('a', ['a1', 'a2']);
  image('b', ['b1', 'b2']);
  const child = image('c', ['c1']);
  putIndex(repository, [{ ...child, platform }], ['i1']);
  return { other: image('m', ['m']).digest };
}

type Ran = {
  readonly requests: string[];
  readonly items: DeleteItem[];

  readonly before: Map<string, string>;
  readonly store: SampleStore;
  readonly afterRun: Map<string, string>;
  /** The digests that were found after the run. */
  readonly foundAfter: ReadonlySet<string>;
};

/** Plans, then runs with one fault at the n-th request of the run, then undoes. */
async function attempt(behaviour: Partial<Behaviour>, fault: FaultName | undefined, at: number): Promise<Ran> {
  const store = new SampleStore();
  const { other } = fill(store);
  const registry = new RegistryDouble(store, { ...behaviour, auth: 'bearer' });
  const client = connect(await registry.start(), { kind: 'password', username: 'sample', password: 'sample' });
  try {
    const { tags } = store.repository(REPOSITORY);
    const before = new Map(tags);
    const parts = memory();
    const plan = await plannedBy(questionOf(client, REPOSITORY, CHOSEN, parts.cache));
    const first = registry.requests.length;
    let done = false;
    const slow = (latency: number): void => {
      registry.behaviour = { ...registry.behaviour, latency };
    };
    registry.fault = ({ number, path }) => {
      if (fault === 'slow') slow(number - first === at - 1 ? 250 : 0);
      // A fault is for a request to the registry, and comes once.
      if (done || fault === undefined || number - first < at || path === '/token') return undefined;
      done = true;
      switch (fault) {
        case 'cut':
          return { kind: 'cut' };
        case '500':
          return { kind: 'status', status: 500 };
        case '429':
          return { kind: 'status', status: 429, headers: { 'retry-after': '0' } };
        case 'token expired':
          registry.auth.expireAll();
          return undefined;
        case 'moved':
          for (const tag of ['a1', 'b1']) if (tags.has(tag)) tags.set(tag, other);
          return undefined;
        case 'slow':
          return undefined;
      }
    };
    const way = behaviour.deletes === 'digest' ? 'placeholder' : 'tag-delete';
    const items: DeleteItem[] = [];
    const job = {
      client,
      repository: REPOSITORY,
      groups: plan.groups,
      way,
      run: new RunControl(),
      reachAgain: REACH_SOON,
      protectedTags: [],
      ...parts,
    } as const;
    await deleteGroups(job, (more) => items.push(...more));
    registry.fault = undefined;
    const requests = registry.requests.slice(first).map(({ method, path }) => `${method} ${path}`);
    const afterRun = new Map(tags);
    const foundAfter = new Set(store.repository(REPOSITORY).manifests.keys());
    const moves = plan.groups.flatMap(({ digest, tags: own }) => own.map((tag) => ({ tag, before: digest, after: null })));
    const question = { client, repository: REPOSITORY, trash: parts.trash };
    const undo = await planUndo(question, { moves, referrers: [] }, async () => true);
    for (const { tag, action, before: digest, now } of undo.moves)
      if (action === 'restore' && digest) await restore(question, tag, { digest, seen: now }, parts.stepLog);
    return { requests, items, before, store, afterRun, foundAfter };
  } finally {
    await client.close();
    await registry.stop();
  }
}

/** What must hold whatever happened: no other tag is touched, and the reported state of each chosen tag is true. */
function expectTrue({ items, before, afterRun, foundAfter, store }: Ran, fault: FaultName, where: string): void {
  const wrong = (problem: string): string => `${fault} at ${where}: ${problem}`;
  for (const [tag, digest] of before) if (!CHOSEN.includes(tag)) expect(afterRun.get(tag), wrong(`${tag} stays`)).toBe(digest);
  expect(items.map(({ tag }) => tag).sort()).toEqual([...CHOSEN].sort());
  for (const { tag, state } of items) {
    const now = afterRun.get(tag);
    const isMoved = fault === 'moved' && now !== undefined && now === before.get('m');
    if (state === 'deleted') expect(now, wrong(`${tag} is gone`)).toBeUndefined();
    else if (!isMoved) expect(now, wrong(`${tag} is ${state}`)).toBe(before.get(tag));
    expect(['deleted', 'unchanged', 'not-tried', 'moved'], wrong(`${tag} is ${state}`)).toContain(state);
    if (state === 'unchanged') expect(foundAfter, wrong(`${tag} can be pulled by its digest`)).toContain(now);
    if (state === 'moved') expect(now, wrong(`${tag} was moved`)).toBe(before.get('m'));
  }
  // After the undo every tag is restored, except those that someone moved: they are unchanged.
  const { tags, manifests } = store.repository(REPOSITORY);
  for (const [tag, digest] of before) {
    const now = tags.get(tag);
    if (fault !== 'moved') expect(now, wrong(`${tag} is back`)).toBe(digest);
    else expect([digest, before.get('m')], wrong(`${tag} is back or moved`)).toContain(now);
    expect(manifests.has(now ?? ''), wrong(`${tag} pulls`)).toBe(true);
  }
}

test.each<[string, Partial<Behaviour>]>([
  ['digest deletes alone', { deletes: 'digest' }],
  ['tags one by one alone', { deletes: 'tag' }],
  ['both', { deletes: 'both' }],
  ['both, and a digest leaves its tags behind', { deletes: 'both', digestWhileTagged: 'left' }],
  ['digest deletes alone, which leave the tags behind', { deletes: 'digest', digestWhileTagged: 'left' }],
])(
  'a plan of many with a fault at each request in turn: nobody else loses a tag, what is said is true, undo works (%s)',
  async (mode, behaviour) => {
    const { requests } = await attempt(behaviour, undefined, 0);
    for (const fault of FAULTS) {
      const runs = Array.from({ length: requests.length }, (_, i) => i + 1);
      // A few at once: most of the time is waiting.
      for (let i = 0; i < runs.length; i += 20)
        await Promise.all(
          runs.slice(i, i + 20).map(async (at) => {
            const ran = await attempt(behaviour, fault, at);
            const where = `${mode}, ${at} (${ran.requests[at - 1] ?? ''})`;
            expectTrue(ran, fault, where);
            if (fault === 'moved') {
              // Between the last check and the DELETE nothing can be known: only a tag that is moved right then is deleted with the image.
              const deed = /^(?:PUT|DELETE) .*\/manifests\/([ab]1)$/.exec(ran.requests[at - 1] ?? '')?.[1];
              const gone = ran.items.filter(({ tag, state }) => state === 'deleted' && (tag === 'a1' || tag === 'b1'));
              if (deed && gone.some(({ tag }) => tag === deed)) lost.push(where);
            }
          }),
        );
      points.set(fault, (points.get(fault) ?? 0) + runs.length);
    }
  },
  300_000,
);
