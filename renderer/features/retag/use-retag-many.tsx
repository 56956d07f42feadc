import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { MOST_TAGS } from '../../../shared/contract/base.ts';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { RetagPlan } from '../../../shared/contract/retag.ts';
import { typedNames } from '../../../shared/pattern.ts';
import { type NewName, newNames, TAG_MARK, type TagPattern } from '../../../shared/tag-pattern.ts';
import { type Confirmed, confirmMoves, moveOf } from '../../lib/confirm-moves.ts';
import { useRun } from '../../lib/use-run.ts';
import { retagPlanQuery, retagPlanText, startRetag } from './queries.ts';

export type RetagManyQuestion = {
  readonly connection: Connection;
  readonly repository: string;
  readonly tags: readonly string[];
  /** Tags that probably point to the same image as this tag name, from what is on the screen: read first. */
  readonly hintsFor: (tag: string) => string[];
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
  readonly isStarting: boolean;
  /** Why it could not be planned or begin. */
  readonly error: unknown;
  readonly apply: () => void;
  readonly refresh: () => void;
  /** The text of the plan as a file; undefined while there is nothing to do. */
  readonly planText: (() => Promise<{ readonly text: string }>) | undefined;
};

/** Plans new names for several tags as the person types, and begins the run that gives them as one change. */
export function useRetagMany({ connection, repository, tags, hintsFor }: RetagManyQuestion): RetaggingMany {
  const [pattern, setPattern] = useState<TagPattern>({ pattern: TAG_MARK, find: '', replace: '' });
  const [typed, setTyped] = useState('');
  const [settled] = useDebouncedValue(pattern, 250);
  const names = newNames(tags, pattern, false);
  const isUsable =
    !connection.readOnly && tags.length <= MOST_TAGS && names.every(({ problem }) => problem === undefined || problem === 'itself');
  const targets = isUsable && settled === pattern ? names.filter(({ problem }) => problem === undefined) : [];
  const query = useQuery(retagPlanQuery({ connectionId: connection.id, repository, targets }, hintsFor));
  const view = useRun(undefined);
  const plan = targets.length > 0 && !query.error ? query.data : undefined;
  const moves = plan?.targets.map(({ to, digest, current }) => moveOf({ tag: to, digest, current })) ?? [];
  const guard = confirmMoves(moves, connection.protectedTags, typed, false);
  const written = moves.filter(({ tag, before, after }) => before !== after && !guard.kept.has(tag)).map(({ tag }) => tag);
  return {
    ...{ pattern, typed, setTyped, names, plan, guard },
    setPattern: (part) => setPattern((now) => ({ ...now, ...part })),
    isReady: written.length > 0,
    isStarting: view.isBusy,
    error: view.failure ?? (targets.length > 0 ? query.error : null),
    refresh: () => void query.refetch(),
    planText: plan && written.length > 0 ? () => retagPlanText({ planId: plan.planId, targets: written, remove: false }) : undefined,
    apply: () => {
      if (!plan || written.length === 0 || view.isBusy) return;
      const released = typedNames(typed).filter((name) => guard.names.includes(name));
      void view.start(() => startRetag({ planId: plan.planId, targets: written, remove: false, typed: released }));
    },
  };
}
