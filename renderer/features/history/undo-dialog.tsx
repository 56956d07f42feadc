import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { UndoMove } from '../../../shared/contract/history.ts';
import { namesToType } from '../../../shared/names-to-type.ts';
import { client } from '../../lib/client.ts';
import { isFocusLost } from '../../lib/last-focus.ts';
import { placeText } from '../../lib/text/place-text.ts';
import { closeDialog, useUi } from '../../lib/ui-state.ts';
import { useRun } from '../../lib/use-run.ts';
import { ConfirmFields } from '../../ui/confirm-fields.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { RunButtons, RunOutcome, RunWaiting } from '../../ui/run-parts.tsx';
import { SubjectLine } from '../../ui/subject-line.tsx';
import styles from './history.module.css';
import { changeText } from './history-text.ts';
import { changeQuery, undoPlanQuery } from './queries.ts';
import { UndoBody } from './undo-plan.tsx';
import { isTyped, undoStateOf } from './undo-state.ts';

const NO_GUARD = { kind: 'ask', names: [] } as const;

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
  // What redoes a change is named by that change, and not by its undo.
  const isRedo = change?.what === 'undo' && change.redoes !== true;
  const { data: undone } = useQuery({ ...changeQuery(change?.undoes ?? ''), enabled: isRedo });
  const shown = (isRedo ? undone : undefined) ?? change;
  const view = useRun(runId);
  const run = view.detail?.run;
  const isDone = run?.state === 'done';
  // Planned again after a run that was stopped or failed.
  const { data: planning, error, refetch } = useQuery({ ...undoPlanQuery(id, others), enabled: !view.isBusy && !isDone });
  const state = undoStateOf({ planning, error, run: view.isBusy ? { progress: run?.progress } : undefined });
  useEffect(() => {
    if (isDone) closeDialog();
  }, [isDone]);
  const [typed, setTyped] = useState('');
  const names = state.kind === 'ready' ? namesToType(state.plan.toType) : [];
  const isReady = state.kind === 'ready' && !isDone && isTyped(names, typed);
  const way = isRedo ? 'redo' : 'undo';
  const close = useRef<HTMLButtonElement>(null);
  const isImpossible = state.kind === 'impossible';
  useEffect(() => {
    // Also once what allowed the changes has left the dialog.
    if (isImpossible || isFocusLost()) close.current?.focus();
  }, [isImpossible]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) void view.start(() => client.history.undo({ id, others: [...others], typed: names }));
  };
  const confirm = names.length > 0 && !isDone && (
    <ConfirmFields guard={NO_GUARD} names="" onNames={() => {}} expected={names.join(' ')} confirmation={typed} onConfirmation={setTyped} />
  );
  const does = (action: UndoMove['action']): boolean => state.kind === 'ready' && state.plan.moves.some((move) => move.action === action);
  const isRemoving = does('remove');
  const footnote = isRemoving && !does('restore') && !isRedo ? 'remove' : way;
  const changed = connections.find((connection) => connection.id === change?.connection.id);
  return (
    <Dialog onClose={closeDialog} changes={changed} title={t(`history.${way}Title`)} size={560}>
      <form onSubmit={submit} noValidate>
        <DialogBody>
          {change && (
            <div className={styles['about']}>
              <strong>{others.length === 0 && shown ? changeText(t, shown) : t('history.several', { count: others.length + 1 })}</strong>
              <SubjectLine
                text={placeText({ connection: change.connection.name, repository: others.length === 0 ? change.repository : undefined })}
              />
            </div>
          )}
          <UndoBody state={state} connectionId={changed?.id} onRetry={() => void refetch()} />
          <RunWaiting run={run} />
          <RunOutcome view={view} stopped={t('history.stopped', { choice: t(`history.${way}`) })} onRefresh={() => void refetch()} />
        </DialogBody>
        <DialogFooter confirm={confirm} start={isReady ? t(`history.${footnote}Footnote`) : ''}>
          <Button ref={close} variant="subtle" onClick={closeDialog}>
            {t(view.isBusy || isImpossible ? 'dialog.close' : 'dialog.cancel')}
          </Button>
          {view.isBusy && run && <RunButtons run={run} />}
          <Button
            data-autofocus
            aria-disabled={!isReady}
            {...(isReady ? {} : { 'data-disabled': true })}
            type="submit"
            data-danger={(isReady && isRemoving) || undefined}
            loading={view.isBusy}
          >
            {t(`history.${way}`)}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
