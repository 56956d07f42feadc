import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useTreeKeys } from '../../ui/tree-keys.ts';
import styles from './artifacts.module.css';
import { FileLine } from './file-line.tsx';
import type { FileLine as Line } from './file-lines.ts';

/** px */
const ROW = 28;

const idOf = (index: number): string => `artifact-file-${index}`;

/** The files of an artifact. The line with the cursor is the one that is shown beside the tree. */
export function FileTree({
  lines,
  active,
  onChoose,
  onToggle,
}: {
  readonly lines: readonly Line[];
  readonly active: number;
  readonly onChoose: (line: Line) => void;
  readonly onToggle: (line: Line) => void;
}) {
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => element.current, estimateSize: () => ROW, overscan: 8 });
  const at = (act: (line: Line) => void) => (index: number) => {
    const line = lines[index];
    if (line) act(line);
  };
  const goTo = (index: number): void => {
    at(onChoose)(index);
    virtual.scrollToIndex(index);
  };
  const onKeyDown = useTreeKeys({
    rows: lines,
    active,
    goTo,
    toggle: at(onToggle),
    open: at((line) => line.expanded !== undefined && onToggle(line)),
    menu: () => {},
    begins: (index, text) => lines[index]?.name.toLowerCase().startsWith(text) === true,
  });
  return (
    <div
      ref={element}
      role="tree"
      aria-label={t('artifacts.files')}
      className={styles['tree']}
      tabIndex={0}
      aria-activedescendant={lines.length > 0 ? idOf(active) : undefined}
      onKeyDown={onKeyDown}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
        {virtual.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          return (
            line && (
              <FileLine
                key={line.key}
                line={line}
                id={idOf(index)}
                isActive={index === active}
                top={start}
                onChoose={() => {
                  onChoose(line);
                  element.current?.focus();
                }}
                onToggle={() => onToggle(line)}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
