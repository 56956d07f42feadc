import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../lib/use-format.ts';
import styles from './ui.module.css';

type Props = {
  readonly names: readonly string[];
  /** How many are shown before the rest is opened. */
  readonly shown: number;
};

/** Names in a sentence: all of them, or the first and a button that opens the rest. */
export function Names({ names, shown }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const first = open ? names : names.slice(0, shown);
  const more = names.length - first.length;
  return (
    <>
      {format.names(first)}
      {more > 0 && (
        <>
          {' '}
          <button type="button" className={styles['more']} onClick={() => setOpen(true)}>
            {t('dialog.more', { count: more, shown: format.number(more) })}
          </button>
        </>
      )}
    </>
  );
}
