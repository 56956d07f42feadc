import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type Dispatch, type SetStateAction, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { typedNames } from '../../../shared/pattern.ts';
import { notice } from '../../lib/notice.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { UndoHint } from '../../ui/undo-hint.tsx';
import { familyQuery, retagPlanQuery, useRetag } from './queries.ts';
import { changedBy, EMPTY_FORM, namesOf, plannable, problemOf, type RetagForm, type Stage, stageAfter, stageOf } from './stage.ts';

export type RetagQuestion = {
  readonly connection: Connection;
  readonly repository: string;
  readonly tag: string;
  /** Tags that probably point to the same image as this tag name, from what is on the screen: read first. */
  readonly hintsFor: (tag: string) => string[];
  readonly onChanged: () => void;
};

export type Retagging = {
  readonly stage: Stage;
  readonly form: RetagForm;
  readonly setForm: Dispatch<SetStateAction<RetagForm>>;
  readonly problem: ReturnType<typeof problemOf>;
  readonly family: readonly { tag: string; ahead?: string | undefined }[];
  readonly isApplying: boolean;
  /** Why it could not be applied. */
  readonly refused: unknown;
  readonly apply: () => Promise<void>;
  readonly refresh: () => void;
};

/** Plans a retag as the person types and applies it. When everything is done, the dialog closes and a notice shows the result. */
export function useRetagging({ connection, repository, tag, hintsFor, onChanged }: RetagQuestion): Retagging {
  const { t } = useTranslation();
  const format = useFormat();
  const [form, setForm] = useState(EMPTY_FORM);
  const [ended, setEnded] = useState<Stage>();
  const [settledText] = useDebouncedValue(form.text, 150);
  const asked = connection.readOnly ? [] : plannable(namesOf({ ...form, text: settledText }), tag);
  const {
    data: plan,
    error,
    refetch,
  } = useQuery(retagPlanQuery({ connectionId: connection.id, repository, targets: asked.map((to) => ({ from: tag, to })) }, hintsFor));
  const family = useQuery({ ...familyQuery(connection.id, repository, tag), enabled: !connection.readOnly });
  const retag = useRetag();
  const about = { tag, protectedTags: connection.protectedTags };
  const stage = ended ?? stageOf({ asked, isSettled: form.text === settledText, plan, error }, form, about);
  return {
    stage,
    form,
    setForm,
    problem: problemOf(namesOf(form), tag),
    family: family.data?.family ?? [],
    isApplying: retag.isPending,
    refused: retag.error,
    refresh: () => {
      retag.reset();
      void refetch();
    },
    apply: async () => {
      if (stage.kind !== 'asking' || !stage.isReady || retag.isPending) return;
      const { planId, targets } = stage.plan;
      const digest = targets[0]?.digest ?? '';
      const order = { planId, targets: targets.map(({ to }) => to), remove: form.remove, typed: typedNames(form.typed) };
      // The table is read again whatever the outcome: the change may have happened although its answer was lost.
      const { changeId, results } = await retag.mutateAsync(order).finally(onChanged);
      const after = stageAfter(changeId, results);
      if (after) return setEnded(after);
      openDialog(null);
      const names = targets.map(({ to }) => to);
      const title = {
        retag: () => t('retag.done', { to: format.names(names), from: tag, count: names.length }),
        move: () => t('retag.moved', { to: format.names(changedBy(stage.plan)), from: tag }),
        delete: () => t('delete.doneAlone', { tag }),
      }[stage.act];
      const proof = { to: format.names(names), digest: digest.slice(0, 19), count: names.length };
      notice(title(), <UndoHint changeId={changeId}>{t('retag.verified', proof)}</UndoHint>);
    },
  };
}
