import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { MOST_TAGS } from '../../../shared/contract/base.ts';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { RunAbout } from '../../../shared/contract/runs.ts';
import type { CopyPlan } from '../../../shared/contract/transfer.ts';
import { isRepository } from '../../../shared/oci/reference.ts';
import { typedNames } from '../../../shared/pattern.ts';
import { type NewName, newNames, TAG_MARK } from '../../../shared/tag-pattern.ts';
import { type Confirmed, confirmMoves, moveOf } from '../../lib/confirm-moves.ts';
import { nearNames } from '../../lib/text/nearest.ts';
import { remember, useUi } from '../../lib/ui-state.ts';
import { firstTarget } from './copy-target.ts';
import { type PlanStep, planStep } from './plan-step.ts';
import { copyPlanQuery, startCopy } from './queries.ts';
import { useTransferRun } from './transfer-dialog.tsx';

type About = Extract<RunAbout, { kind: 'copy' }>;

export type CopyQuestion = {
  readonly connection: Connection;
  readonly connections: readonly Connection[];
  readonly repository: string;
  /** One tag or many. */
  readonly tags: readonly string[];
  readonly runId: string | undefined;
  /** What the run is about that the dialog is opened for. */
  readonly about: About | undefined;
  /** The repositories of a registry, read where that is asked for. */
  readonly useRepositories: (connectionId: string, isAsked: boolean) => readonly string[];
};

/** The pattern by which a run named its tags. */
const patternOf = ([first]: About['images']): string =>
  first === undefined ? TAG_MARK : first.tag.replace(first.reference, () => TAG_MARK);

const hasNothingToDo = ({ images, toTransfer, toMount }: CopyPlan): boolean =>
  toTransfer.blobs + toMount.blobs === 0 && images.every(({ current, referrers }) => current.state === 'same' && referrers === 0);

/** Where the copy goes, as the person chose it. */
function useTarget({ connection, connections, repository, tags, about }: CopyQuestion) {
  const last = useUi((ui) => ui.settings.copyTo);
  const targets = connections.filter(({ readOnly }) => !readOnly);
  const [target, setTarget] = useState({
    connectionId: about?.to.connectionId ?? firstTarget(targets, connection.id, last) ?? '',
    repository: about?.to.repository ?? repository,
    name: about ? (about.images.length > 1 ? patternOf(about.images) : about.to.tag) : tags.length === 1 ? (tags[0] ?? '') : TAG_MARK,
  });
  const [isTouched, setTouched] = useState(false);
  return {
    targets,
    target,
    isTouched,
    change(part: Partial<typeof target>): void {
      setTouched(true);
      setTarget({ ...target, ...part });
    },
  };
}

/** The names that the tags get at the target, and whether they can be planned. */
function namesAt(target: { connectionId: string; repository: string; name: string }, { connection, repository, tags }: CopyQuestion) {
  const into = { connectionId: target.connectionId, repository: target.repository.trim() };
  const isElsewhere = into.connectionId !== connection.id || into.repository !== repository;
  const names = newNames(tags, { pattern: target.name, find: '', replace: '' }, isElsewhere);
  const isUsable = tags.length <= MOST_TAGS && isRepository(into.repository) && names.every(({ problem }) => problem === undefined);
  return { into, names, isUsable, isItself: names.every(({ problem }) => problem === 'itself') };
}

export type Copying = {
  readonly view: ReturnType<typeof useTransferRun>;
  readonly target: ReturnType<typeof useTarget>;
  readonly names: readonly NewName[];
  /** The form is as it opened, and names the source itself. */
  readonly isUntouched: boolean;
  readonly isItself: boolean;
  readonly isComplete: boolean;
  readonly step: PlanStep<CopyPlan>;
  /** Platforms of the one image. */
  readonly platforms: CopyPlan['images'][number]['platforms'];
  readonly chosen: readonly string[] | null;
  readonly setChosen: (platforms: readonly string[] | null) => void;
  readonly referrers: boolean;
  readonly setReferrers: (referrers: boolean) => void;
  readonly typed: string;
  readonly setTyped: (names: string) => void;
  readonly guard: Confirmed;
  /** The registry has no such repository; `near` are those that were perhaps meant. */
  readonly isNew: boolean;
  readonly near: readonly string[];
  readonly isReady: boolean;
  readonly apply: () => void;
  readonly refresh: () => void;
};

/** Plans a copy as the person fills the form in, and begins its run. */
export function useCopy(question: CopyQuestion): Copying {
  const { connection, repository, tags, runId, about } = question;
  const view = useTransferRun(runId);
  const target = useTarget(question);
  const { into, names, isUsable, isItself } = namesAt(target.target, question);
  const [chosen, setChosen] = useState<readonly string[] | null>(about?.platforms ?? null);
  const [referrers, setReferrers] = useState(about?.referrers ?? true);
  const [typed, setTyped] = useState('');
  const [platforms, setPlatforms] = useState<Copying['platforms']>([]);
  const images = names.map(({ from, to }) => ({ reference: from, tag: to }));
  const wanted = { images, target: into, platforms: chosen && [...chosen], referrers };
  const [settled] = useDebouncedValue(wanted, 250);
  const isSettled = JSON.stringify(settled) === JSON.stringify(wanted);
  const targetConnection = target.targets.find(({ id }) => id === into.connectionId);
  const isComplete = isUsable && targetConnection !== undefined;
  const source = { connectionId: connection.id, repository };
  const query = useQuery({ ...copyPlanQuery({ source, ...settled }), enabled: isComplete && isSettled && !view.isBusy });
  const step = planStep(query, isComplete, isSettled);
  const plan = step.kind === 'planned' ? step.plan : undefined;
  const first = plan?.images[0];
  if (tags.length === 1 && first && first.platforms.length > 0 && platforms.length === 0) setPlatforms(first.platforms);
  const guard = confirmMoves((plan?.images ?? []).map(moveOf), targetConnection?.protectedTags ?? [], typed, tags.length === 1);
  const writable = plan?.images.filter(({ tag }) => !guard.kept.has(tag)) ?? [];
  const known = question.useRepositories(into.connectionId, plan?.repository === 'new');
  // Some registries answer for a repository whose tags were all deleted as for one that never was.
  const isNew = plan?.repository === 'new' && !known.includes(into.repository);
  const near = useMemo(() => (isNew ? nearNames(into.repository, known) : []), [isNew, into.repository, known]);
  return {
    ...{ view, target, names, isItself, isComplete, step, platforms, chosen, setChosen, referrers, setReferrers },
    ...{ typed, setTyped, guard, isNew, near },
    isUntouched: isItself && !target.isTouched,
    isReady: plan !== undefined && guard.isConfirmed && writable.length > 0 && !hasNothingToDo(plan),
    apply: () => {
      if (!plan) return;
      if (into.connectionId !== connection.id) remember({ copyTo: into.connectionId });
      const order = {
        planId: plan.planId,
        tags: writable.map(({ tag }) => tag),
        typed: typedNames(typed).filter((name) => guard.names.includes(name)),
      };
      void view.start(() => startCopy(order));
    },
    refresh: () => void query.refetch(),
  };
}
