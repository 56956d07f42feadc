import { useDebouncedValue } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shownRepository, showRepository } from '../../lib/places.ts';
import { fuzzyFilterBy } from '../../lib/text/fuzzy.ts';
import { cutMiddle } from '../../lib/text/middle.ts';
import { useUi } from '../../lib/ui-state.ts';
import { useTreeKeys } from '../../ui/tree-keys.ts';
import styles from './repositories.module.css';
import { RepositoryRow } from './repository-row.tsx';
import { beginsWith, buildTree, flatRows, flattenTree, keyOf, lastInView, type TreeRow } from './tree.ts';
import { useFolders } from './use-folders.ts';
import { useKeptInView } from './use-kept-in-view.ts';
import { useReveal } from './use-reveal.ts';

/** px */
const ROW = 28;
/** Characters of a filter that is named. */
const MOST_SHOWN = 40;
/** px above the first line, in which what is scrolled fades. */
const ABOVE = 6;
/** ms that the lines on the screen stay the same before their tags are counted. */
const SETTLED = 200;

/** The repository, or the folder of some, whose menu is open, and where. */
export type TreeMenuTarget = { readonly kind: 'repository' | 'folder'; readonly path: string; readonly x: number; readonly y: number };

/** Shows the menu of a repository. */
export type ShowTreeMenu = (target: TreeMenuTarget, onClose: () => void) => ReactNode;

type TreeViewProps = {
  readonly connectionId: string;
  readonly names: readonly string[];
  /** Whether these are all repositories of the registry. */
  readonly isWhole: boolean;
  /** Whether these are the names of the last time, and the registry has not answered yet. Then their tags are not counted: its password may be wrong. */
  readonly isRemembered?: boolean;
  readonly pinned: readonly string[];
  readonly filter: string;
  /** A repository was opened from the tree. */
  readonly onChosen?: (repository: string) => void;
  readonly element: RefObject<HTMLDivElement | null>;
  readonly showMenu: ShowTreeMenu;
};

const idOf = (index: number): string => `repository-${index}`;

/** Whether a value has been the same for a moment. */
function useSettled(value: object): boolean {
  const [settled] = useDebouncedValue(value, SETTLED);
  return settled === value;
}

/** The lines of the tree, or where something was typed what matches it, with the folders and the line of the cursor. */
function useTree({ connectionId, names, isWhole, pinned, filter }: Omit<TreeViewProps, 'element' | 'showMenu' | 'onChosen'>) {
  const folders = useFolders(connectionId, names.length, isWhole);
  // Another filter begins at its first hit.
  const [{ of, key }, setAt] = useState({ of: '', key: '' });
  const cursor = of === filter ? key : '';
  const setCursor = useCallback((row: TreeRow) => setAt({ of: filter, key: keyOf(row) }), [filter]);
  const isFiltered = filter.trim() !== '';
  // While pages arrive, most of the trees in between need not be built.
  const listed = useDeferredValue(names);
  const tree = useMemo(() => buildTree(listed), [listed]);
  // A line for each name, made once: with every key, all of them may be found.
  const all = useMemo(() => (isFiltered ? flatRows(names) : []), [names, isFiltered]);
  const rows = useMemo(
    () =>
      isFiltered
        ? fuzzyFilterBy(all, ({ node }) => node.path, filter)
        : [...flatRows(pinned, 'pinned'), ...flattenTree(tree, folders.isOpen)],
    [tree, all, pinned, filter, isFiltered, folders],
  );
  // A line is known by its key: folders that open above it do not move the cursor to another.
  const active = useMemo(
    () =>
      Math.max(
        0,
        // Without a cursor there is nothing to look for.
        cursor === '' ? 0 : rows.findIndex((row) => keyOf(row) === cursor),
      ),
    [rows, cursor],
  );
  return { folders, tree, rows, active, setCursor, isFiltered };
}

/** The tree of repositories with its keys. Only the lines on screen are in the document. */
export function TreeView({ element, showMenu, onChosen, ...shown }: TreeViewProps) {
  const { t } = useTranslation();
  const { connectionId, filter, isRemembered = false } = shown;
  const { folders, tree, rows, active, setCursor, isFiltered } = useTree(shown);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => element.current,
    estimateSize: () => ROW,
    overscan: 8,
    paddingStart: ABOVE,
    scrollPaddingStart: ABOVE,
  });
  useKeptInView(element, ABOVE + active * ROW, ROW);
  const { startIndex = 0, endIndex = 0 } = virtual.range ?? {};
  const isSettled = useSettled(useMemo(() => ({ rows, startIndex, endIndex }), [rows, startIndex, endIndex]));
  const goTo = useCallback(
    (index: number): void => {
      const row = rows[index];
      if (row) setCursor(row);
      virtual.scrollToIndex(index);
    },
    [rows, setCursor, virtual],
  );
  const reveal = useCallback(
    (index: number): void => {
      const row = rows[index];
      if (row) setCursor(row);
      const { startIndex: first = 0, endIndex: last = 0 } = virtual.range ?? {};
      if (index <= first || index >= last) virtual.scrollToIndex(index, { align: 'center' });
    },
    [rows, setCursor, virtual],
  );
  const noteChosen = useReveal({ tree, rows, isFiltered, folders, shown: useUi(shownRepository), reveal });
  const [opened, setOpened] = useState<string>();
  // What is in a folder that was opened at the lower edge is scrolled to, once its lines are there.
  useEffect(() => {
    const last =
      opened === undefined ? undefined : lastInView(rows, opened, Math.floor(((element.current?.clientHeight ?? 0) - ABOVE) / ROW));
    if (last === undefined) return;
    virtual.scrollToIndex(last);
    setOpened(undefined);
  }, [opened, rows, element, virtual]);
  const toggle = (path: string): void => {
    const isOpen = folders.isOpen(path);
    folders.setFolders([path], isOpen ? 'close' : 'open');
    setOpened(isOpen ? undefined : path);
  };
  const open = (row: TreeRow): void => {
    setCursor(row);
    if (!row.node.isRepository) return toggle(row.node.path);
    noteChosen(row.node.path);
    onChosen?.(row.node.path);
    showRepository(connectionId, row.node.path);
  };
  const [menu, setMenu] = useState<TreeMenuTarget | null>(null);
  const openMenu = (row: TreeRow, x: number, y: number): void => {
    setCursor(row);
    setMenu({ kind: row.node.isRepository ? 'repository' : 'folder', path: row.node.path, x, y });
  };
  const closeMenu = (): void => {
    setMenu(null);
    element.current?.focus();
  };
  const menuAtRow = (row: TreeRow): void => {
    const box = document.getElementById(idOf(active))?.getBoundingClientRect();
    if (box) openMenu(row, box.left + 24, box.bottom);
  };
  /** Does something with the row of this index. */
  const atRow = (act: (row: TreeRow) => void) => (index: number) => {
    const row = rows[index];
    if (row) act(row);
  };
  const onKeyDown = useTreeKeys({
    rows,
    active,
    goTo,
    toggle: atRow((row) => toggle(row.node.path)),
    open: atRow(open),
    menu: atRow(menuAtRow),
    begins: (index, text) => rows[index] !== undefined && beginsWith(rows[index], text),
  });
  return (
    <>
      {isFiltered && rows.length === 0 && (
        <div className={styles['noMatch']} role="status">
          {t('repositories.noMatch', { filter: cutMiddle(filter.trim(), MOST_SHOWN) })}
        </div>
      )}
      <div
        ref={element}
        role="tree"
        aria-label={t('repositories.title')}
        className={styles['tree']}
        tabIndex={0}
        aria-activedescendant={rows.length > 0 ? idOf(active) : undefined}
        onKeyDown={onKeyDown}
      >
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <RepositoryRow
                key={keyOf(row)}
                connectionId={connectionId}
                row={row}
                typed={isFiltered ? filter : ''}
                id={idOf(index)}
                active={index === active}
                counts={isSettled && !isRemembered && index >= startIndex && index <= endIndex}
                style={{ top: start }}
                onOpen={() => open(row)}
                onToggle={() => toggle(row.node.path)}
                onMenu={(x, y) => openMenu(row, x, y)}
              />
            );
          })}
        </div>
      </div>
      {/* Beside the tree, whose keys are not the menu's. */}
      {menu && showMenu(menu, closeMenu)}
    </>
  );
}
