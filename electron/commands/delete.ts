import type { DeletePlanEvent } from '../../shared/contract/delete.ts';
import { namesIn } from '../../shared/deletion.ts';
import { Failure } from '../../shared/errors.ts';
import { type PlanFile, readPlanFile } from '../../shared/plan-file.ts';
import type { Context } from './context.ts';
import { exitOf, Refusal } from './exit-codes.ts';
import { summaryOf } from './plan-words.ts';
import { readTags } from './tag-reading.ts';
import { writePlan } from './write-plan.ts';

type Target = { readonly repository: string; readonly tags: string[] };

/** What the references name, and what a query finds in those that are repositories. @throws Refusal. */
async function targetsOf(context: Context): Promise<{ connectionId: string; targets: Target[] }> {
  const { given } = context;
  const query = given.value('filter');
  const targets = new Map<string, Target>();
  let registry: string | undefined;
  for (const text of given.operands) {
    const { connection, repository, tag, digest } = await context.place(text);
    if (registry !== undefined && registry !== connection.id) throw new Refusal('usage', 'A plan is about one registry.');
    registry = connection.id;
    if (repository === undefined) throw new Refusal('usage', `"${text}" is a registry. Name tags of it.`);
    const names = tag !== undefined || digest !== undefined ? [tag ?? digest ?? ''] : undefined;
    if (tag !== undefined && digest !== undefined)
      throw new Refusal('usage', `"${text}" has both. Name the tag, or the digest of a manifest without one.`);
    if (names === undefined && query === undefined)
      throw new Refusal('usage', `"${text}" is a repository. Name tags of it, or choose some with --filter.`);
    const target = targets.get(repository) ?? { repository, tags: [] };
    target.tags.push(...(names ?? (await foundIn(context, connection.id, repository, query ?? ''))));
    targets.set(repository, target);
  }
  const chosen = [...targets.values()].map(({ repository, tags }) => ({ repository, tags: [...new Set(tags)] }));
  return { connectionId: registry ?? '', targets: chosen.filter(({ tags }) => tags.length > 0) };
}

async function foundIn(context: Context, connectionId: string, repository: string, query: string): Promise<string[]> {
  const names: string[] = [];
  for await (const row of readTags(context, { connectionId, repository }, query)) if (row.state === 'read') names.push(row.tag);
  return names;
}

export type PlanQuestion = Parameters<Context['client']['delete']['plan']>[0];
export type MadePlan = { readonly planId: string; readonly plans: readonly Extract<DeletePlanEvent, { kind: 'plan' }>[] };

/** Plans a deletion: reads, changes nothing. */
export async function planDeletion({ client, output, signal }: Context, question: PlanQuestion): Promise<MadePlan> {
  const plans: Extract<DeletePlanEvent, { kind: 'plan' }>[] = [];
  let planId: string | undefined;
  for await (const event of await client.delete.plan(question, { signal })) {
    if (event.kind === 'progress') output.progress(`${event.repository}: ${event.read} of ${event.total} tags`);
    if (event.kind === 'plan') plans.push(event);
    if (event.kind === 'end') planId = event.planId;
  }
  output.progress('');
  signal.throwIfAborted();
  if (planId === undefined) throw new Failure('CONFLICT', { what: 'plan-expired', subject: '' });
  return { planId, plans };
}

/** The text of the plan that a command line asks for. @throws Refusal. */
async function makePlan(context: Context): Promise<string> {
  const { client, given, signal } = context;
  const { connectionId, targets } = await targetsOf(context);
  if (targets.length === 0) throw new Refusal('not-found', 'No tag was found. No plan was written.');
  const question = { connectionId, targets, untagOnly: given.has('keep-images'), purpose: 'delete' as const };
  const { planId, plans } = await planDeletion(context, question).catch((error: unknown) => {
    // It was only named: nobody has seen it be deleted.
    if (exitOf(error) !== 'not-found') throw error;
    const named = targets.flatMap(({ repository, tags }) => tags.map((tag) => `${repository}:${tag}`));
    throw new Refusal('not-found', `Not found: ${named.join(', ')}. No plan was written.`);
  });
  const isAlone = plans.length === 1 && plans[0]?.plan.isAlone === true;
  if (given.has('whole') && !isAlone) throw new Refusal('usage', '--whole takes one tag. Name all tags of an image to delete it.');
  const missing = namesIn(
    plans.map(({ plan }) => plan),
    ({ notFound }) => notFound,
  );
  if (missing.length > 0) throw new Refusal('not-found', `Not found: ${missing.join(', ')}. No plan was written.`);
  const decision = { whole: given.has('whole'), withReferrers: given.has('with-referrers'), typed: [...given.values('protected')] };
  return (await client.delete.file({ planId, ...decision }, { signal })).text;
}

async function showPlan({ output }: Context, path: string, file: PlanFile): Promise<void> {
  const { counts, lines } = summaryOf(file);
  if (output.isJson) return output.json({ plan: path, ...counts });
  for (const line of lines) await output.line(line);
}

/** `delete REF... --plan FILE`: writes what would be deleted. Nothing is. */
export async function deletion(context: Context): Promise<void> {
  const { given, output } = context;
  const path = given.value('plan');
  if (given.has('whole') && given.has('keep-images'))
    throw new Refusal('usage', '--whole deletes the image and --keep-images keeps it: use one of them.');
  if (path === undefined || path === '')
    throw new Refusal('usage', 'delete writes a plan: add --plan FILE. longshore apply FILE carries it out.');
  const text = await makePlan(context);
  const file = readPlanFile(JSON.parse(text) as unknown);
  if (!file) throw new Refusal('refused', 'None of it can be deleted: every tag is protected, or has moved. No plan was written.');
  await writePlan(context, path, text);
  if (path !== '-') await showPlan(context, path, file);
  // It is written all the same: the registry may allow it later.
  const isHopeless = file.repositories.every(({ images }) => images.every(({ obstacles }) => obstacles.length > 0));
  if (isHopeless) throw new Refusal('refused', 'As the registry is now, none of it can be deleted.');
  if (path !== '-' && !output.isJson) await output.line(`Nothing is deleted yet. Carry it out with: longshore apply ${path}`);
}
