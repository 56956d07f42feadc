import { IconDots } from '@tabler/icons-react';
import { type MouseEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TagDetail } from '../../../shared/contract/tags.ts';
import { cutMiddle } from '../../lib/text/middle.ts';
import { TagCells } from './tag-cells.tsx';
import styles from './tags.module.css';

export type TagRowProps = {
  readonly tag: string;
  readonly detail: TagDetail | undefined;
  readonly index: number;
  readonly top: number;
  readonly selected: boolean;
  readonly checked: boolean;
  readonly active: boolean;
  readonly kin: boolean;
  readonly onOpen: (index: number) => void;
  readonly onCheck: (index: number, range: boolean) => void;
  readonly onHover: (digest: string | undefined) => void;
  readonly onMenu: (index: number, anchor: { readonly x: number; readonly y: number }) => void;
};

/** One tag. Memoised: while a large repository is read, only rows that changed are drawn again. */
export const TagRow = memo(function TagRow({
  tag,
  detail,
  index,
  top,
  selected,
  checked,
  active,
  kin,
  onOpen,
  onCheck,
  onHover,
  onMenu,
}: TagRowProps) {
  const { t } = useTranslation();
  const menuAt = (event: MouseEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    const box = event.currentTarget.getBoundingClientRect();
    onMenu(index, event.type === 'contextmenu' ? { x: event.clientX, y: event.clientY } : { x: box.right, y: box.bottom });
  };
  return (
    <div
      id={`tag-row-${index}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={`${styles['line']} ${styles['row']}`}
      data-active={active}
      data-kin={kin}
      style={{ top }}
      onClick={() => onOpen(index)}
      onContextMenu={menuAt}
      onMouseEnter={() => onHover(detail?.state === 'read' ? detail.digest : undefined)}
      onMouseLeave={() => onHover(undefined)}
    >
      <div role="gridcell" className={styles['cell']}>
        <input
          type="checkbox"
          tabIndex={-1}
          className={styles['check']}
          aria-label={t('tags.select', { tag })}
          checked={checked}
          onClick={(event) => event.stopPropagation()}
          onChange={(event) => onCheck(index, (event.nativeEvent as globalThis.MouseEvent).shiftKey)}
        />
      </div>
      <div role="gridcell" className={`${styles['cell']} ${styles['tag']}`} title={tag}>
        {cutMiddle(tag, 48)}
      </div>
      <TagCells detail={detail} />
      <div role="gridcell" className={styles['cell']}>
        <button
          type="button"
          tabIndex={-1}
          className={styles['more']}
          aria-label={t('tags.actions', { tag })}
          aria-haspopup="menu"
          onClick={menuAt}
        >
          <IconDots size={15} />
        </button>
      </div>
    </div>
  );
});
