import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/use-format.ts';
import styles from '../tags.module.css';

/** The line below the tags that shows and hides those which hold signatures and attachments. */
export function FoldLine({
  index,
  top,
  count,
  isOpen,
  active,
  onToggle,
}: {
  readonly index: number;
  readonly top: number;
  readonly count: number;
  readonly isOpen: boolean;
  readonly active: boolean;
  readonly onToggle: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <div
      id={`tag-row-${index}`}
      role="row"
      aria-rowindex={index + 2}
      className={`${styles['row']} ${styles['fold']}`}
      data-active={active}
      style={{ top }}
    >
      <div role="gridcell">
        <button type="button" tabIndex={-1} aria-expanded={isOpen} onClick={onToggle}>
          <Chevron size={14} aria-hidden="true" />
          {t('tags.referrers', { count, shown: format.number(count) })}
        </button>
      </div>
    </div>
  );
}
