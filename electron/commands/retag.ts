import { assertNever } from '../../shared/assert-never.ts';
import type { Connection } from '../../shared/contract/connections.ts';
import type { RetagPlan } from '../../shared/contract/retag.ts';
import { Failure } from '../../shared/errors.ts';
import { isTag, registryBase } from '../../shared/oci/reference.ts';
import { type RetagFile, readRetagFile, retagDrift, retagQuestionOf, writeRetagFile } from '../../shared/retag-plan-file.ts';
import { confirm, confirmProtected } from './confirm.ts';
import type { Context } from './context.ts';
import { exitOf, Refusal } from './exit-codes.ts';
import { endAs, failureCode, followRun, undoHint } from './follow-run.ts';
import { counted } from './output.ts';
import { imageOf, type Named, referenceOf } from './places.ts';
import { refuseDrift } from './refuse-drift.ts';
import { writePlan } from './write-plan.ts';

type PlanQuestion = Parameters<Context['client']['retag']['plan']>[0];

/** A tag of the same repository, bare or as a whole reference. @throws Refusal. */
async function targetOf(context: Context, source: Named, text: string): Promise<string> {
  if (isTag(text)) return text;
  // Neither a slash nor a colon: it was meant as a tag.
  if (!/[/:]/.test(text)) throw new Refusal('usage', `"${text}" is no valid tag.`);
  const { connection, repository, tag, digest } = await context.place(text);
  const isSame = connection.id === source.connection.id && repository === source.repository;
  if (!isSame || tag === undefined || digest !== undefined)
    throw new Refusal('usage', `"${text}" is no tag of the same repository. Copy an image to another one in Longshore.`);
  return tag;
}

function moveText({ to, digest, current }: RetagPlan['targets'][number]): string {
  switch (current.state) {
    case 'free':
      return `${to}: new, to ${digest}`;
    case 'same':
      return `${to}: points there already`;
    case 'taken': {
      const kept = current.keptAs ?? current.indexes[0];
      const old = kept === undefined ? 'which then has no tag' : `which ${kept} still points to`;
      return `${to}: moves to ${digest}, from ${current.digest}, ${old}`;
    }
    default:
      return assertNever(current);
  }
}

type Planned = { readonly plan: RetagPlan; readonly file: RetagFile };

/** Plans a retag: reads, changes nothing. */
async function planned({ client, signal }: Context, question: PlanQuestion, remove: boolean): Promise<Planned> {
  const plan = await client.retag.plan(question, { signal });
  const targets = plan.targets.map(({ to }) => to);
  const { text } = await client.retag.file({ planId: plan.planId, targets, remove }, { signal });
  const file = readRetagFile(JSON.parse(text) as unknown);
  if (!file) throw new Failure('CONFLICT', { what: 'plan-expired', subject: '' });
  return { plan, file };
}

/** What has to be done: a move ends with the old tag, whether or not the others point to the image already. */
const movingIn = ({ targets, remove }: RetagFile): string[] =>
  targets.filter(({ digest, expected }) => remove || digest !== expected).map(({ to }) => to);

function show({ output }: Context, { plan, file }: Planned): void {
  for (const target of plan.targets) output.note(moveText(target));
  if (file.remove) output.note(`${file.targets[0]?.from ?? ''}: deleted`);
}

/** Asks the person, and carries out what was planned. */
async function carryOut(context: Context, { plan, file }: Planned, { production }: Connection): Promise<void> {
  const { output, client, signal } = context;
  const moving = movingIn(file);
  if (moving.length === 0) return output.isJson ? output.json({ state: 'same', results: [] }) : output.line('Nothing to do.');
  const typed = await confirmProtected(context, file.protected);
  // As the window: what is deleted in production needs a name.
  const names = production && file.remove ? [file.repository] : [];
  await confirm(context, `Point ${counted(moving.length, 'tag')} at the image?`, names[0] ?? 'yes');
  signal.throwIfAborted();
  const order = { planId: plan.planId, targets: moving, remove: file.remove, typed: [...typed, ...names] };
  const { runId } = await client.retag.apply(order);
  const ended = await followRun(context, runId);
  const { result, state, changeIds } = ended.run;
  const results = result?.kind === 'retag' ? result.results : [];
  if (output.isJson) await output.json({ state, results, changes: changeIds });
  else {
    const free = new Set(plan.targets.flatMap(({ to, current }) => (current.state === 'free' ? to : [])));
    const word = ({ tag, state }: (typeof results)[number]): string => (state === 'moved' && free.has(tag) ? 'created' : state);
    for (const one of results) await output.line(`${one.tag}  ${word(one)}  ${failureCode(one.failure)}`.trimEnd());
    if (changeIds.length > 0) await output.line(`Undo: ${undoHint(changeIds)}`);
  }
  endAs(ended, results.length > 0 && results.every((one) => one.state === 'moved' || one.state === 'removed'));
}

async function writeRetag(context: Context, path: string, { file }: Planned): Promise<void> {
  const { output } = context;
  if (movingIn(file).length === 0) throw new Refusal('refused', 'Every tag points to the image already. No plan was written.');
  await writePlan(context, path, writeRetagFile(file));
  if (path === '-') return;
  const { registry, repository, targets, remove } = file;
  if (output.isJson) return output.json({ plan: path, registry: registryBase(registry), repository, targets, remove });
  return output.line(`Nothing is changed yet. Carry it out with: longshore apply ${path}`);
}

/** `retag SOURCE TARGET...`: points tags at the image of another one, after it has shown what moves; or writes that as a plan. */
export async function retag(context: Context): Promise<void> {
  const { given } = context;
  const [text = '', ...others] = given.operands;
  const named = await context.place(text);
  const at = imageOf(named, text);
  const from = named.tag;
  if (from === undefined || named.digest !== undefined) throw new Refusal('usage', `"${text}" names no tag. A retag starts from one.`);
  const tags: string[] = [];
  for (const other of others) tags.push(await targetOf(context, named, other));
  if (given.has('move') && tags.includes(from)) throw new Refusal('usage', `"${from}" is the tag itself: it cannot be moved there.`);
  const targets = [...new Set(tags)].map((to) => ({ from, to, hints: [] }));
  const path = given.value('plan');
  if (path === '') throw new Refusal('usage', '--plan takes the file that the plan is written to.');
  const made = await planned(context, { ...at, targets }, given.has('move')).catch((error: unknown) => {
    // It was only named: nobody has seen it be deleted.
    if (exitOf(error) !== 'not-found') throw error;
    throw new Refusal('not-found', `Not found: ${referenceOf(named.connection, at.repository, { tag: from })}.`);
  });
  show(context, made);
  return path === undefined ? carryOut(context, made, named.connection) : writeRetag(context, path, made);
}

/** Carries out the plan of a retag if the registry is as the plan expects it, after the person has confirmed it. */
export async function applyRetag(context: Context, file: RetagFile, connection: Connection): Promise<void> {
  const { given, output } = context;
  const question = { connectionId: connection.id, ...retagQuestionOf(file) };
  const made = await planned(context, question, file.remove).catch((error: unknown) => {
    if (exitOf(error) !== 'not-found') throw error;
    return undefined;
  });
  const now = made?.file ?? { ...file, targets: [], protected: [] };
  const drift = retagDrift(file, { ...now, registry: file.registry });
  if (!made || drift.length > 0) return refuseDrift(context, drift);
  show(context, made);
  if (!given.has('check')) return carryOut(context, made, connection);
  if (output.isJson)
    return output.json({ registry: registryBase(file.registry), repository: file.repository, tags: movingIn(file).length, drift: [] });
  return output.line('The registry is as the plan expects it. Nothing was changed.');
}
