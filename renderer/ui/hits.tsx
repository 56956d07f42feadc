import { fuzzyParts } from '../lib/text/fuzzy.ts';
import styles from './ui.module.css';

/** A text with what was typed marked in it. */
export function Hits({ text, typed }: { readonly text: string; readonly typed: string }) {
  let at = 0;
  return fuzzyParts(text, typed).map((part, i) => {
    const key = at;
    at += part.length;
    if (part === '') return null;
    return i % 2 === 1 ? (
      <mark key={key} className={styles['hit']}>
        {part}
      </mark>
    ) : (
      <span key={key}>{part}</span>
    );
  });
}
