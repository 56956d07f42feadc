import { RingProgress, Tooltip, UnstyledButton } from '@mantine/core';
import { IconActivity } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { hasEnded } from '../../../shared/contract/runs.ts';
import { percentOf } from '../../../shared/run-progress.ts';
import { PANEL_ID, useActivity } from '../../lib/activity.ts';
import { runsQuery } from '../../lib/runs.ts';
import { countRunning, hasDoneAll } from './run-state.ts';
import styles from './runs.module.css';

/** Shows or hides the panel "Activity": how many runs there are, how far they are, and whether one has ended that should be read. */
export function ActivityButton({ onClick }: { readonly onClick: () => void }) {
  const { t } = useTranslation();
  const { data: runs = [] } = useQuery(runsQuery);
  const isOpen = useActivity((activity) => activity.isOpen !== false);
  const count = useActivity(({ begun }) => countRunning(runs, begun));
  const isUnread = runs.some((run) => !run.dismissed && hasEnded(run) && !hasDoneAll(run));
  const described = [count > 0 && t('runs.running', { count }), isUnread && t('runs.unread')].filter(Boolean).join(', ');
  return (
    <Tooltip label={described === '' ? t('runs.list') : `${t('runs.list')}: ${described}`}>
      <UnstyledButton
        className={styles['button']}
        aria-label={t('runs.list')}
        {...(described === '' ? {} : { 'aria-description': described })}
        aria-expanded={isOpen}
        aria-controls={PANEL_ID}
        data-running={count > 0}
        onClick={onClick}
      >
        {count > 0 ? (
          <>
            <RingProgress
              size={18}
              thickness={2.5}
              sections={[{ value: percentOf(runs) ?? 0, color: 'var(--accent)' }]}
              rootColor="var(--line)"
              aria-hidden="true"
            />
            {/* Not text: the button's name has to begin with what is written on it. */}
            <span className={styles['count']} data-count={count} />
          </>
        ) : (
          <IconActivity size={17} aria-hidden="true" />
        )}
        {isUnread && <i className={styles['unread']} />}
      </UnstyledButton>
    </Tooltip>
  );
}
