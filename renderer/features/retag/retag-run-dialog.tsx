import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { hasEnded, hasProblems, type Run, type RunAbout } from '../../../shared/contract/runs.ts';
import { runBegun } from '../../lib/activity.ts';
import { retryRun } from '../../lib/runs.ts';
import { placeText } from '../../lib/text/place-text.ts';
import { closeDialog, openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useRun } from '../../lib/use-run.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Meter } from '../../ui/meter.tsx';
import { RunButtons, RunWaiting } from '../../ui/run-parts.tsx';
import { SubjectLine } from '../../ui/subject-line.tsx';
import { UndoButton } from '../../ui/undo-hint.tsx';
import { RetagResults } from './retag-results.tsx';

type About = Extract<RunAbout, { kind: 'retag' }>;
type Props = { readonly connection: Connection; readonly runId: string; readonly about: About };

function Running({ run }: { readonly run: Run | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { done = 0, total = 0 } = run?.progress ?? {};
  const label = t('retag.progress', { done: format.number(done), total: format.number(total) });
  return (
    <>
      <Meter label={label} read={done} total={total} />
      <RunWaiting run={run} />
    </>
  );
}

/** A retag that is under way or has not done all: how far it is, or what became of each tag. */
export function RetagRunDialog({ connection, runId, about }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const view = useRun(runId);
  const run = view.detail?.run;
  const { at, targets } = about;
  const olds = [...new Set(targets.map(({ from }) => from))];
  const count = { count: olds.length, shown: format.number(olds.length) };
  const isClean = run?.state === 'done' && !hasProblems(run.result);
  useEffect(() => {
    if (isClean) closeDialog();
  }, [isClean]);
  const plan = (): void => openDialog({ kind: 'retag', connectionId: at.connectionId, repository: at.repository, tags: olds, about });
  const isOver = run !== undefined && hasEnded(run);
  return (
    <Dialog
      onClose={closeDialog}
      changes={connection}
      title={olds.length > 1 ? t('retag.titleMany', count) : t('retag.title', { tag: at.tag })}
      size={olds.length > 1 ? 640 : 560}
    >
      <DialogBody>
        <SubjectLine text={placeText(at)} />
        {view.isBusy || isClean ? <Running run={run} /> : <RetagResults result={run?.result} />}
        {view.failure !== undefined && <FailureNote error={view.failure} handlers={{ refresh: plan }} />}
      </DialogBody>
      <DialogFooter>
        <Button variant="subtle" onClick={closeDialog} data-autofocus>
          {t('dialog.close')}
        </Button>
        {run && targets.length > 1 && <RunButtons run={run} />}
        {isOver && run.changeIds.length > 0 && run.result && <UndoButton changeId={run.changeIds[0]} others={run.changeIds.slice(1)} />}
        {isOver && run.canRetry && !isClean && <Button onClick={() => void retryRun(runId).then(runBegun, plan)}>{t('runs.retry')}</Button>}
      </DialogFooter>
    </Dialog>
  );
}
