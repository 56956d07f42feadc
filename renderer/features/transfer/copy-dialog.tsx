import { Checkbox, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { RunAbout } from '../../../shared/contract/runs.ts';
import type { TransferPlan } from '../../../shared/contract/transfer.ts';
import { isRepository, isTag } from '../../../shared/oci/reference.ts';
import { Note } from '../../ui/note.tsx';
import { planStep } from './plan-step.ts';
import { Platforms } from './platforms.tsx';
import { copyPlanQuery, startCopy } from './queries.ts';
import { TargetFields } from './target-fields.tsx';
import { TransferDialog, useTransferRun } from './transfer-dialog.tsx';
import { TransferPlanNote } from './transfer-plan-note.tsx';

type Props = {
  readonly connection: Connection;
  readonly connections: readonly Connection[];
  readonly repository: string;
  readonly tag: string;
  readonly runId: string | undefined;
  /** What the run is about that the dialog is opened for. */
  readonly about: Extract<RunAbout, { kind: 'copy' }> | undefined;
};

const hasNothingToDo = ({ current, toTransfer, toMount, referrers }: TransferPlan): boolean =>
  current.state === 'same' && toTransfer.blobs + toMount.blobs === 0 && referrers === 0;

/** Copies an image to another repository or registry. */
export function CopyDialog({ connection, connections, repository, tag, runId, about }: Props) {
  const { t } = useTranslation();
  const view = useTransferRun(runId);
  const targets = connections.filter(({ readOnly }) => !readOnly);
  const first = targets.find(({ id }) => id !== connection.id) ?? targets[0];
  const [target, setTarget] = useState({
    connectionId: about?.to.connectionId ?? first?.id ?? '',
    repository: about?.to.repository ?? repository,
    tag: about?.to.tag ?? tag,
  });
  const [platforms, setPlatforms] = useState<readonly string[] | null>(null);
  const [referrers, setReferrers] = useState(true);
  const [known, setKnown] = useState<TransferPlan['platforms']>([]);
  const into = { ...target, repository: target.repository.trim(), tag: target.tag.trim() };
  const wanted = { target: into, platforms: platforms && [...platforms], referrers };
  const [settled] = useDebouncedValue(wanted, 250);
  const isItself = into.connectionId === connection.id && into.repository === repository && into.tag === tag;
  const isComplete = isRepository(into.repository) && isTag(into.tag) && targets.some(({ id }) => id === into.connectionId) && !isItself;
  const isSettled = JSON.stringify(settled) === JSON.stringify(wanted);
  const source = { connectionId: connection.id, repository, reference: tag };
  const query = useQuery({ ...copyPlanQuery({ source, ...settled }), enabled: isComplete && isSettled && !view.isBusy });
  const step = planStep(query, isComplete, isSettled);
  if (step.kind === 'planned' && step.plan.platforms.length > 0 && known.length === 0) setKnown(step.plan.platforms);
  return (
    <TransferDialog
      title={t('transfer.copy.title', { tag })}
      subject={`${connection.name} / ${repository}`}
      view={view}
      step={step}
      showPlan={(plan) => <TransferPlanNote plan={plan} tag={into.tag} />}
      waiting={isComplete && <Note role="status">{t('transfer.copy.planning')}</Note>}
      isReady={step.kind === 'planned' && !hasNothingToDo(step.plan)}
      apply={t('transfer.copy.apply')}
      footnote={t('transfer.footnote')}
      stopped={t('transfer.copy.stopped', { tag: into.tag })}
      onApply={({ planId }) => void view.start(() => startCopy(planId))}
      onRefresh={() => void query.refetch()}
    >
      {targets.length === 0 && <Note tone="warn">{t('transfer.copy.noTarget')}</Note>}
      <Select
        label={t('transfer.copy.registry')}
        data={targets.map(({ id, name }) => ({ value: id, label: name }))}
        value={target.connectionId}
        onChange={(value) => value !== null && setTarget({ ...target, connectionId: value })}
        disabled={view.isBusy}
        data-autofocus
      />
      <TargetFields
        {...target}
        onRepository={(name) => setTarget({ ...target, repository: name })}
        onTag={(name) => setTarget({ ...target, tag: name })}
        disabled={view.isBusy}
        problem={isItself ? t('transfer.copy.itself') : undefined}
      />
      {known.length > 1 && !view.isBusy && <Platforms platforms={known} chosen={platforms} onChoose={setPlatforms} />}
      {!view.isBusy && (
        <Checkbox
          label={t('transfer.copy.withReferrers')}
          checked={referrers}
          onChange={(event) => setReferrers(event.currentTarget.checked)}
        />
      )}
    </TransferDialog>
  );
}
