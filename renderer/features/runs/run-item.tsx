import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { hasEnded, type Run } from '../../../shared/contract/runs.ts';
import { dismissRun } from '../../lib/runs.ts';
import { useFormat } from '../../lib/use-format.ts';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { RunButtons, RunWaiting } from '../../ui/run-parts.tsx';
import { UndoButton } from '../../ui/undo-hint.tsx';
import { hasDoneAll, mayHaveChanged } from './run-state.ts';
import { runFigure, runHeading, runStateText, runTarget, runTitle } from './run-text.ts';
import styles from './runs.module.css';
import { useRunMenu } from './use-run-menu.tsx';

/** What can be done about a run beside pausing and stopping it; undefined where it cannot. */
export type RunActions = {
  /** Opens its dialog again. */
  readonly show?: (() => void) | undefined;
  /** Takes it up again, and what that is called. */
  readonly retry?: { readonly label: string; readonly run: () => void } | undefined;
  /** Goes to the place where it has put something. */
  readonly open?: (() => void) | undefined;
};

type Props = {
  readonly run: Run;
  readonly isUndone: boolean;
  /** It left a change to decide about, and that was done. */
  readonly isDecided: boolean;
  readonly actions: RunActions;
};

function EndButtons({ run, isUndone, actions }: Omit<Props, 'isDecided'>) {
  const { t } = useTranslation();
  return (
    <>
      {run.changeIds.length > 0 && !isUndone && mayHaveChanged(run) && (
        <UndoButton changeId={run.changeIds[0]} others={run.changeIds.slice(1)} size="xs" />
      )}
      {actions.retry && (
        <Button variant="default" size="xs" onClick={actions.retry.run}>
          {actions.retry.label}
        </Button>
      )}
      {actions.open && (
        <Button variant="default" size="xs" onClick={actions.open}>
          {t('runs.open')}
        </Button>
      )}
      <Button variant="subtle" size="xs" onClick={() => dismissRun(run.id)}>
        {t('runs.dismiss')}
      </Button>
    </>
  );
}

/** One run: what it is, how far it has come or how it ended, and what can be done about it. */
export function RunItem({ run, isUndone, isDecided, actions }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const title = runTitle(t, run.about);
  const { done = 0, total = 0 } = run.progress ?? {};
  const isOver = hasEnded(run);
  const since = [isDecided && t('history.isDecided'), isUndone && t('history.isUndone')];
  const state = [runStateText(t, format, run), ...since].filter(Boolean).join(' · ');
  // A notice tells of a run that has done all.
  const isToRead = isOver && !isDecided && !hasDoneAll(run);
  const { menu, handlers } = useRunMenu(run);
  return (
    <li className={styles['run']} aria-label={title} {...handlers}>
      <div className={styles['head']}>
        <strong className="cut" title={title}>
          <MiddleCut text={runHeading(t, run.about)} />
        </strong>
        <span className="dim" title={run.ended && format.exactTime(run.ended)}>
          {run.ended ? format.ago(run.ended) : runFigure(format, run)}
        </span>
      </div>
      <span className="dim cut" title={runTarget(t, run.about)}>
        <MiddleCut text={runTarget(t, run.about)} />
      </span>
      {!isOver && <ProgressBar label={title} done={done} total={total} />}
      <span className={styles['state']} data-tone={isToRead ? 'warn' : undefined} role={isToRead ? 'status' : undefined}>
        {state}
      </span>
      <RunWaiting run={run} />
      <div className={styles['buttons']}>
        {actions.show && (
          <Button variant="default" size="xs" onClick={actions.show}>
            {t('runs.show')}
          </Button>
        )}
        <RunButtons run={run} size="xs" />
        {isOver && <EndButtons run={run} isUndone={isUndone} actions={actions} />}
      </div>
      {menu}
    </li>
  );
}
