import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { RetagPlan } from '../../../shared/contract/retag.ts';
import { typedNames } from '../../../shared/pattern.ts';
import { useRun } from '../../lib/use-run.ts';
import { familyQuery, retagPlanQuery, retagPlanText, startRetag } from './queries.ts';
import { changedBy, EMPTY_FORM, isPlain, namesOf, plannable, problemOf, type RetagForm, type Stage, stageOf } from './stage.ts';

export type RetagQuestion = {
  readonly connection: Connection;
  readonly repository: string;
  readonly tag: string;
  /** Tags that probably point to the same image as this tag name, from what is on the screen: read first. */
  readonly hintsFor: (tag: string) => string[];
  /** What is entered at first. */
  readonly initial: Partial<RetagForm>;
};

export type Retagging = {
  readonly stage: Stage;
  readonly form: RetagForm;
  readonly setForm: Dispatch<SetStateAction<RetagForm>>;
  readonly problem: ReturnType<typeof problemOf>;
  readonly family: readonly { tag: string; ahead?: string | undefined }[];
  readonly isStarting: boolean;
  /** Why it could not begin. */
  readonly refused: unknown;
  /** Before the plan is there, it is carried out once the plan shows that it overwrites and deletes nothing. */
  readonly apply: () => void;
  readonly refresh: () => void;
  /** The text of the plan as a file; undefined while there is nothing to do. */
  readonly planText: (() => Promise<{ readonly text: string }>) | undefined;
};

/** Plans a retag as the person types and begins its run, with which the dialog closes. */
export function useRetagging({ connection, repository, tag, hintsFor, initial }: RetagQuestion): Retagging {
  const [form, setForm] = useState({ ...EMPTY_FORM, ...initial });
  const [settledText] = useDebouncedValue(form.text, 150);
  const asked = connection.readOnly ? [] : plannable(namesOf({ ...form, text: settledText }), tag);
  const {
    data: plan,
    error,
    refetch,
  } = useQuery(retagPlanQuery({ connectionId: connection.id, repository, targets: asked.map((to) => ({ from: tag, to })) }, hintsFor));
  const family = useQuery({ ...familyQuery(connection.id, repository, tag), enabled: !connection.readOnly });
  const view = useRun(undefined);
  const [ahead, setAhead] = useState<RetagForm>();
  const { protectedTags, production } = connection;
  const about = { tag, protectedTags, production: production ? repository : undefined };
  const stage = stageOf({ asked, isSettled: form.text === settledText, plan, error }, form, about);
  const problem = problemOf(namesOf(form), tag);
  const saved =
    stage.kind === 'asking' && problem === undefined && (form.remove || changedBy(stage.plan).length > 0) ? stage.plan : undefined;
  const start = ({ planId, targets }: RetagPlan): void => {
    const order = { planId, targets: targets.map(({ to }) => to), remove: form.remove, typed: typedNames(form.typed) };
    void view.start(() => startRetag(order));
  };
  useEffect(() => {
    if (ahead === undefined || stage.kind === 'planning') return;
    setAhead(undefined);
    // What was changed meanwhile, or would overwrite a tag, is looked at first.
    if (ahead === form && stage.kind === 'asking' && stage.isReady && isPlain(stage.plan, form)) start(stage.plan);
  });
  return {
    stage,
    form,
    setForm,
    problem,
    family: family.data?.family ?? [],
    isStarting: view.isBusy,
    refused: view.failure,
    refresh: () => void refetch(),
    planText: saved && (() => retagPlanText({ planId: saved.planId, targets: saved.targets.map(({ to }) => to), remove: form.remove })),
    apply: () => {
      if (stage.kind === 'planning') setAhead(form);
      else if (stage.kind === 'asking' && stage.isReady && !view.isBusy) start(stage.plan);
    },
  };
}
