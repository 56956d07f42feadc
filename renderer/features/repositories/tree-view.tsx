import { useDebouncedValue } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shownRepository, showRepository } from '../../lib/places.ts';
import { fuzzyFilter } from '../../lib/text/fuzzy.ts';
import { useUi } from '../../lib/ui-state.ts';
import styles from './repositories.module.css';
import { RepositoryRow } from './repository-row.tsx';
import { buildTree, flatRows, flattenTree, type TreeRow } from './tree.ts';
import { treeKeys } from './tree-keys.ts';

/** px */
const ROW = 28;
/** Above this number of repositories, namespaces start folded. */
const UNFOLDED = 200;
/** ms that the lines on the screen stay the same before their tags are counted. */
const SETTLED = 200;

/** Whether a value has been the same for a moment. */
function useSettled(value: object): boolean {
  const [settled] = useDebouncedValue(value, SETTLED);
  return settled === value;
}

/** The tree of repositories with its keys. Only the lines on screen are in the document. */
export function TreeView({
  connectionId,
  names,
  pinned,
  filter,
}: {
  readonly connectionId: string;
  readonly names: readonly string[];
  readonly pinned: readonly string[];
  readonly filter: string;
}) {
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const current = useUi(shownRepository);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState(0);
  const tree = useMemo(() => buildTree(names), [names]);
  const rows = useMemo(() => {
    if (filter.trim() !== '') return flatRows(fuzzyFilter([...names], filter));
    const unfolded = names.length <= UNFOLDED;
    const rest = flattenTree(tree, (path) => toggled.has(path) !== (unfolded || (current?.startsWith(`${path}/`) ?? false)));
    return [...flatRows(pinned, 'pinned'), ...rest];
  }, [tree, names, pinned, filter, toggled, current]);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => element.current, estimateSize: () => ROW, overscan: 8 });
  const { startIndex = 0, endIndex = 0 } = virtual.range ?? {};
  const isSettled = useSettled(useMemo(() => ({ rows, startIndex, endIndex }), [rows, startIndex, endIndex]));
  const at = Math.min(active, rows.length - 1);
  const toggle = (path: string): void => {
    const next = new Set(toggled);
    if (!next.delete(path)) next.add(path);
    setToggled(next);
  };
  const open = (row: TreeRow): void => {
    if (row.node.isRepository) showRepository(connectionId, row.node.path);
    else toggle(row.node.path);
  };
  const move = (index: number): void => {
    setActive(index);
    virtual.scrollToIndex(index);
  };
  const idOf = (index: number): string => `repository-${index}`;
  return (
    <div
      ref={element}
      role="tree"
      aria-label={t('repositories.title')}
      className={styles['tree']}
      tabIndex={0}
      aria-activedescendant={rows.length > 0 ? idOf(at) : undefined}
      onKeyDown={treeKeys({ rows, active: at, setActive: move, toggle, open })}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <RepositoryRow
              key={`${row.mark ?? ''} ${row.node.path}`}
              connectionId={connectionId}
              row={row}
              id={idOf(index)}
              active={index === at}
              counts={isSettled && index >= startIndex && index <= endIndex}
              style={{ top: start }}
              onOpen={() => {
                setActive(index);
                open(row);
              }}
              onToggle={() => toggle(row.node.path)}
            />
          );
        })}
      </div>
    </div>
  );
}
