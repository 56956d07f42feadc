import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { hasEnded, type Run, type ScanProblem } from '../../../shared/contract/runs.ts';
import { readFailure } from '../../../shared/shown-failure.ts';
import { runBegun } from '../../lib/activity.ts';
import { failureText } from '../../lib/failure-text.ts';
import { retryRun } from '../../lib/runs.ts';
import { closeDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useRun } from '../../lib/use-run.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Meter } from '../../ui/meter.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { Note } from '../../ui/note.tsx';
import { RunButtons, RunWaiting } from '../../ui/run-parts.tsx';
import styles from './scan.module.css';

function Problem({ repository, unread, failure }: ScanProblem) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li>
      <span className="mono cut" title={repository}>
        <MiddleCut text={repository} />
      </span>
      <span className="dim">
        {failure ? failureText(t, readFailure(failure)).title : t('scan.unreadTags', { count: unread, shown: format.number(unread) })}
      </span>
    </li>
  );
}

/** What a scan came to: how much it read, and what it could not. */
function Result({ run }: { readonly run: Run }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (run.result?.kind !== 'scan') return null;
  const { read, total, problems, problemCount, trouble } = run.result;
  const more = problemCount - problems.length;
  return (
    <>
      <p className={styles['lead']}>{t('runs.scanned', { read: format.number(read), total: format.number(total) })}</p>
      {trouble && <Note tone="warn">{t(`settings.storageTrouble.${trouble}`)}</Note>}
      {problemCount > 0 && (
        <>
          <strong>{t('scan.problems', { count: problemCount, shown: format.number(problemCount) })}</strong>
          <ul className={styles['problems']}>
            {problems.map((problem) => (
              <Problem key={problem.repository} {...problem} />
            ))}
          </ul>
          {more > 0 && <span className="dim">{t('scan.more', { shown: format.number(more) })}</span>}
        </>
      )}
    </>
  );
}

/** A scan that is under way or has ended: how far it is, or what it could not read. */
export function ScanRunDialog({ name, runId }: { readonly name: string; readonly runId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const view = useRun(runId);
  const run = view.detail?.run;
  const { done = 0, total = 0 } = run?.progress ?? {};
  const shown = { done: format.number(done), total: format.number(total) };
  const isOver = run !== undefined && hasEnded(run);
  return (
    <Dialog onClose={closeDialog} title={t('scan.title', { name })} size={540}>
      <DialogBody>
        {view.isBusy && <Meter label={total > 0 ? t('runs.repositories', shown) : t('runs.reading')} read={done} total={total} />}
        <RunWaiting run={run} />
        {run && <Result run={run} />}
        {view.failure !== undefined && <FailureNote error={view.failure} handlers={{}} />}
      </DialogBody>
      <DialogFooter>
        <Button variant="subtle" onClick={closeDialog} data-autofocus>
          {t('dialog.close')}
        </Button>
        {run && <RunButtons run={run} />}
        {isOver && <Button onClick={() => void retryRun(runId).then(runBegun, () => {})}>{t('runs.retry')}</Button>}
      </DialogFooter>
    </Dialog>
  );
}
