import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Change, UndoMove } from '../../../shared/contract/history.ts';
import { notice } from '../../lib/notice.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import { DigestLabel } from '../../ui/swatch.tsx';
import styles from './history.module.css';
import { changeText } from './history-text.ts';
import { historyQuery, undoPlanQuery, useUndo } from './queries.ts';

function Place({ digest }: { readonly digest: string | null }) {
  const { t } = useTranslation();
  return digest === null ? <span className="faint">{t('past.nowhere')}</span> : <DigestLabel digest={digest} />;
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
        <span className="dim">{t(`past.action.${move.action}`)}</span>
      ) : (
        <span className={styles['way']}>
          <Place digest={move.now} /> → <Place digest={move.before} />
        </span>
      )}
    </li>
  );
}

/** Puts back what a change moved: first what would happen and whether it still can, then the deed. */
export function UndoDialog({ id, onChanged }: { readonly id: string; readonly onChanged: (change: Change) => void }) {
  const { t } = useTranslation();
  const { data: history } = useQuery(historyQuery);
  const { data: plan, error, refetch } = useQuery(undoPlanQuery(id));
  const undo = useUndo();
  const change = history?.changes.find((entry) => entry.id === id);
  const close = (): void => {
    if (!undo.isPending) openDialog(null);
  };
  const apply = async (): Promise<void> => {
    const done = await undo.mutateAsync({ id });
    openDialog(null);
    notice(t('past.undone', { count: done.moves.length }), t('past.undoneProof'));
    onChanged(done);
  };
  const retry = (): void => {
    undo.reset();
    void refetch();
  };
  const ready = plan !== undefined && plan.obstacle === undefined;
  return (
    <Dialog onClose={close} title={t('past.undoTitle')} size={560}>
      <DialogBody>
        {change && (
          <div>
            <strong>{changeText(t, change)}</strong>
            <div className="dim cut">
              {change.connection.name} / {change.repository}
            </div>
          </div>
        )}
        {!plan && !error && <Note role="status">{t('past.asking')}</Note>}
        {error && <FailureNote error={error} handlers={{ retry, refresh: retry }} />}
        {plan && (
          <ul className={styles['moves']} aria-label={t('past.moves')}>
            {plan.moves.map((move) => (
              <Move key={move.tag} move={move} />
            ))}
          </ul>
        )}
        {plan?.obstacle && (
          <Note tone="warn" role="status">
            <strong>{t(`past.obstacle.${plan.obstacle}`)}</strong>
            {plan.missing.map((digest) => (
              <span key={digest} className="mono faint">
                {digest}
              </span>
            ))}
          </Note>
        )}
        {undo.error && <FailureNote error={undo.error} handlers={{ refresh: retry, retry }} />}
      </DialogBody>
      <DialogFooter start={ready ? t('past.undoFootnote') : ''}>
        <Button variant="subtle" onClick={close} disabled={undo.isPending}>
          {t(plan?.obstacle ? 'dialog.close' : 'dialog.cancel')}
        </Button>
        <Button
          data-autofocus
          aria-disabled={!ready}
          {...(ready ? {} : { 'data-disabled': true })}
          loading={undo.isPending}
          onClick={() => ready && void apply().catch(() => {})}
        >
          {t('past.undo')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
