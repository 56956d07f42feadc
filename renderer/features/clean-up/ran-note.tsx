import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Weight } from '../../../shared/contract/clean-up.ts';
import { hasEnded, type Run } from '../../../shared/contract/runs.ts';
import { deletedText } from '../../lib/run-words.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Meter } from '../../ui/meter.tsx';
import { Note } from '../../ui/note.tsx';
import { UndoButton } from '../../ui/undo-hint.tsx';
import styles from './clean-up.module.css';

/** A clean-up, and whether what it deleted was restored since; `all` are the runs that its dry run has led to, of which it is the last. */
export type Ran = { readonly run: Run; readonly isUndone: boolean; readonly all: readonly Run[] };

type Props = Omit<Ran, 'all'> & {
  /** What the dry run was about to free; undefined where the run was about a part of it. */
  readonly weight: Weight | undefined;
  readonly onAgain: () => void;
};

/** The run that this dry run led to: how far it has come, and then what it deleted. */
export function RanNote({ run, isUndone, weight, onAgain }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { done = 0, total = 0 } = run.progress ?? {};
  if (!hasEnded(run))
    return <Meter label={t('cleanUp.deleting', { done: format.number(done), total: format.number(total) })} read={done} total={total} />;
  const result = run.result?.kind === 'clean-up' ? run.result : undefined;
  const deleted = result?.deleted ?? 0;
  const about = run.about.kind === 'clean-up' ? run.about : { count: total, repository: null };
  return (
    <Note role="status" tone={deleted === total ? 'plain' : 'warn'}>
      <strong>{[deletedText(t, format, about, { deleted, total }), ...(isUndone ? [t('history.isUndone')] : [])].join(' · ')}</strong>
      {!isUndone && deleted === total && weight && weight.bytesFreed > 0 && (
        <span>{t('delete.frees', { freed: format.bytes(weight.bytesFreed) })}</span>
      )}
      <div className={styles['options']}>
        {!isUndone && <UndoButton changeId={run.changeIds[0]} others={run.changeIds.slice(1)} />}
        {!isUndone && result?.freesSpace && (
          <Button
            variant="default"
            onClick={() => openDialog({ kind: 'free-space', repository: about.repository ?? '', lastTagGone: result.emptied })}
          >
            {t('freeSpace.how')}
          </Button>
        )}
        <Button variant="default" onClick={onAgain}>
          {t('cleanUp.again')}
        </Button>
      </div>
    </Note>
  );
}
