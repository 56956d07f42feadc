import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type DragEvent, type KeyboardEvent, type PointerEvent, type Ref, useContext, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SortColumn, TagColumn } from '../../../../shared/contract/settings.ts';
import { isMac } from '../../../lib/platform.ts';
import { remember, useUi } from '../../../lib/ui-state.ts';
import styles from '../tags.module.css';
import { arrangedColumns, type Edge, withEdgeMoved, withMoved, withPlaceOf, withWidth } from './columns.ts';
import { ShownColumns } from './shown-columns.ts';

/** px of one press of an arrow key. */
const STEP = 16;
const DRAGGED = 'application/x-longshore-column';

const DESCENDING: ReadonlySet<SortColumn> = new Set(['size', 'created', 'pulled', 'immutable']);

/** Sizes and dates are sorted largest and newest first; words from A. */
const startsDescending = (column: SortColumn): boolean => DESCENDING.has(column);

const isNumeric = (column: SortColumn): boolean => column === 'size' || column === 'created' || column === 'pulled';

/** The settings as they are now: a drag or a key that is held may be ahead of what is drawn. */
const columnsNow = () => arrangedColumns(useUi.getState().settings.tagColumns);

/** The line between two headers that is dragged. By key, a header itself is made wider and narrower. */
function ResizeLine({ left, right }: { readonly left: SortColumn; readonly right: TagColumn }) {
  const { t } = useTranslation();
  const from = useRef<{ readonly x: number; readonly edge: Edge }>(undefined);
  const onPointerDown = (event: PointerEvent<HTMLSpanElement>): void => {
    const header = event.currentTarget.parentElement;
    const next = header?.nextElementSibling;
    if (!header || !(next instanceof HTMLElement)) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, edge: { left, right, widths: [header.offsetWidth, next.offsetWidth] } };
  };
  const onPointerMove = ({ clientX }: PointerEvent): void => {
    if (from.current) remember({ tagColumns: withEdgeMoved(columnsNow(), from.current.edge, clientX - from.current.x) });
  };
  const reset = (): void => {
    for (const id of [left, right]) if (id !== 'tag') remember({ tagColumns: withWidth(columnsNow(), id, undefined) });
  };
  return (
    <span
      aria-hidden="true"
      className={styles['resize']}
      title={t('tags.resize')}
      // Its header is dragged to another place: not from here.
      draggable
      onDragStart={(event) => {
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      // Also where the system takes the pointer away.
      onLostPointerCapture={() => {
        from.current = undefined;
      }}
      onDoubleClick={reset}
    />
  );
}

/** What the arrow keys do with a header: with Shift its width, with Ctrl or Cmd its place. */
function arrangeByKey(event: KeyboardEvent, id: TagColumn, width: number, onScreen: readonly TagColumn[]): void {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  const isMove = isMac ? event.metaKey : event.ctrlKey;
  if (by === 0 || event.altKey || isMove === event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  const columns = columnsNow();
  remember({ tagColumns: isMove ? withMoved(columns, onScreen, id, by) : withWidth(columns, id, width + by * STEP) });
}

/** The header of a column: a click sorts, its right edge resizes, and dragging it elsewhere moves the column. */
export function ColumnHeader({ id, ref }: { readonly id: SortColumn; readonly ref?: Ref<HTMLDivElement> | undefined }) {
  const { t } = useTranslation();
  const cell = useRef<HTMLButtonElement>(null);
  const onScreen = useContext(ShownColumns);
  const sort = useUi((ui) => ui.settings.sort);
  const isSorted = sort.column === id;
  // Versions are listed newest first unless reversed.
  const isDescending = id === 'tag' ? !sort.descending : sort.descending;
  const Arrow = isDescending ? IconArrowDown : IconArrowUp;
  const width = (): number => cell.current?.parentElement?.offsetWidth ?? 0;
  const column = id === 'tag' ? undefined : id;
  const next = onScreen[column === undefined ? 0 : onScreen.indexOf(column) + 1];
  const drag = column && {
    draggable: true,
    onDragStart: (event: DragEvent) => event.dataTransfer.setData(DRAGGED, column),
    onDragOver: (event: DragEvent) => event.dataTransfer.types.includes(DRAGGED) && event.preventDefault(),
    onDrop: (event: DragEvent) => {
      const dropped = columnsNow().find((one) => one.id === event.dataTransfer.getData(DRAGGED));
      if (dropped) remember({ tagColumns: withPlaceOf(columnsNow(), dropped.id, column) });
    },
  };
  return (
    <div
      ref={ref}
      role="columnheader"
      data-column={id}
      aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : 'none'}
      className={`${styles['cell']} ${isNumeric(id) ? 'num' : ''}`}
      {...drag}
    >
      <button
        ref={cell}
        type="button"
        className={styles['sort']}
        title={column && t('tags.headerHint')}
        onClick={() => remember({ sort: { column: id, descending: isSorted ? !sort.descending : startsDescending(id) } })}
        onKeyDown={column && ((event) => arrangeByKey(event, column, width(), onScreen))}
      >
        {t(`tags.column.${id}`)}
        {isSorted && <Arrow size={13} aria-hidden="true" />}
      </button>
      {next && <ResizeLine left={id} right={next} />}
    </div>
  );
}
