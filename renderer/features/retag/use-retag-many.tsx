import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_TAGS } from '../../../shared/contract/base.ts';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { RetagPlan, RetagResult } from '../../../shared/contract/retag.ts';
import { typedNames } from '../../../shared/pattern.ts';
import { type NewName, newNames, TAG_MARK, type TagPattern } from '../../../shared/tag-pattern.ts';
import { type Confirmed, confirmMoves, moveOf } from '../../lib/confirm-moves.ts';
import { notice } from '../../lib/notice.ts';
import { closeDialog } from '../../lib/ui-state.ts';
import { UndoHint } from '../../ui/undo-hint.tsx';
import { retagPlanQuery, useRetag } from './queries.ts';

export type RetagManyQuestion = {
  readonly connection: Connection;
  readonly repository: string;
  readonly tags: readonly string[];
  /** Tags that probably point to the same image as this tag name, from what is on the screen: read first. */
  readonly hintsFor: (tag: string) => string[];
  readonly onChanged: () => void;
};

export type RetaggingMany = {
  readonly pattern: TagPattern;
  readonly setPattern: (part: Partial<TagPattern>) => void;
  readonly typed: string;
  readonly setTyped: (names: string) => void;
  readonly names: readonly NewName[];
  /** What was read of the names as they are; undefined while that is under way. */
  readonly plan: RetagPlan | undefined;
  readonly guard: Confirmed;
  readonly isReady: boolean;
  readonly isApplying: boolean;
  /** Why it could not be planned or applied. */
  readonly error: unknown;
  /** What was done, where it was not all. */
  readonly ended: { readonly changeId: string; readonly results: readonly RetagResult[] } | undefined;
  readonly apply: () => Promise<void>;
  readonly refresh: () => void;
};

/** Plans new names for several tags as the person types, and applies them as one change. */
export function useRetagMany({ connection, repository, tags, hintsFor, onChanged }: RetagManyQuestion): RetaggingMany {
  const { t } = useTranslation();
  const [pattern, setPattern] = useState<TagPattern>({ pattern: TAG_MARK, find: '', replace: '' });
  const [typed, setTyped] = useState('');
  const [ended, setEnded] = useState<RetaggingMany['ended']>();
  const [settled] = useDebouncedValue(pattern, 250);
  const names = newNames(tags, pattern, false);
  const isUsable =
    !connection.readOnly && tags.length <= MOST_TAGS && names.every(({ problem }) => problem === undefined || problem === 'itself');
  const targets = isUsable && settled === pattern ? names.filter(({ problem }) => problem === undefined) : [];
  const query = useQuery(retagPlanQuery({ connectionId: connection.id, repository, targets }, hintsFor));
  const retag = useRetag();
  const plan = targets.length > 0 && !query.error ? query.data : undefined;
  const moves = plan?.targets.map(({ to, digest, current }) => moveOf({ tag: to, digest, current })) ?? [];
  const guard = confirmMoves(moves, connection.protectedTags, typed, false);
  const written = moves.filter(({ tag, before, after }) => before !== after && !guard.kept.has(tag)).map(({ tag }) => tag);
  return {
    ...{ pattern, typed, setTyped, names, plan, guard, ended },
    setPattern: (part) => setPattern((now) => ({ ...now, ...part })),
    isReady: written.length > 0,
    isApplying: retag.isPending,
    error: retag.error ?? (targets.length > 0 ? query.error : null),
    refresh: () => {
      retag.reset();
      void query.refetch();
    },
    apply: async () => {
      if (!plan || written.length === 0 || retag.isPending) return;
      const order = {
        planId: plan.planId,
        targets: written,
        remove: false,
        typed: typedNames(typed).filter((name) => guard.names.includes(name)),
      };
      // The table is read again whatever the outcome: the change may have happened although its answer was lost.
      const { changeId, results } = await retag.mutateAsync(order).finally(onChanged);
      const done = results.filter(({ state }) => state === 'moved').length;
      if (done < results.length) return setEnded({ changeId, results });
      closeDialog();
      notice(t('retag.doneMany', { count: done }), <UndoHint changeId={changeId}>{t('retag.verifiedMany')}</UndoHint>);
    },
  };
}
