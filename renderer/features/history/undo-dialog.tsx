import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { client } from '../../lib/client.ts';
import { closeDialog, useUi } from '../../lib/ui-state.ts';
import { useRun } from '../../lib/use-run.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { RunButtons, RunOutcome, RunWaiting } from '../../ui/run-parts.tsx';
import styles from './history.module.css';
import { changeText } from './history-text.ts';
import { changeQuery, undoPlanQuery } from './queries.ts';
import { UndoBody } from './undo-plan.tsx';
import { undoStateOf } from './undo-state.ts';

/** Restores what a change moved, and what others of its run moved. First it shows what would happen and whether it still can. The dialog closes when the run begins. */
export function UndoDialog({
  id,
  others,
  connections,
}: {
  readonly id: string;
  readonly others: readonly string[];
  readonly connections: readonly Connection[];
}) {
  const { t } = useTranslation();
  const runId = useUi((ui) => ui.runId) ?? undefined;
  const { data: change } = useQuery(changeQuery(id));
  const view = useRun(runId);
  const run = view.detail?.run;
  const isDone = run?.state === 'done';
  // Planned again after a run that was stopped or failed.
  const { data: planning, error, refetch } = useQuery({ ...undoPlanQuery(id, others), enabled: !view.isBusy && !isDone });
  const state = undoStateOf({ planning, error, run: view.isBusy ? { progress: run?.progress } : undefined });
  useEffect(() => {
    if (isDone) closeDialog();
  }, [isDone]);
  const isReady = state.kind === 'ready' && !isDone;
  // What undoes an undo redoes the change.
  const way = change?.what === 'undo' ? 'redo' : 'undo';
  const close = useRef<HTMLButtonElement>(null);
  const isImpossible = state.kind === 'impossible';
  useEffect(() => {
    if (isImpossible) close.current?.focus();
  }, [isImpossible]);
  const changed = connections.find((connection) => connection.id === change?.connection.id);
  return (
    <Dialog onClose={closeDialog} changes={changed} title={t(`history.${way}Title`)} size={560}>
      <DialogBody>
        {change && (
          <div className={styles['about']}>
            <strong>{others.length === 0 ? changeText(t, change) : t('history.several', { count: others.length + 1 })}</strong>
            <div className="dim cut">
              {change.connection.name}
              {others.length === 0 && ` / ${change.repository}`}
            </div>
          </div>
        )}
        <UndoBody state={state} onRetry={() => void refetch()} />
        <RunWaiting run={run} />
        <RunOutcome view={view} stopped={t('history.stopped', { choice: t(`history.${way}`) })} onRefresh={() => void refetch()} />
      </DialogBody>
      <DialogFooter start={isReady ? t('history.undoFootnote') : ''}>
        <Button ref={close} variant="subtle" onClick={closeDialog}>
          {t(view.isBusy || isImpossible ? 'dialog.close' : 'dialog.cancel')}
        </Button>
        {view.isBusy && run && <RunButtons run={run} />}
        <Button
          data-autofocus
          aria-disabled={!isReady}
          {...(isReady ? {} : { 'data-disabled': true })}
          loading={view.isBusy}
          onClick={() => isReady && void view.start(() => client.history.undo({ id, others: [...others] }))}
        >
          {t(`history.${way}`)}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
