import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { typedNames } from '../../../shared/pattern.ts';
import { planDriftQuery, type RetagFromFile } from '../../lib/plan-from-file.ts';
import { plannedState } from '../../lib/planned-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useRun } from '../../lib/use-run.ts';
import { DriftNote } from '../../ui/drift-note.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import { ProtectedField } from '../../ui/protected-field.tsx';
import { TagMoves } from '../../ui/tag-moves.tsx';
import { retagPlanQuery, startRetag } from './queries.ts';
import { RetagFrame } from './retag-frame.tsx';
import { DeletionNote } from './retag-notes.tsx';
import { changedBy, guardOf } from './stage.ts';

type Props = { readonly connection: Connection; readonly repository: string; readonly plan: RetagFromFile };

const NO_HINTS = (): string[] => [];

/** Reads the registry as the file asks, and holds the plan against it. */
function useRetagFromFile({ connection, repository, plan }: Props) {
  const [typed, setTyped] = useState('');
  const { data, error, refetch } = useQuery(retagPlanQuery({ connectionId: connection.id, repository, targets: plan.targets }, NO_HINTS));
  const drift = useQuery(planDriftQuery(plan.fileId, data?.planId));
  const view = useRun(undefined);
  const [{ from = '' } = {}] = plan.targets;
  const about = { tag: from, protectedTags: connection.protectedTags, production: connection.production ? repository : undefined };
  const guard = data && guardOf(data, { remove: plan.remove, typed }, about);
  const isAsExpected = drift.data?.count === 0;
  const isReady = isAsExpected && guard?.isConfirmed === true && !connection.readOnly;
  return {
    ...{ from, typed, setTyped, guard, isAsExpected, isReady },
    planned: data,
    drift: drift.data,
    isStarting: view.isBusy,
    error: view.failure ?? error ?? drift.error,
    refresh: () => void refetch(),
    apply: (): void => {
      if (!data || !isReady || view.isBusy) return;
      const targets = plan.remove ? data.targets.map(({ to }) => to) : [...changedBy(data)];
      void view.start(() => startRetag({ planId: data.planId, targets, remove: plan.remove, typed: typedNames(typed) }));
    },
  };
}

/** Carries out a retag that was planned elsewhere, if the registry is as the plan expects it. */
export function RetagPlanDialog(props: Props) {
  const { connection, repository, plan } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const { from, planned, drift, guard, isAsExpected, error, ...retagging } = useRetagFromFile(props);
  const olds = new Set(plan.targets.map((target) => target.from));
  const moves =
    planned && guard
      ? planned.targets.map(({ from, to, current }) => ({
          from,
          to,
          state: plannedState(
            { tag: to, current },
            planned.targets.map((each) => ({ tag: each.to, current: each.current })),
            guard,
          ),
        }))
      : [];
  return (
    <RetagFrame
      title={olds.size > 1 ? t('retag.titleMany', { shown: format.number(olds.size) }) : t('retag.title', { tag: from })}
      size={640}
      isFromFile
      closeOnClickOutside={false}
      connection={connection}
      repository={repository}
      footnote={olds.size > 1 ? t('retag.footnoteMany') : t(plan.remove ? 'retag.moveFootnote' : 'retag.footnote', { tag: from })}
      apply={t(`retag.apply.${plan.remove ? 'move' : 'retag'}`, { tag: from })}
      isReady={retagging.isReady}
      isStarting={retagging.isStarting}
      onApply={retagging.apply}
    >
      <span className="dim cut">{t('plans.from', { name: plan.name })}</span>
      {!drift && error == null && <Note role="status">{t('retag.planning')}</Note>}
      {drift && drift.count > 0 && <DriftNote {...drift} />}
      {isAsExpected && <TagMoves moves={moves} label={t('retag.newTags')} />}
      {isAsExpected && plan.remove && <DeletionNote tag={from} isAll={false} />}
      {isAsExpected && guard && (
        <ProtectedField
          guard={guard}
          isAlone
          deleted={plan.remove ? from : undefined}
          isProduction={connection.production && plan.remove}
          value={retagging.typed}
          onChange={retagging.setTyped}
        />
      )}
      {error != null && <FailureNote error={error} handlers={{ retry: retagging.refresh, refresh: retagging.refresh }} />}
    </RetagFrame>
  );
}
