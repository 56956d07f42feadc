import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change, HistoryProgress } from '../../../shared/contract/history.ts';
import { notice } from '../../lib/notice.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { changeText } from './history-text.ts';
import { changeQuery, runUndo, type Settled, undoPlanQuery } from './queries.ts';
import { UndoBody } from './undo-plan.tsx';
import { undoStateOf } from './undo-state.ts';
import { useWork } from './use-work.ts';
import { WorkEnd } from './work-end.tsx';

/** Whether the component is still on screen: read after work that may outlive it. */
function useIsOpen(): { readonly current: boolean } {
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);
  return isOpen;
}

/** Restores what a change moved. First it shows what would happen and whether it still can, then it does it. It can be left at any time and goes on. */
export function UndoDialog({ id, onChanged }: { readonly id: string; readonly onChanged: (change: Change) => void }) {
  const { t } = useTranslation();
  const { data: change } = useQuery(changeQuery(id));
  const { data: planning, error, refetch } = useQuery(undoPlanQuery(id));
  const run = useWork<HistoryProgress>();
  const [wasStopped, setWasStopped] = useState(false);
  const isOpen = useIsOpen();
  const state = undoStateOf({ planning, error, run, wasStopped });
  const stopped = t('history.stopped', { choice: t('history.undo') });
  const close = (): void => openDialog(null);
  const tell = ({ restored, removed }: Settled): void => {
    const told = [
      restored > 0 ? t('history.undone', { count: restored }) : '',
      removed > 0 ? t('history.removed', { count: removed }) : '',
    ];
    notice(told.filter(Boolean).join(' ') || t('history.undoneNothing'), t('history.undoneProof'));
  };
  const apply = async (): Promise<void> => {
    await run.start(async (runId, onProgress) => {
      setWasStopped(false);
      const ended = await runUndo({ id, runId }, onProgress).finally(() => change && onChanged(change));
      if (ended.stopped) {
        setWasStopped(true);
        return void refetch();
      }
      // A dialog that was left has made room for another one.
      if (isOpen.current) openDialog(null);
      tell(ended);
    });
  };
  const isReady = state.kind === 'ready';
  return (
    <Dialog onClose={close} title={t('history.undoTitle')} size={560}>
      <DialogBody>
        {change && (
          <div>
            <strong>{changeText(t, change)}</strong>
            <div className="dim cut">
              {change.connection.name} / {change.repository}
            </div>
          </div>
        )}
        <UndoBody state={state} stopped={stopped} onRetry={() => void refetch()} />
        <WorkEnd work={run} stopped={stopped} />
      </DialogBody>
      <DialogFooter start={isReady ? t('history.undoFootnote') : ''}>
        {state.kind === 'running' ? (
          <Button variant="default" disabled={state.isStopping} onClick={run.stop}>
            {t(state.isStopping ? 'history.stopping' : 'history.stop')}
          </Button>
        ) : (
          <Button variant="subtle" onClick={close}>
            {t(state.kind === 'impossible' ? 'dialog.close' : 'dialog.cancel')}
          </Button>
        )}
        <Button
          data-autofocus
          aria-disabled={!isReady}
          {...(isReady ? {} : { 'data-disabled': true })}
          loading={state.kind === 'running'}
          onClick={() => isReady && void apply()}
        >
          {t('history.undo')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
