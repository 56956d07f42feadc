import { isMac } from '../lib/platform.ts';
import styles from './ui.module.css';

/** A shortcut as it is written on this platform's keys; `mod` is Ctrl or Command. */
export function KeyHint({ keys }: { readonly keys: string }) {
  return (
    <span aria-hidden="true">
      <kbd className={styles['key']}>{keys.replace('mod', isMac ? '⌘' : 'Ctrl')}</kbd>
    </span>
  );
}
