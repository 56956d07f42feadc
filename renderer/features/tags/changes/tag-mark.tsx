import { createContext, useContext } from 'react';
import { shortDigest } from '../../../../shared/oci/digest.ts';
import { useTranslation } from '../../../lib/use-translation.ts';
import styles from '../tags.module.css';
import { type Mark, NO_MARKS } from './marks.ts';

/** What changed since the visit before, by tag. */
export const Marks = createContext<ReadonlyMap<string, Mark>>(NO_MARKS);

export type ShownMark = {
  readonly kind: Mark['kind'];
  readonly word: string;
  readonly detail: string;
  /** The digest that a deleted tag pointed to. */
  readonly deletedDigest: string | undefined;
};

/** Tells the mark of a tag, and what it says; undefined where the tag did not change. */
export function useMarkOf(): (tag: string) => ShownMark | undefined {
  const { t } = useTranslation();
  const marks = useContext(Marks);
  return (tag) => {
    const mark = marks.get(tag);
    if (!mark) return undefined;
    const { kind } = mark;
    const detail = kind === 'new' ? t('tags.changes.newDetail') : t(`tags.changes.${kind}Detail`, { digest: shortDigest(mark.was) });
    return { kind, word: t(`tags.changes.${kind}`), detail, deletedDigest: kind === 'deleted' ? mark.was : undefined };
  };
}

/** The mark behind the name of a tag. */
export function TagMark({ kind, word, detail }: ShownMark) {
  return (
    <span className={styles['mark']} data-kind={kind} title={detail}>
      {word}
    </span>
  );
}
