import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { menuBelow } from '../../ui/digest-menu.tsx';
import type { MenuPoint } from '../../ui/row-menu.tsx';
import { useTreeKeys } from '../../ui/tree-keys.ts';
import styles from './artifacts.module.css';
import { FileLine } from './file-line.tsx';
import type { FileLine as Line } from './file-lines.ts';
import { FileMenu } from './file-menu.tsx';

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
  const [menu, setMenu] = useState<{ readonly line: Line; readonly at: MenuPoint }>();
  const closeMenu = (): void => {
    setMenu(undefined);
    element.current?.focus();
  };
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
    menu: (index) => {
      const [line, row] = [lines[index], document.getElementById(idOf(index))];
      if (line && row) setMenu({ line, at: menuBelow(row) });
    },
    begins: (index, text) => lines[index]?.name.toLowerCase().startsWith(text) === true,
  });
  return (
    <>
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
                  onMenu={(at) => {
                    onChoose(line);
                    setMenu({ line, at });
                  }}
                />
              )
            );
          })}
        </div>
      </div>
      {menu && <FileMenu line={menu.line} at={menu.at} onClose={closeMenu} />}
    </>
  );
}
