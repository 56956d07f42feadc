import { assertNever } from '../../shared/assert-never.ts';
import type { RetagPlan } from '../../shared/contract/retag.ts';
import { isTag } from '../../shared/oci/reference.ts';
import { protectedOf } from '../../shared/pattern.ts';
import { confirm, confirmProtected } from './confirm.ts';
import type { Context } from './context.ts';
import { Refusal } from './exit-codes.ts';
import { endAs, failureCode, followRun, undoHint } from './follow-run.ts';
import { counted } from './output.ts';
import { imageOf, type Named } from './places.ts';

/** A tag of the same repository, bare or as a whole reference. @throws Refusal. */
async function targetOf(context: Context, source: Named, text: string): Promise<string> {
  if (isTag(text)) return text;
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

/** `retag SOURCE TARGET...`: points tags at the image of another one, after it has shown what moves. */
export async function retag(context: Context): Promise<void> {
  const { given, output, client, signal } = context;
  const [text = '', ...others] = given.operands;
  const named = await context.place(text);
  const at = imageOf(named, text);
  const from = named.tag;
  if (from === undefined || named.digest !== undefined) throw new Refusal('usage', `"${text}" names no tag. A retag starts from one.`);
  const tags: string[] = [];
  for (const other of others) tags.push(await targetOf(context, named, other));
  const targets = [...new Set(tags)].map((to) => ({ from, to, hints: [] }));
  const plan = await client.retag.plan({ ...at, targets }, { signal });
  const moving = plan.targets.filter(({ current }) => current.state !== 'same');
  for (const target of plan.targets) output.note(moveText(target));
  if (moving.length === 0) return output.isJson ? output.json({ state: 'same', results: [] }) : output.line('Nothing to do.');
  const taken = moving.filter(({ current }) => current.state === 'taken').map(({ to }) => to);
  const typed = await confirmProtected(context, protectedOf(taken, named.connection.protectedTags));
  await confirm(context, `Point ${counted(moving.length, 'tag')} at the image?`, 'yes');
  signal.throwIfAborted();
  const { runId } = await client.retag.apply({ planId: plan.planId, targets: moving.map(({ to }) => to), remove: false, typed });
  const ended = await followRun(context, runId);
  const { result, state, changeIds } = ended.run;
  const results = result?.kind === 'retag' ? result.results : [];
  if (output.isJson) await output.json({ state, results, changes: changeIds });
  else {
    for (const one of results) await output.line(`${one.tag}  ${one.state}  ${failureCode(one.failure)}`.trimEnd());
    if (changeIds.length > 0) await output.line(`Undo: ${undoHint(changeIds)}`);
  }
  endAs(ended, results.length > 0 && results.every((one) => one.state === 'moved'));
}
