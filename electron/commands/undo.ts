import type { UndoMove, UndoPlan } from '../../shared/contract/history.ts';
import { Failure } from '../../shared/errors.ts';
import { namesToType } from '../../shared/names-to-type.ts';
import { confirm, confirmProtected } from './confirm.ts';
import type { Context } from './context.ts';
import { endAs, followRun, undoHint } from './follow-run.ts';
import { counted } from './output.ts';

const WORDS: Readonly<Record<UndoMove['action'], string>> = {
  restore: 'will be restored',
  remove: 'will be removed',
  none: 'as it was already',
  moved: 'left alone: it was moved since',
  lost: 'left alone: its content is lost',
  kept: 'left alone: it cannot be removed here',
};

async function planFor({ client, output, signal }: Context, id: string, others: readonly string[]): Promise<UndoPlan> {
  let plan: UndoPlan | undefined;
  for await (const event of await client.history.planUndo({ id, others: [...others] }, { signal })) {
    if (event.kind === 'plan') plan = event.plan;
    else output.progress(`${event.done} of ${event.total}`);
  }
  output.progress('');
  signal.throwIfAborted();
  if (!plan) throw new Failure('NOT_FOUND', { what: 'change', subject: id });
  return plan;
}

/** `undo ID...`: undoes changes, after it has shown what becomes of each tag. */
export async function undo(context: Context): Promise<void> {
  const { given, output, client } = context;
  const [id = '', ...others] = given.operands;
  const plan = await planFor(context, id, others);
  for (const { tag, action, before } of plan.moves)
    output.note(`${tag}  ${WORDS[action]}  ${action === 'restore' ? (before ?? '') : ''}`.trimEnd());
  if (plan.tags > plan.moves.length) output.note(`and ${counted(plan.tags - plan.moves.length, 'more tag')}`);
  if (plan.obstacle !== undefined) throw new Failure('UNSUPPORTED', { feature: 'undo', why: plan.obstacle });
  const { protected: tags, production } = plan.toType;
  await confirmProtected(context, tags);
  await confirm(context, `Undo ${counted(plan.tags, 'tag')}?`, production ?? 'yes');
  context.signal.throwIfAborted();
  const { runId } = await client.history.undo({
    id,
    others: [...others],
    typed: namesToType(plan.toType),
  });
  const ended = await followRun(context, runId);
  const { result, state, changeIds } = ended.run;
  const done = result?.kind === 'undo' ? result : undefined;
  if (output.isJson) await output.json({ state, ended: done?.state, restored: done?.restored, removed: done?.removed, changes: changeIds });
  else {
    if (done) await output.line(`Restored ${counted(done.restored, 'tag')}, removed ${counted(done.removed, 'tag')}.`);
    // A change that was interrupted is restored as itself.
    const made = changeIds.filter((changed) => !given.operands.includes(changed));
    if (made.length > 0) await output.line(`Take that back: ${undoHint(made)}`);
  }
  endAs(ended, done?.state === 'done' || done?.state === 'restored');
}
