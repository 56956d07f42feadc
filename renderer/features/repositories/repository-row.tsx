import { IconPinned } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { CSSProperties } from 'react';
import { opensRepository, shownRepository } from '../../lib/places.ts';
import { fuzzyParts } from '../../lib/text/fuzzy.ts';
import { alternating } from '../../lib/text/hits.ts';
import { useUi } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useTranslation } from '../../lib/use-translation.ts';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { TreeChevron } from '../../ui/tree-chevron.tsx';
import { tagCountQuery } from './queries.ts';
import styles from './repositories.module.css';
import type { TreeRow } from './tree.ts';

/** How many repositories a folder has, and how many tags a repository: as figures and in words. */
function useCounts(connectionId: string, { node }: TreeRow, counts: boolean) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: tags } = useQuery({ ...tagCountQuery(connectionId, node.path), enabled: node.isRepository && counts });
  const inFolder = node.isFolder ? format.number(node.count) : undefined;
  const onRepository = tags && (tags.count === 0 ? t('repositories.noTags') : format.number(tags.count));
  const words = [
    ...(tags ? [tags.count === 0 ? t('repositories.noTags') : t('repositories.tagCount', { count: tags.count, shown: onRepository })] : []),
    ...(inFolder === undefined ? [] : [t('repositories.count', { count: node.count, shown: inFolder })]),
  ];
  return { inFolder, onRepository, words: words.join(', '), isEmpty: tags?.count === 0 };
}

/** A line of the tree: a folder that opens, or a repository. */
export function RepositoryRow({
  connectionId,
  row,
  typed,
  id,
  active,
  counts,
  style,
  onOpen,
  onToggle,
  onMenu,
}: {
  readonly connectionId: string;
  readonly row: TreeRow;
  /** What it was found by. */
  readonly typed: string;
  readonly id: string;
  readonly active: boolean;
  /** Whether to ask for the number of its tags. */
  readonly counts: boolean;
  readonly style: CSSProperties;
  readonly onOpen: () => void;
  readonly onToggle: () => void;
  readonly onMenu: (x: number, y: number) => void;
}) {
  const { node, level, expanded } = row;
  const { inFolder, onRepository, words, isEmpty } = useCounts(connectionId, row, counts);
  const selected = useUi((ui) => node.isRepository && shownRepository(ui) === node.path);
  return (
    // The tree itself handles the keys (aria-activedescendant).
    <div
      id={id}
      role="treeitem"
      aria-label={node.path}
      {...(words === '' ? {} : { 'aria-description': words })}
      aria-level={level}
      aria-posinset={row.position}
      aria-setsize={row.of}
      aria-selected={selected}
      {...(expanded === undefined ? {} : { 'aria-expanded': expanded })}
      className={styles['row']}
      data-repository={node.isRepository}
      data-active={active}
      data-empty={isEmpty}
      style={{ ...style, paddingLeft: 8 + (level - 1) * 16 }}
      title={node.path}
      data-drop-repository={node.isRepository ? node.path : undefined}
      {...(node.isRepository ? opensRepository(connectionId, node.path) : {})}
      // The second click of a double click would close the folder that the first one opened.
      onClick={({ detail }) => detail < 2 && onOpen()}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu(event.clientX, event.clientY);
      }}
    >
      <TreeChevron expanded={expanded} className={styles['chevron']} onToggle={onToggle} />
      <MiddleCut text={node.label} pieces={alternating(fuzzyParts(node.label, typed))} />
      {row.mark === 'pinned' && <IconPinned size={13} className={styles['mark']} aria-hidden="true" />}
      <span className={styles['count']} data-count={onRepository} />
      {inFolder !== undefined && <span className={styles['inFolder']} data-count={inFolder} />}
    </div>
  );
}
