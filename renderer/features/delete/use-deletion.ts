import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type Dispatch, type SetStateAction, useEffect, useRef, useState } from 'react';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { DeletePlan, DeletePurpose } from '../../../shared/contract/delete.ts';
import { isDeletion } from '../../../shared/contract/runs.ts';
import { tagsOf } from '../../../shared/deletion.ts';
import { typedNames } from '../../../shared/pattern.ts';
import { readFailure, wasNotSent } from '../../lib/failure.ts';
import { closeDeleted } from '../../lib/places.ts';
import { checkTags, closeDialog, setDialogRun, useUi } from '../../lib/ui-state.ts';
import { useRun } from '../../lib/use-run.ts';
import { type DeleteTarget, decisionQuery, deletePlanQuery, startDelete } from './queries.ts';
import { asked, type DeleteForm, EMPTY_FORM, type Stage } from './stage.ts';

type Question = {
  readonly connection: Connection;
  readonly targets: readonly DeleteTarget[];
  readonly untagOnly: boolean;
  readonly purpose: DeletePurpose;
  readonly runId: string | undefined;
};

export type Deletion = {
  readonly stage: Stage;
  readonly form: DeleteForm;
  readonly setForm: Dispatch<SetStateAction<DeleteForm>>;
  /** Why it could not begin, where it can be confirmed again. */
  readonly refused: unknown;
  readonly apply: () => void;
  readonly refresh: () => void;
};

/** Deleted tags are selected no more. */
function uncheck(tags: readonly string[]): void {
  const { checkedTags } = useUi.getState();
  const gone = new Set(tags);
  if (tags.some((tag) => checkedTags.has(tag))) checkTags(new Set([...checkedTags].filter((tag) => !gone.has(tag))));
}

/** Plans a deletion, begins its run and follows it. The dialog closes when everything is done; a notice tells it. */
export function useDeletion({ connection, targets, untagOnly, purpose, runId }: Question): Deletion {
  const [form, setForm] = useState(EMPTY_FORM);
  const [settledNames] = useDebouncedValue(form.names, 500);
  const view = useRun(runId, setDialogRun);
  const isPlanned = runId === undefined && targets.length > 0;
  const query = useQuery({ ...deletePlanQuery({ connectionId: connection.id, targets, untagOnly, purpose }), enabled: isPlanned });
  const typed = typedNames(settledNames);
  const decision = useQuery(decisionQuery(query.data?.planId, typed));
  const isDecided = settledNames === form.names && (typed.length === 0 || (decision.isSuccess && !decision.isPlaceholderData));
  const error = query.error ?? decision.error;
  const decided = typed.length === 0 ? query.data?.plans : decision.data?.plans;
  const now = query.data && asked({ progress: query.data, decided: isDecided ? decided : undefined }, form, connection.name);
  const run = view.detail?.run;
  const deleted = useRef<readonly DeletePlan[]>([]);
  const isClean = run?.state === 'done' && isDeletion(run.result) && run.result.problems === 0;
  // A request that was sent over a connection that then broke off may have begun: the list of runs tells.
  const isUnheard = view.failure !== undefined && readFailure(view.failure).code === 'DISCONNECTED' && !wasNotSent(view.failure);
  const hasBegun = runId !== undefined || isUnheard;
  useEffect(() => {
    if (!isClean) return;
    for (const plan of deleted.current) closeDeleted(connection.id, plan.repository, tagsOf(plan));
    closeDialog();
  }, [isClean, connection.id]);
  const stageOf = (): Stage => {
    if (view.isBusy || isClean) return { kind: 'running', detail: view.detail };
    if (hasBegun) return { kind: 'ended', detail: view.detail, failure: view.failure };
    if (error) return { kind: 'failed', error };
    return now ? { kind: 'asking', asked: now } : { kind: 'planning', read: query.data?.read ?? 0, total: query.data?.total ?? 0 };
  };
  return {
    stage: stageOf(),
    form,
    setForm,
    refused: hasBegun ? undefined : view.failure,
    refresh: () => void query.refetch(),
    apply: () => {
      if (!now?.isReady || view.isBusy) return;
      uncheck(now.plans.flatMap(tagsOf));
      deleted.current = now.plans;
      const { planId, choice } = now;
      const order = { planId, whole: now.choices !== undefined && choice === 'image', confirmation: form.confirmation };
      void view.start(() => startDelete({ ...order, typed: typedNames(form.names) }));
    },
  };
}
