import { ActionIcon } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { WatchChange, WatchView } from '../../../shared/contract/watch.ts';
import { noticeFailure } from '../../lib/notice-failure.ts';
import { goTo } from '../../lib/places.ts';
import { closeDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { pauseWatch, removeWatch } from './queries.ts';
import styles from './watch.module.css';
import { digestsText, problemText, stateText } from './watch-text.ts';

type WatchLineProps = {
  readonly watch: WatchView;
  /** The name of its registry. */
  readonly registry: string;
  readonly now: number;
  /** Whether nothing at all is asked now. */
  readonly isHeld: boolean;
};

/** One watch: how it stands, and its buttons. */
export function WatchLine({ watch, registry, now, isHeld }: WatchLineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, repository, pattern, isPaused } = watch;
  const name = `${repository}:${pattern}`;
  const problem = problemText(t, format, watch);
  const Icon = isPaused ? IconPlayerPlay : IconPlayerPause;
  const told = (error: unknown): void => noticeFailure(t, error);
  return (
    <li className={styles['line']} aria-label={name}>
      <span className={styles['text']}>
        <span>
          <span className="mono">{name}</span> <span className="faint">{registry}</span>
        </span>
        <span className="faint">{stateText(t, format, watch, now, isHeld)}</span>
        {problem !== undefined && <span className={styles['problem']}>{problem}</span>}
      </span>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t(isPaused ? 'watch.resume' : 'watch.pause', { name })}
        onClick={() => void pauseWatch(id, !isPaused).catch(told)}
      >
        <Icon aria-hidden="true" size={15} />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" aria-label={t('watch.remove', { name })} onClick={() => void removeWatch(id).catch(told)}>
        <IconX aria-hidden="true" size={15} />
      </ActionIcon>
    </li>
  );
}

/** One change; a click shows the tag, also one that was deleted: the page says so. */
export function ChangeLine({ change }: { readonly change: WatchChange }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { connectionId, repository, tag, kind, at } = change;
  const time = new Date(at).toISOString();
  const open = (): void => {
    closeDialog();
    goTo({ connectionId, repository, reference: { tag } });
  };
  return (
    <li>
      <button type="button" className={styles['open']} onClick={open}>
        <span className={styles['text']}>
          <span>
            <span className="mono">{`${repository}:${tag}`}</span> {t(`watch.change.${kind}`)}
          </span>
          <span className="faint mono">{digestsText(change)}</span>
        </span>
        <span className="faint" title={format.exactTime(time)}>
          {format.ago(time)}
        </span>
      </button>
    </li>
  );
}
