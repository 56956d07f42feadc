import { open } from 'node:fs/promises';
import type { Connection } from '../../shared/contract/connections.ts';
import { isDeletion } from '../../shared/contract/runs.ts';
import { nameToConfirm } from '../../shared/deletion.ts';
import { registryBase } from '../../shared/oci/reference.ts';
import { type Drift, driftBetween, MOST_OF_PLAN_FILE, type PlanFile, questionOf, readPlanFile, typedOf } from '../../shared/plan-file.ts';
import { confirm, confirmProtected } from './confirm.ts';
import type { Context } from './context.ts';
import { planDeletion } from './delete.ts';
import { exitOf, Refusal } from './exit-codes.ts';
import { type EndedRun, endAs, failureCode, followRun, undoHint } from './follow-run.ts';
import { counted } from './output.ts';
import { summaryOf } from './plan-words.ts';

/** The text of a file, or of standard input for `-`, up to a limit. @throws Refusal. */
async function textOf({ input }: Context, path: string): Promise<string> {
  const tooLong = new Refusal('usage', `${path} is too long for a plan.`);
  const file = path === '-' ? undefined : await open(path).catch(() => undefined);
  if (path !== '-' && !file) throw new Refusal('not-found', `${path} cannot be read.`);
  const pieces: string[] = [];
  let length = 0;
  for await (const chunk of file?.createReadStream({ encoding: 'utf8' }) ?? input) {
    pieces.push(String(chunk));
    length += String(chunk).length;
    if (length > MOST_OF_PLAN_FILE) throw tooLong;
  }
  return pieces.join('');
}

/** @throws Refusal for what is no plan. */
async function readPlan(context: Context, path: string): Promise<PlanFile> {
  const text = await textOf(context, path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal('usage', `${path} is not JSON.`);
  }
  const file = readPlanFile(value);
  if (!file) throw new Refusal('usage', `${path} is no plan, or one from a later version of Longshore.`);
  return file;
}

/** @throws Refusal for a plan of a registry that is not saved: it is not asked. */
async function connectionFor(context: Context, { registry }: PlanFile): Promise<Connection> {
  const connections = await context.connections();
  const there = connections.filter(({ url }) => registryBase(url) === registryBase(registry));
  const found = there.find(({ url }) => url === registry) ?? there[0];
  if (!found)
    throw new Refusal('not-found', `No saved registry is at ${registryBase(registry)}. Nothing was sent there; add it in Longshore first.`);
  // By its name, which also hands over a password.
  return (await context.place(registryBase(found.url))).connection;
}

type Checked = { readonly planId: string; readonly drift: readonly Drift[]; readonly confirmation: string | undefined };

/** Makes the plan again from the registry as it is now, and holds it against the file. */
async function checkAgain(context: Context, file: PlanFile, { id, name, production }: Connection): Promise<Checked> {
  const { whole, withReferrers } = file;
  try {
    const { planId, plans } = await planDeletion(context, { connectionId: id, purpose: 'delete', ...questionOf(file) });
    const { text } = await context.client.delete.file({ planId, whole, withReferrers, typed: typedOf(file) }, { signal: context.signal });
    const now = readPlanFile(JSON.parse(text) as unknown) ?? { ...file, repositories: [] };
    const shown = plans.map(({ plan, whole: all }) => (whole && all ? all : plan));
    const { plans: decided } = whole ? { plans: shown } : await context.client.delete.decide({ planId, typed: typedOf(file) });
    return {
      planId,
      drift: driftBetween(file, { ...now, registry: file.registry }),
      confirmation: nameToConfirm(decided, { name, production }),
    };
  } catch (error) {
    // What the plan is about was not found.
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    if (code !== 'NOT_FOUND' && exitOf(error) !== 'not-found') throw error;
    const [first] = file.repositories;
    return { planId: '', drift: [{ at: first?.repository ?? '', expected: 'there', now: 'not found' }], confirmation: undefined };
  }
}

async function refuseDrift({ output }: Context, drift: readonly Drift[]): Promise<never> {
  if (output.isJson) await output.json({ drift });
  else
    for (const { at, expected, now } of drift)
      await output.line(`${at}\n  expected  ${expected ?? 'nothing'}\n  now       ${now ?? 'nothing'}`);
  throw new Refusal('refused', `The registry is not as the plan expects it: ${counted(drift.length, 'difference')}. Nothing was deleted.`);
}

async function report({ output }: Context, ended: EndedRun): Promise<void> {
  const { run, items } = ended;
  const result = isDeletion(run.result) ? run.result : undefined;
  const problems = items.filter(({ state, failure }) => state !== 'deleted' || failure !== undefined);
  if (output.isJson) return output.json({ state: run.state, ...result, changes: run.changeIds, items: problems });
  for (const { repository, tag, state, failure } of problems) output.note(`${repository}:${tag}  ${state}  ${failureCode(failure)}`);
  if (result) await output.line(`Deleted ${result.deleted} of ${counted(result.total, 'tag')}.`);
  if (run.changeIds.length > 0) await output.line(`Undo: ${undoHint(run.changeIds)}`);
}

/** `apply FILE`: carries out a plan if the registry is as the plan expects it, after the person has confirmed it. */
export async function apply(context: Context): Promise<void> {
  const { given, output, client } = context;
  const [path = ''] = given.operands;
  const file = await readPlan(context, path);
  const connection = await connectionFor(context, file);
  const { planId, drift, confirmation } = await checkAgain(context, file, connection);
  if (drift.length > 0) return refuseDrift(context, drift);
  const { counts, lines } = summaryOf(file);
  if (given.has('check')) {
    if (output.isJson) return output.json({ ...counts, drift: [] });
    for (const line of lines) await output.line(line);
    return output.line('The registry is as the plan expects it. Nothing was deleted.');
  }
  if (!given.has('yes')) for (const line of lines) output.note(line);
  const typed = await confirmProtected(context, typedOf(file));
  await confirm(context, `Delete ${counted(counts.tags, 'tag')}?`, confirmation ?? 'yes');
  context.signal.throwIfAborted();
  const { whole, withReferrers } = file;
  const { runId } = await client.delete.apply({ planId, whole, withReferrers, typed, confirmation: confirmation ?? '' });
  const ended = await followRun(context, runId);
  await report(context, ended);
  const result = isDeletion(ended.run.result) ? ended.run.result : undefined;
  endAs(ended, result !== undefined && result.problems === 0 && result.deleted === result.total);
}
