import { IconChevronDown, IconChevronRight, IconPinned } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { shownRepository } from '../../lib/places.ts';
import { useUi } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { tagCountQuery } from './queries.ts';
import styles from './repositories.module.css';
import type { TreeRow } from './tree.ts';

function Chevron({ expanded, onToggle }: { readonly expanded: boolean | undefined; readonly onToggle: () => void }) {
  if (expanded === undefined) return <span className={styles['chevron']} />;
  const Icon = expanded ? IconChevronDown : IconChevronRight;
  return (
    <Icon
      aria-hidden="true"
      size={14}
      className={styles['chevron']}
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
    />
  );
}

/** A line of the tree: a namespace that unfolds, or a repository. */
export function RepositoryRow({
  connectionId,
  row,
  id,
  active,
  counts,
  style,
  onOpen,
  onToggle,
}: {
  readonly connectionId: string;
  readonly row: TreeRow;
  readonly id: string;
  readonly active: boolean;
  /** Whether to ask for the number of its tags. */
  readonly counts: boolean;
  readonly style: CSSProperties;
  readonly onOpen: () => void;
  readonly onToggle: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { node, level, expanded } = row;
  const { data: tags } = useQuery({ ...tagCountQuery(connectionId, node.path), enabled: node.isRepository && counts });
  const selected = useUi((ui) => node.isRepository && shownRepository(ui) === node.path);
  const count = node.isRepository
    ? tags && (tags.count === 0 ? t('repositories.noTags') : format.number(tags.count))
    : format.number(node.count);
  return (
    // The tree itself handles the keys (aria-activedescendant).
    <div
      id={id}
      role="treeitem"
      aria-label={node.path}
      {...(count === undefined ? {} : { 'aria-description': count })}
      aria-level={level}
      aria-selected={selected}
      {...(expanded === undefined ? {} : { 'aria-expanded': expanded })}
      className={styles['row']}
      data-repository={node.isRepository}
      data-active={active}
      data-empty={node.isRepository && tags?.count === 0}
      style={{ ...style, paddingLeft: 8 + (level - 1) * 16 }}
      title={node.path}
      onClick={onOpen}
    >
      <Chevron expanded={expanded} onToggle={onToggle} />
      <span className="cut">{node.label}</span>
      {row.mark === 'pinned' && <IconPinned size={13} className={styles['mark']} aria-hidden="true" />}
      <span className={styles['count']} data-count={count} />
    </div>
  );
}
