import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { DeletePurpose } from '../../../shared/contract/delete.ts';
import { isDeletion } from '../../../shared/contract/runs.ts';
import { deletable } from '../../../shared/deletion.ts';
import { typedNames } from '../../../shared/pattern.ts';
import { readFailure } from '../../../shared/shown-failure.ts';
import { wasNotSent } from '../../lib/failure.ts';
import { type DeletionFromFile, planDriftQuery } from '../../lib/plan-from-file.ts';
import { closeDialog } from '../../lib/ui-state.ts';
import { useRun } from '../../lib/use-run.ts';
import { type DeleteTarget, decisionQuery, deletePlanQuery, deletePlanText, startDelete } from './queries.ts';
import { asked, type DeleteForm, EMPTY_FORM, readingOf, type Stage } from './stage.ts';

type Question = {
  readonly connection: Connection;
  readonly targets: readonly DeleteTarget[];
  readonly untagOnly: boolean;
  readonly purpose: DeletePurpose;
  readonly runId: string | undefined;
  /** The plan of a file, which has decided: only what has to be typed is asked. */
  readonly plan: DeletionFromFile | undefined;
};

export type Deletion = {
  readonly stage: Stage;
  readonly form: DeleteForm;
  readonly setForm: Dispatch<SetStateAction<DeleteForm>>;
  /** Why it could not begin, where it can be confirmed again. */
  readonly refused: unknown;
  readonly apply: () => void;
  readonly refresh: () => void;
  /** The text of what is on screen as a file; undefined where nothing of it can be deleted, or names were typed that have not been looked at. */
  readonly planText: (() => Promise<{ readonly text: string }>) | undefined;
};

/** What is entered at first: a plan of a file has decided it. */
const formFor = (plan: DeletionFromFile | undefined): DeleteForm =>
  plan ? { ...EMPTY_FORM, choice: plan.whole ? 'image' : 'tag', withReferrers: plan.withReferrers } : EMPTY_FORM;

/** Plans a deletion and begins its run, with which the dialog closes; or follows the run that the dialog was opened for again. */
export function useDeletion({ connection, targets, untagOnly, purpose, runId, plan }: Question): Deletion {
  const [form, setForm] = useState(() => formFor(plan));
  const [settledNames] = useDebouncedValue(form.names, 500);
  const view = useRun(runId);
  const isPlanned = runId === undefined && targets.length > 0;
  const query = useQuery({ ...deletePlanQuery({ connectionId: connection.id, targets, untagOnly, purpose }), enabled: isPlanned });
  const typed = plan ? plan.protected : typedNames(settledNames);
  const decision = useQuery(decisionQuery(query.data?.planId, typed));
  const drift = useQuery(planDriftQuery(plan?.fileId, query.data?.planId));
  const isDecided =
    (plan !== undefined || settledNames === form.names) && (typed.length === 0 || (decision.isSuccess && !decision.isPlaceholderData));
  const error = query.error ?? decision.error ?? drift.error;
  const decided = typed.length === 0 ? query.data : decision.data;
  const now =
    query.data &&
    asked({ progress: query.data, decided: isDecided ? decided : undefined, isFromFile: plan !== undefined }, form, connection);
  const run = view.detail?.run;
  const isClean = run?.state === 'done' && isDeletion(run.result) && run.result.problems === 0;
  // A request that was sent over a connection that then broke off may have begun: the list of runs tells.
  const isUnheard = view.failure !== undefined && readFailure(view.failure).code === 'DISCONNECTED' && !wasNotSent(view.failure);
  const hasBegun = runId !== undefined || isUnheard;
  useEffect(() => {
    if (isClean) closeDialog();
  }, [isClean]);
  const stageOf = (): Stage => {
    if (view.isBusy || isClean) return { kind: 'running', detail: view.detail };
    if (hasBegun) return { kind: 'ended', detail: view.detail, failure: view.failure };
    if (error) return { kind: 'failed', error };
    if (plan && !drift.data) return { kind: 'planning', reading: readingOf(query.data, targets.length) };
    if (drift.data && drift.data.count > 0) return { kind: 'drifted', ...drift.data };
    return now ? { kind: 'asking', asked: now } : { kind: 'planning', reading: readingOf(query.data, targets.length) };
  };
  const isWhole = now?.choices !== undefined && now.choice === 'image';
  return {
    stage: stageOf(),
    form,
    setForm,
    refused: hasBegun ? undefined : view.failure,
    refresh: () => void query.refetch(),
    planText:
      now?.isDecided && deletable(now.plans).length > 0
        ? () => deletePlanText({ planId: now.planId, whole: isWhole, withReferrers: form.withReferrers, typed: typedNames(form.names) })
        : undefined,
    apply: () => {
      if (!now?.isReady || view.isBusy || (plan && drift.data?.count !== 0)) return;
      const order = { planId: now.planId, whole: isWhole, withReferrers: form.withReferrers, confirmation: form.confirmation };
      void view.start(() => startDelete({ ...order, typed: plan ? [...plan.protected] : typedNames(form.names) }));
    },
  };
}
