import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasEnded, type Run } from '../../../shared/contract/runs.ts';
import { hideActivity, PANEL_ID, useActivity } from '../../lib/activity.ts';
import { isFocusLost } from '../../lib/last-focus.ts';
import { dismissRun, runsQuery } from '../../lib/runs.ts';
import { decidedRuns, undoneRuns } from '../../lib/undone-runs.ts';
import { type RunActions, RunItem } from './run-item.tsx';
import { countRunning, hasDoneAll } from './run-state.ts';
import styles from './runs.module.css';

/** ms for which the panel that has opened by itself still shows that everything is done. */
const LINGER = 4_000;

type Props = {
  readonly actionsOf: (run: Run) => RunActions;
  /** What an earlier start did not live to end; nothing where there is nothing. */
  readonly interrupted: ReactNode;
};

/** Closes the panel, and gives the focus back to what had it before the panel. */
function useClose() {
  const before = useRef<Element | null>(null);
  return {
    onFocus: ({ relatedTarget, currentTarget }: FocusEvent<HTMLElement>): void => {
      if (relatedTarget && !currentTarget.contains(relatedTarget)) before.current = relatedTarget;
    },
    close: (): void => {
      hideActivity();
      const target = before.current?.isConnected ? before.current : document.querySelector(`[aria-controls="${PANEL_ID}"]`);
      if (target instanceof HTMLElement) target.focus({ preventScroll: true });
    },
  };
}

/** Closes the panel that has opened by itself once everything is done and a notice has said so; not while someone is in it. */
function useCloseItself(isAllDone: boolean, isUsed: boolean): void {
  const isDue = useActivity(({ isOpen }) => isOpen === 'itself') && isAllDone && !isUsed;
  useEffect(() => {
    if (!isDue) return;
    const timer = setTimeout(hideActivity, LINGER);
    return () => clearTimeout(timer);
  }, [isDue]);
}

/** Keeps the focus in the panel when the button that has it goes away with its run: Esc and Tab go on from there. */
function useKeptFocus() {
  const panel = useRef<HTMLElement>(null);
  const isWithin = useRef(false);
  useEffect(() => {
    if (isWithin.current && isFocusLost()) panel.current?.focus({ preventScroll: true });
  });
  return { panel, isWithin };
}

/**
 * Every run of the application, newest first, at the right edge: beside the panes where a person has opened it and the window is wide enough,
 * else over what is there, so that nothing moves by itself.
 */
function Panel({ actionsOf, interrupted }: Props) {
  const { t } = useTranslation();
  const { data: runs = [] } = useQuery(runsQuery);
  const running = useActivity(({ begun }) => countRunning(runs, begun));
  const isDocked = useActivity(({ isOpen }) => isOpen === true);
  const { onFocus, close } = useClose();
  const shown = runs.filter(({ dismissed }) => !dismissed).toReversed();
  const ended = shown.filter(hasEnded);
  const undone = undoneRuns(runs);
  const decided = decidedRuns(runs);
  const [isUsed, setUsed] = useState(false);
  const { panel, isWithin } = useKeptFocus();
  useCloseItself(running === 0 && shown.every(hasDoneAll), isUsed);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  };
  return (
    <aside
      ref={panel}
      data-pane="activity"
      data-docked={isDocked}
      className={styles['panel']}
      id={PANEL_ID}
      aria-label={t('runs.list')}
      tabIndex={-1}
      onFocus={(event) => {
        setUsed(true);
        isWithin.current = true;
        onFocus(event);
      }}
      onBlur={() => {
        setUsed(false);
        isWithin.current = false;
      }}
      onPointerEnter={() => setUsed(true)}
      onPointerLeave={() => setUsed(false)}
      onKeyDown={onKeyDown}
    >
      <header className={styles['title']}>
        <h2>{t('runs.list')}</h2>
        <span className="dim">{running > 0 && t('runs.running', { count: running })}</span>
        {ended.length > 0 && (
          <Button variant="subtle" size="xs" onClick={() => ended.map(({ id }) => dismissRun(id))}>
            {t('runs.clear')}
          </Button>
        )}
        <ActionIcon variant="subtle" color="gray" size={26} aria-label={t('runs.close')} onClick={close}>
          <IconX aria-hidden="true" size={16} />
        </ActionIcon>
      </header>
      {interrupted}
      {shown.length === 0 ? (
        <p className="dim">{t('runs.none')}</p>
      ) : (
        <ul className={styles['runs']} aria-label={t('runs.list')}>
          {shown.map((run) => (
            <RunItem key={run.id} run={run} isUndone={undone.has(run.id)} isDecided={decided.has(run.id)} actions={actionsOf(run)} />
          ))}
        </ul>
      )}
    </aside>
  );
}

/** The panel "Activity", while it is open. */
export function ActivityPanel(props: Props) {
  const isOpen = useActivity((activity) => activity.isOpen);
  return isOpen !== false && <Panel {...props} />;
}
