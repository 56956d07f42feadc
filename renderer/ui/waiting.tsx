import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../lib/use-format.ts';
import styles from './ui.module.css';

/** That a registry has not answered for a while, and a way to stop waiting. One line, so that nothing moves. */
export function Waiting({ url, onCancel }: { readonly url: string; readonly onCancel: (() => void) | undefined }) {
  const { t } = useTranslation();
  const { host } = new URL(url);
  return (
    <span className={styles['waiting']} role="status">
      <span className="cut" title={host}>
        {t('waiting.still', { host })}
      </span>
      {onCancel && (
        <Button size="compact-xs" variant="default" h={24} onClick={onCancel}>
          {t('dialog.cancel')}
        </Button>
      )}
    </span>
  );
}

/** That a reading was cancelled before anything came, and a way to begin it again. */
export function NotRead({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <span className={styles['waiting']} role="status">
      <span>{t('waiting.cancelled')}</span>
      <Button size="compact-xs" variant="default" h={24} onClick={onRetry}>
        {t('failure.action.retry')}
      </Button>
    </span>
  );
}

/** Of when what is on screen is, while it cannot be read again. */
export function ReadAt({ time }: { readonly time: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = t('waiting.readAt', { time: format.time(new Date(time).toISOString()) });
  return (
    <span className="faint cut" title={text}>
      {text}
    </span>
  );
}
