import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change, HistoryProgress, UndoMove } from '../../../shared/contract/history.ts';
import { notice } from '../../lib/notice.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import { DigestLabel } from '../../ui/swatch.tsx';
import styles from './history.module.css';
import { changeText } from './history-text.ts';
import { historyQuery, runUndo, undoPlanQuery } from './queries.ts';
import { SettleMeter } from './settle-meter.tsx';
import { useWork } from './use-work.ts';
import { WorkEnd } from './work-end.tsx';

/** Tags that are listed; of thousands nobody reads more. */
const SHOWN = 200;

function Place({ digest }: { readonly digest: string | null }) {
  const { t } = useTranslation();
  return digest === null ? <span className="faint">{t('history.nowhere')}</span> : <DigestLabel digest={digest} />;
}

/** One tag: where it is now and where it will be again, or why it stays. */
function Move({ move }: { readonly move: UndoMove }) {
  const { t } = useTranslation();
  return (
    <li className={styles['move']}>
      <strong className="cut" title={move.tag}>
        {move.tag}
      </strong>
      {move.action !== 'restore' && move.action !== 'remove' ? (
        <span className="dim">{t(`history.action.${move.action}`)}</span>
      ) : (
        <span className={styles['way']}>
          <Place digest={move.now} /> → <Place digest={move.before} />
        </span>
      )}
    </li>
  );
}

/** Restores what a change moved: first what would happen and whether it still can, then the work. It can be left at any time and goes on. */
export function UndoDialog({ id, onChanged }: { readonly id: string; readonly onChanged: (change: Change) => void }) {
  const { t } = useTranslation();
  const { data: history } = useQuery(historyQuery);
  const { data, error, refetch } = useQuery(undoPlanQuery(id));
  const run = useWork<HistoryProgress>();
  const [stopped, setStopped] = useState(false);
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);
  const change = history?.changes.find((entry) => entry.id === id);
  const plan = data?.plan;
  const close = (): void => openDialog(null);
  const apply = async (): Promise<void> => {
    await run.start(async (runId, onProgress) => {
      setStopped(false);
      const ended = await runUndo({ id, runId }, onProgress).finally(() => change && onChanged(change));
      if (ended.stopped) {
        setStopped(true);
        return void refetch();
      }
      // A dialog that was left has made room for another one.
      if (isOpen.current) openDialog(null);
      const { restored, removed } = ended;
      const told = [
        restored > 0 ? t('history.undone', { count: restored }) : '',
        removed > 0 ? t('history.removed', { count: removed }) : '',
      ];
      notice(told.filter(Boolean).join(' ') || t('history.undoneNothing'), t('history.undoneProof'));
    });
  };
  const retry = (): void => void refetch();
  const ready = plan !== undefined && plan.obstacle === undefined && !run.running;
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
        {!plan && !error && <SettleMeter progress={data?.progress} />}
        {error && <FailureNote error={error} handlers={{ retry, refresh: retry }} />}
        {plan && (
          <ul className={styles['moves']} aria-label={t('history.moves')}>
            {plan.moves.slice(0, SHOWN).map((move) => (
              <Move key={move.tag} move={move} />
            ))}
            {plan.moves.length > SHOWN && <li className="faint">{t('history.moreTags', { count: plan.moves.length - SHOWN })}</li>}
          </ul>
        )}
        {plan?.obstacle && (
          <Note tone="warn" role="status">
            <strong>{t(`history.obstacle.${plan.obstacle}`)}</strong>
            {plan.missing.length > 0 && <span>{t('history.missing')}</span>}
            {plan.missing.map((digest) => (
              <span key={digest} className="mono faint">
                {digest}
              </span>
            ))}
          </Note>
        )}
        {run.running && <SettleMeter progress={run.progress} />}
        {stopped && !run.running && (
          <Note tone="warn" role="alert">
            {t('history.stopped', { choice: t('history.undo') })}
          </Note>
        )}
        <WorkEnd work={run} stopped={t('history.stopped', { choice: t('history.undo') })} />
      </DialogBody>
      <DialogFooter start={ready ? t('history.undoFootnote') : ''}>
        {run.running ? (
          <Button variant="default" disabled={run.stopped} onClick={run.stop}>
            {t(run.stopped ? 'many.stopping' : 'history.stop')}
          </Button>
        ) : (
          <Button variant="subtle" onClick={close}>
            {t(plan?.obstacle ? 'dialog.close' : 'dialog.cancel')}
          </Button>
        )}
        <Button
          data-autofocus
          aria-disabled={!ready}
          {...(ready ? {} : { 'data-disabled': true })}
          loading={run.running}
          onClick={() => ready && void apply()}
        >
          {t('history.undo')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
