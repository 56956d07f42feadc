import { Button, Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { hasEnded, isSettling, type Run } from '../../../shared/contract/runs.ts';
import { dismissRun, runsQuery } from '../../lib/runs.ts';
import { useFormat } from '../../lib/use-format.ts';
import { RunButtons } from '../../ui/run-parts.tsx';
import { UndoButton } from '../../ui/undo-hint.tsx';
import { runStateText, runTitle } from './run-text.ts';
import styles from './runs.module.css';

type ItemProps = { readonly run: Run; readonly onShow: (() => void) | undefined };

function RunItem({ run, onShow }: ItemProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const title = runTitle(t, run.about);
  const { done = 0, total = 0 } = run.progress ?? {};
  const isOver = hasEnded(run);
  return (
    <li className={styles['run']} aria-label={title}>
      <strong className="cut" title={title}>
        {title}
      </strong>
      {isOver ? <span /> : <Progress value={total === 0 ? 0 : (done / total) * 100} aria-label={title} size="sm" />}
      <span className="dim cut" role={isOver ? 'status' : undefined}>
        {runStateText(t, format, run)}
      </span>
      <span className={styles['buttons']}>
        <RunButtons run={run} size="xs" />
        {isOver && run.changeIds.length > 0 && <UndoButton changeId={run.changeIds.length === 1 ? run.changeIds[0] : undefined} />}
        {onShow && (
          <Button variant="default" size="xs" onClick={onShow}>
            {t('runs.show')}
          </Button>
        )}
        {isOver && (
          <Button variant="subtle" size="xs" onClick={() => dismissRun(run.id)}>
            {t('runs.dismiss')}
          </Button>
        )}
      </span>
    </li>
  );
}

type Props = {
  /** The run whose dialog is open: it is shown there. */
  readonly hiddenId: string | null;
  /** What opens the dialog of a run; undefined where it has none. */
  readonly showOf: (run: Run) => (() => void) | undefined;
};

/** Runs of the main process: those that run, and those that have ended and were not dismissed. */
export function RunList({ hiddenId, showOf }: Props) {
  const { t } = useTranslation();
  const { data: runs = [] } = useQuery(runsQuery);
  // A change that is settled is shown with its run.
  const shown = runs.filter(({ id, dismissed, about }) => !dismissed && id !== hiddenId && !isSettling(about));
  if (shown.length === 0) return null;
  return (
    <ul className={styles['runs']} aria-label={t('runs.list')}>
      {shown.map((run) => (
        <RunItem key={run.id} run={run} onShow={showOf(run)} />
      ))}
    </ul>
  );
}
