import { VisuallyHidden } from '@mantine/core';
import type { TFunction } from 'i18next';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { chordsOf, type Key } from '../lib/keys.ts';
import { isMac } from '../lib/platform.ts';
import styles from './ui.module.css';

/** "Control plus K": what a screen reader says of a chord. */
function spoken(t: TFunction, chord: readonly Key[]): string {
  const names = chord.map(({ sign, name }) =>
    name === undefined ? sign : name === 'mod' && isMac ? t('keys.command') : t(`keys.${name}`),
  );
  return names.join(` ${t('keys.plus')} `);
}

/**
 * A shortcut as it is written on this platform's keys (`lib/keys.ts`). It is not read aloud beside a control, which has `aria-keyshortcuts` or
 * a name of its own; where the keys are what a person came for, `isRead` says them.
 */
export function KeyHint({ keys, isRead = false }: { readonly keys: string; readonly isRead?: boolean }) {
  const { t } = useTranslation();
  const chords = chordsOf(keys, isMac);
  return (
    <>
      <span aria-hidden="true" className={styles['keys']}>
        {chords.map((chord) => {
          // The one key that has a word on it, and in Chinese a Chinese one.
          const text = chord.map(({ sign, name }) => (name === 'space' ? t('keys.space') : sign)).join(' ');
          return (
            <kbd key={text} className={styles['key']}>
              {text}
            </kbd>
          );
        })}
      </span>
      {isRead && (
        <VisuallyHidden>
          {chords.map((chord, i) => (
            <Fragment key={spoken(t, chord)}>
              {i > 0 && ` ${t('keys.or')} `}
              {spoken(t, chord)}
            </Fragment>
          ))}
        </VisuallyHidden>
      )}
    </>
  );
}
