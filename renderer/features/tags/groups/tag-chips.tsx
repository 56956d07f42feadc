import { VisuallyHidden } from '@mantine/core';
import { useContext } from 'react';
import { hitsOfWords } from '../../../lib/text/hits.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { useTranslation } from '../../../lib/use-translation.ts';
import { MiddleCut } from '../../../ui/middle-cut.tsx';
import { type ShownMark, TagMark } from '../changes/tag-mark.tsx';
import { labelsThatFit, TagRoom } from '../columns/room.ts';
import styles from '../tags.module.css';

/** However wide the column is: more are a list to be read, and no longer seen at a glance. */
const MOST = 12;

/** The tags of a row that stands for an image: those that the filter finds, then the others; as many as have room. */
export function TagChips({
  name,
  tags,
  hidden,
  hit,
  markOf,
}: {
  /** All the tags that are found, as they are read aloud. */
  readonly name: string;
  readonly tags: readonly string[];
  /** Tags that the filter hides. */
  readonly hidden: readonly string[];
  readonly hit: string;
  readonly markOf: (tag: string) => ShownMark | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const all = [...tags, ...hidden];
  const labels = all.slice(0, MOST).map((tag) => `${tag}${markOf(tag)?.word ?? ''}`);
  const room = useContext(TagRoom);
  const shown = labelsThatFit([...labels, ...all.slice(MOST)], room, MOST);
  return (
    <>
      {all.slice(0, shown).map((tag, i) => {
        const mark = markOf(tag);
        return (
          <span key={tag} aria-hidden="true" className={styles['tagChip']} data-hidden={i >= tags.length}>
            <MiddleCut text={tag} pieces={hitsOfWords(tag, hit.split(' '))} />
            {mark && <TagMark {...mark} />}
          </span>
        );
      })}
      {all.length > shown && (
        <span className={styles['moreTags']} aria-hidden="true">
          {t('tags.moreTags', { shown: format.number(all.length - shown) })}
        </span>
      )}
      <VisuallyHidden>{name}</VisuallyHidden>
    </>
  );
}
