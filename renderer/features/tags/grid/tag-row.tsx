import { type MouseEvent, memo } from 'react';
import type { TagDetail } from '../../../../shared/contract/tags.ts';
import { phrase } from '../../../lib/phrase.ts';
import { pressTag } from '../../../lib/places.ts';
import { isMac } from '../../../lib/platform.ts';
import { hitsOfWords } from '../../../lib/text/hits.ts';
import { useTranslation } from '../../../lib/use-translation.ts';
import { MiddleCut } from '../../../ui/middle-cut.tsx';
import { TagMark, useMarkOf } from '../changes/tag-mark.tsx';
import { TagCells } from '../columns/tag-cells.tsx';
import { TagChips } from '../groups/tag-chips.tsx';
import type { checkedOf } from '../groups/tag-groups.ts';
import { useRowName } from '../groups/use-row-name.ts';
import type { MenuTarget } from '../tag-menu.tsx';
import styles from '../tags.module.css';
import type { CheckHow } from './use-tag-cursor.ts';

export type TagRowProps = {
  readonly tag: string;
  /** All tags that the row stands for, a line each: a text, so that the row is drawn again only where it differs. */
  readonly tags: string;
  /** Tags of the same image that the filter hides, a line each. */
  readonly hidden: string;
  readonly detail: TagDetail | undefined;
  readonly index: number;
  readonly top: number;
  /** Its detail is open. */
  readonly opened: boolean;
  readonly selected: boolean;
  readonly checked: ReturnType<typeof checkedOf>;
  readonly active: boolean;
  readonly kin: boolean;
  /** Words that are marked in the name, with spaces between them. */
  readonly hit: string;
  readonly onOpen: (index: number) => void;
  /** A double click goes on to the details of what the first click has opened. */
  readonly onEnter: () => void;
  readonly onCheck: (index: number, how: CheckHow) => void;
  readonly onHover: (digest: string | undefined) => void;
  readonly onMenu: (index: number, target: Omit<MenuTarget, 'tag' | 'cells'>) => void;
};

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.split('\n'));

/** What a click on a row does, by the keys that are held: as in lists of the system. */
function clickOf({ shiftKey, ctrlKey, metaKey }: MouseEvent): CheckHow | 'open' {
  const isToggle = isMac ? metaKey : ctrlKey;
  if (shiftKey) return isToggle ? 'add-range' : 'range';
  return isToggle ? 'toggle' : 'open';
}

/** The checkbox and the buttons of a row do not open it. */
const isControl = (target: EventTarget): boolean => target instanceof Element && target.closest('input, button') !== null;

/** A click with Shift marks rows and no text, and a tick leaves the keys to the table. What either does by itself is prevented, and the table gets the focus. */
export function focusGrid(event: MouseEvent): void {
  if (!event.shiftKey && !(event.target instanceof HTMLInputElement)) return;
  event.preventDefault();
  event.currentTarget.closest<HTMLElement>('[role="grid"]')?.focus();
}

/** One tag, or the tags of an image. Memoised: while a large repository is read, only rows that changed are drawn again. */
export const TagRow = memo(function TagRow({
  tag,
  tags,
  hidden,
  detail,
  index,
  top,
  opened,
  selected,
  checked,
  active,
  kin,
  hit,
  onOpen,
  onEnter,
  onCheck,
  onHover,
  onMenu,
}: TagRowProps) {
  const { t } = useTranslation();
  const markOf = useMarkOf();
  const mark = markOf(tag);
  const all = tags.split('\n');
  const isGroup = all.length > 1 || hidden !== '';
  const { name, label, title } = useRowName(all, linesOf(hidden), detail, markOf);
  const menuAt = (event: MouseEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    const box = event.currentTarget.getBoundingClientRect();
    const target =
      event.type === 'contextmenu'
        ? ({ x: event.clientX, y: event.clientY, at: 'point' } as const)
        : ({ x: box.right, y: box.bottom, at: 'button' } as const);
    onMenu(index, { ...target, from: 'row' });
  };
  const press = (event: MouseEvent): void => {
    const how = clickOf(event);
    if (how === 'open') onOpen(index);
    else onCheck(index, how);
  };
  return (
    <div
      id={`tag-row-${index}`}
      role="row"
      aria-label={label}
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-current={opened ? 'true' : undefined}
      className={`${styles['line']} ${styles['row']}`}
      data-active={active}
      data-checked={checked === 'all'}
      data-kin={kin}
      style={{ top }}
      onPointerDown={(event) => clickOf(event) === 'open' && !isControl(event.target) && pressTag(event, tag)}
      onMouseDown={focusGrid}
      onClick={press}
      onDoubleClick={(event) => clickOf(event) === 'open' && onEnter()}
      onContextMenu={menuAt}
      onMouseEnter={() => onHover(detail?.state === 'read' ? detail.digest : undefined)}
      onMouseLeave={() => onHover(undefined)}
    >
      <div role="gridcell" className={styles['cell']}>
        <input
          type="checkbox"
          tabIndex={-1}
          className={styles['check']}
          aria-label={phrase(t, 'select', name)}
          checked={checked === 'all'}
          ref={(box) => {
            if (box) box.indeterminate = checked === 'some';
          }}
          // Nothing can be done with what was deleted.
          disabled={detail?.state === 'not-found'}
          onClick={(event) => event.stopPropagation()}
          onChange={(event) => onCheck(index, (event.nativeEvent as globalThis.MouseEvent).shiftKey ? 'add-range' : 'toggle')}
        />
      </div>
      <div role="gridcell" aria-label={isGroup ? undefined : name} className={`${styles['cell']} ${styles['tag']}`} title={title}>
        {isGroup ? (
          <TagChips name={name} tags={all} hidden={linesOf(hidden)} hit={hit} markOf={markOf} />
        ) : (
          <>
            <MiddleCut text={tag} pieces={hitsOfWords(tag, hit.split(' '))} />
            {mark && <TagMark {...mark} />}
          </>
        )}
      </div>
      <TagCells detail={detail} deletedDigest={mark?.deletedDigest} />
      <div role="gridcell" className={styles['cell']}>
        <button
          type="button"
          tabIndex={-1}
          className={styles['more']}
          aria-label={phrase(t, 'actions', name)}
          aria-haspopup="menu"
          onClick={menuAt}
        />
      </div>
    </div>
  );
});
