import type { Connection } from '../../shared/contract/connections.ts';
import { isDeletion } from '../../shared/contract/runs.ts';
import { nameToConfirm } from '../../shared/deletion.ts';
import type { Drift } from '../../shared/plan-drift.ts';
import { driftBetween, type PlanFile, questionOf, readPlanFile, typedOf } from '../../shared/plan-file.ts';
import { confirm, confirmProtected } from './confirm.ts';
import type { Context } from './context.ts';
import { planDeletion } from './delete.ts';
import { exitOf } from './exit-codes.ts';
import { type EndedRun, endAs, failureCode, followRun, undoHint } from './follow-run.ts';
import { counted } from './output.ts';
import { summaryOf } from './plan-words.ts';
import { refuseDrift } from './refuse-drift.ts';

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
    const drift = driftBetween(file, { ...file, repositories: [] })
      .filter(({ what, expected }) => (what === 'tag' || what === 'untagged') && expected?.state === 'deleted')
      .map((one): Drift => ({ ...one, now: { state: 'not-found' } }));
    return { planId: '', drift, confirmation: undefined };
  }
}

async function report({ output }: Context, ended: EndedRun): Promise<void> {
  const { run, items } = ended;
  const result = isDeletion(run.result) ? run.result : undefined;
  const problems = items.filter(({ state, failure }) => state !== 'deleted' || failure !== undefined);
  if (output.isJson) return output.json({ state: run.state, ...result, changes: run.changeIds, items: problems });
  for (const { repository, tag, state, failure } of problems) output.note(`${repository}:${tag}  ${state}  ${failureCode(failure)}`);
  if (result) await output.line(`Deleted ${result.deleted} of ${counted(result.total, 'tag')}.`);
  const isUnchanged =
    result?.deleted === 0 && items.every(({ state }) => state === 'unchanged' || state === 'moved' || state === 'not-tried');
  if (run.changeIds.length > 0 && !isUnchanged) await output.line(`Undo: ${undoHint(run.changeIds)}`);
}

/** Carries out the plan of a deletion if the registry is as the plan expects it, after the person has confirmed it. */
export async function applyDeletion(context: Context, file: PlanFile, connection: Connection): Promise<void> {
  const { given, output, client } = context;
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
