import { IconFile, IconFileText, IconPackage } from '@tabler/icons-react';
import { nameText } from '../../../shared/name-text.ts';
import { useFormat } from '../../lib/use-format.ts';
import type { MenuPoint } from '../../ui/row-menu.tsx';
import { TreeChevron } from '../../ui/tree-chevron.tsx';
import styles from './artifacts.module.css';
import type { FileLine as Line } from './file-lines.ts';

function Icon({ line }: { readonly line: Line }) {
  const Shown = line.expanded !== undefined ? IconPackage : line.file?.text === undefined ? IconFile : IconFileText;
  return <Shown size={14} aria-hidden="true" />;
}

/** A line of the tree of files. */
export function FileLine({
  line,
  id,
  isActive,
  top,
  onChoose,
  onToggle,
  onMenu,
}: {
  readonly line: Line;
  readonly id: string;
  readonly isActive: boolean;
  /** px */
  readonly top: number;
  readonly onChoose: () => void;
  readonly onToggle: () => void;
  readonly onMenu: (at: MenuPoint) => void;
}) {
  const format = useFormat();
  const slash = line.name.lastIndexOf('/') + 1;
  return (
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={line.level}
      aria-selected={isActive}
      aria-expanded={line.expanded}
      className={styles['line']}
      data-level={line.level}
      style={{ top }}
      title={line.file ? nameText(line.file.path) : line.name}
      onClick={onChoose}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu({ x: event.clientX, y: event.clientY });
      }}
    >
      <TreeChevron expanded={line.expanded} className={styles['chevron']} onToggle={onToggle} />
      <Icon line={line} />
      <span className={styles['name']}>
        {slash > 0 && <span className={`${styles['folder']} faint`}>{line.name.slice(0, slash - 1)}</span>}
        <span className={styles['lastPart']}>
          {slash > 0 && <span className="faint">/</span>}
          {line.name.slice(slash)}
        </span>
      </span>
      {/* Told again beside the tree. */}
      <span className={styles['size']} aria-hidden="true">
        {format.bytes(line.size)}
      </span>
    </div>
  );
}
