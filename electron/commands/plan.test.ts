import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillDrawn, repositories } from '../../e2e/support/changes/drawn-repository.ts';
import { runOver } from '../../e2e/support/commands.ts';
import { type AppOverDouble, startAppOverDouble } from '../../e2e/support/hosts/app-over-double.ts';
import { questionOf, readPlanFile } from '../../shared/plan-file.ts';

// The same plan from the window and from the command line, and the same plan again: equal bytes.

const CASES = 10;

let over: AppOverDouble;
let folder: string;
let count = 0;

beforeAll(async () => {
  over = await startAppOverDouble();
  folder = await mkdtemp(join(tmpdir(), 'longshore-plans-'));
});
afterAll(async () => {
  await over.stop();
  await rm(folder, { recursive: true, force: true });
});

const drawn = fc.record({
  parts: fc.array(repositories, { minLength: 1, maxLength: 2 }),
  untagOnly: fc.boolean(),
  whole: fc.boolean(),
  withReferrers: fc.boolean(),
  /** In which order things are named. */
  turned: fc.boolean(),
});

type Decision = { readonly whole: boolean; readonly withReferrers: boolean; readonly untagOnly: boolean };
type Target = { readonly repository: string; readonly tags: string[] };

/** As the dialog does it: plan, then the file of what is on screen. */
async function windowPlan(targets: readonly Target[], { whole, withReferrers, untagOnly }: Decision): Promise<string> {
  let planId = '';
  const question = { connectionId: 'c', targets: [...targets], untagOnly, purpose: 'clean-up' as const };
  for await (const event of await over.client.delete.plan(question)) if (event.kind === 'end') planId = event.planId;
  return (await over.client.delete.file({ planId, whole, withReferrers, typed: [] })).text;
}

async function commandPlan(targets: readonly Target[], { whole, withReferrers, untagOnly }: Decision): Promise<string> {
  const path = join(folder, String(count++));
  const refs = targets.flatMap(({ repository, tags }) => tags.map((tag) => `n/${repository}:${tag}`));
  const flags = [whole ? '--whole' : '', withReferrers ? '--with-referrers' : '', untagOnly ? '--keep-images' : ''].filter(Boolean);
  const ran = await runOver(over.client, ['delete', ...refs, '--plan', path, ...flags]);
  expect(ran).toMatchObject({ code: 0, err: '' });
  return readFile(path, 'utf8');
}

test(`${CASES} plans of the window and of the command line are equal byte by byte, and so is each plan that is made again`, async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(drawn, async ({ parts, turned, ...wanted }) => {
      const targets = parts.flatMap((part, i): Target[] => {
        const repository = `case${count}/part${i}`;
        const { chosen } = fillDrawn(over.registry.store.repository(repository), part, true);
        return chosen.length > 0 ? [{ repository, tags: chosen }] : [];
      });
      fc.pre(targets.length > 0);
      const isAlone = targets.flatMap(({ tags }) => tags).length === 1 && !wanted.untagOnly;
      const decision = { ...wanted, whole: wanted.whole && isAlone };
      const text = await windowPlan(targets, decision);
      const named = turned ? targets.map(({ repository, tags }) => ({ repository, tags: [...tags].reverse() })).reverse() : targets;
      expect(await commandPlan(named, decision)).toBe(text);
      const file = readPlanFile(JSON.parse(text));
      if (!file) throw new Error('Not read');
      const question = questionOf(file);
      expect(await windowPlan(question.targets, decision)).toBe(text);
      compared++;
    }),
    { numRuns: CASES },
  );
  expect(compared).toBe(CASES);
}, 600_000);
