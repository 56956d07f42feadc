import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Drawn, fillDrawn, repositories } from '../../e2e/support/changes/drawn-repository.ts';
import { runOver } from '../../e2e/support/commands.ts';
import { type AppOverDouble, startAppOverDouble } from '../../e2e/support/hosts/app-over-double.ts';
import { protectedOf } from '../../shared/pattern.ts';
import { questionOf, readPlanFile } from '../../shared/plan-file.ts';
import { pool } from '../registry/pool.ts';

// The same plan from the window and from the command line, and the same plan again: equal bytes.

const CASES = 1000;
const RETAGS = 200;
/** As many plans are kept at once. */
const WIDTH = 4;
/** Each of so many is made again from its file. */
const AGAIN = 3;
const PROTECTED = ['t1', 't4*'];

let over: AppOverDouble;
let folder: string;

beforeAll(async () => {
  over = await startAppOverDouble();
  const [saved] = over.app.services.document.connections;
  if (saved) over.app.services.document.connections = [{ ...saved, protectedTags: PROTECTED }];
  folder = await mkdtemp(join(tmpdir(), 'longshore-plans-'));
});
afterAll(async () => {
  await over.stop();
  await rm(folder, { recursive: true, force: true });
});

type Decision = { readonly whole: boolean; readonly withReferrers: boolean; readonly untagOnly: boolean; readonly typed: string[] };
type Target = { readonly repository: string; readonly tags: string[] };
type Case = {
  readonly parts: readonly Drawn[];
  /** The names of protected tags are typed. */
  readonly types: boolean;
  /** In which order things are named. */
  readonly turned: boolean;
} & Omit<Decision, 'typed'>;

const cases: fc.Arbitrary<Case> = fc.record({
  parts: fc.oneof({ weight: 3, arbitrary: fc.tuple(repositories) }, { weight: 1, arbitrary: fc.tuple(repositories, repositories) }),
  ...{ types: fc.boolean(), turned: fc.boolean(), untagOnly: fc.boolean(), whole: fc.boolean(), withReferrers: fc.boolean() },
});

/** As the dialog does it: plan, then the file of what is on screen. */
async function windowPlan(targets: readonly Target[], { untagOnly, ...decision }: Decision): Promise<string> {
  let planId = '';
  const question = { connectionId: 'c', targets: [...targets], untagOnly, purpose: 'clean-up' as const };
  for await (const event of await over.client.delete.plan(question)) if (event.kind === 'end') planId = event.planId;
  return (await over.client.delete.file({ planId, ...decision })).text;
}

/** What the command writes; undefined where it says that there is nothing to write. */
async function commandPlan(name: string, targets: readonly Target[], decision: Decision): Promise<string | undefined> {
  const path = join(folder, name);
  const refs = targets.flatMap(({ repository, tags }) => tags.map((tag) => `n/${repository}:${tag}`));
  const flags = [
    ...(decision.whole ? ['--whole'] : []),
    ...(decision.withReferrers ? ['--with-referrers'] : []),
    ...(decision.untagOnly ? ['--keep-images'] : []),
    ...decision.typed.flatMap((tag) => ['--protected', tag]),
  ];
  const ran = await runOver(over.client, ['delete', ...refs, '--plan', path, ...flags]);
  if (ran.code === 4 && ran.out === '') return undefined;
  // Code 4 also where the registry allows none of what was written.
  expect(ran.err === '' ? ran.code : ran.err).toEqual(ran.code === 4 ? expect.stringContaining('none of it can be deleted') : 0);
  return readFile(path, 'utf8');
}

/** What a case is about: its repositories, filled, and what is decided. */
function drawn(name: string, { parts, types, turned: _, ...wanted }: Case): { targets: Target[]; decision: Decision } {
  const targets = parts.flatMap((part, i): Target[] => {
    const repository = `${name}/part${i}`;
    const { chosen } = fillDrawn(over.registry.store.repository(repository), part, true);
    return chosen.length > 0 ? [{ repository, tags: chosen }] : [];
  });
  const isAlone = targets.flatMap(({ tags }) => tags).length === 1 && !wanted.untagOnly;
  const typed = targets.flatMap(({ repository, tags }) =>
    protectedOf(tags, PROTECTED).map((tag) => (targets.length > 1 ? `${repository}:${tag}` : tag)),
  );
  return { targets, decision: { ...wanted, whole: wanted.whole && isAlone, typed: types ? typed : [] } };
}

type Seen = { compared: number; refused: number; protectedNames: number; indexes: number; referrers: number; again: number };

async function compare(name: string, one: Case, seen: Seen): Promise<void> {
  const { targets, decision } = drawn(name, one);
  if (targets.length === 0) return;
  const text = await windowPlan(targets, decision);
  const named = one.turned ? targets.map(({ repository, tags }) => ({ repository, tags: tags.toReversed() })).reverse() : targets;
  const written = await commandPlan(name, named, decision);
  const file = readPlanFile(JSON.parse(text));
  seen.compared++;
  if (!file) {
    // Everything that was chosen is protected.
    expect(written).toBeUndefined();
    seen.refused++;
    return;
  }
  expect(written).toBe(text);
  for (const part of file.repositories) {
    seen.protectedNames += part.protected.length;
    seen.referrers += part.referrers.length;
    seen.indexes += part.images.filter(({ indexes }) => indexes.length > 0).length;
  }
  if (seen.compared % AGAIN !== 0) return;
  expect(await windowPlan(questionOf(file).targets, { ...decision, whole: file.whole })).toBe(text);
  seen.again++;
}

test(`${CASES} plans of the window and of the command line are equal byte by byte, and so are those that are made again from their files`, async () => {
  // Some are about nothing: no tag was chosen.
  const waiting = fc.sample(cases, { numRuns: CASES * 1.2, seed: 20261127 }).entries();
  const seen: Seen = { compared: 0, refused: 0, protectedNames: 0, indexes: 0, referrers: 0, again: 0 };
  const next = (): [number, Case] | undefined => (seen.compared < CASES ? waiting.next().value : undefined);
  await pool(WIDTH, next, async ([i, one]) => {
    try {
      await compare(`case${i}`, one, seen);
    } catch (error) {
      throw new Error(`Case ${i}: ${JSON.stringify(one)}`, { cause: error });
    }
  });
  expect(seen.compared).toBeGreaterThanOrEqual(CASES);
  // The cases have what decides about a plan, and some have nothing to write.
  for (const [what, count] of Object.entries(seen)) expect([what, count > 5]).toEqual([what, true]);
}, 300_000);

const retags = fc.record({
  part: repositories,
  from: fc.nat(9),
  /** Tags that are there, and new ones. */
  to: fc.uniqueArray(fc.nat(14), { minLength: 1, maxLength: 4 }),
  hints: fc.array(fc.nat(9), { maxLength: 2 }),
  ...{ move: fc.boolean(), turned: fc.boolean() },
});
type Retag = typeof retags extends fc.Arbitrary<infer T> ? T : never;

/** Compares the plans of a retag; whether there was something to do. */
async function compareRetag(repository: string, { part, from: nth, to, hints, move, turned }: Retag): Promise<boolean> {
  fillDrawn(over.registry.store.repository(repository), part, true);
  const from = `t${nth % part.tags.length}`;
  const names = to.map((n) => `t${n}`).filter((name) => name !== from);
  if (names.length === 0) return false;
  const targets = names.map((name) => ({ from, to: name, hints: hints.map((n) => `t${n % part.tags.length}`) }));
  const plan = await over.client.retag.plan({ connectionId: 'c', repository, targets });
  const { text } = await over.client.retag.file({ planId: plan.planId, targets: names, remove: move });
  const path = join(folder, repository.replace('/', '-'));
  const named = turned ? names.toReversed() : names;
  const ran = await runOver(over.client, ['retag', `n/${repository}:${from}`, ...named, '--plan', path, ...(move ? ['--move'] : [])]);
  const hasChange = move || plan.targets.some(({ current }) => current.state !== 'same');
  expect(ran.code).toBe(hasChange ? 0 : 4);
  if (hasChange) expect(await readFile(path, 'utf8')).toBe(text);
  return hasChange;
}

test(`${RETAGS} plans of retags are equal byte by byte, too`, async () => {
  const waiting = fc.sample(retags, { numRuns: RETAGS * 1.3, seed: 20261127 }).entries();
  let compared = 0;
  const next = (): [number, Retag] | undefined => (compared < RETAGS ? waiting.next().value : undefined);
  await pool(WIDTH, next, async ([i, one]) => {
    try {
      if (await compareRetag(`retag${i}/api`, one)) compared++;
    } catch (error) {
      throw new Error(`Retag ${i}: ${JSON.stringify(one)}`, { cause: error });
    }
  });
  expect(compared).toBeGreaterThanOrEqual(RETAGS);
}, 120_000);
