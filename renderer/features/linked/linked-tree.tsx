import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openDigest } from '../../lib/places.ts';
import { useFormat } from '../../lib/use-format.ts';
import { menuBelow } from '../../ui/digest-menu.tsx';
import type { MenuPoint } from '../../ui/row-menu.tsx';
import { useTreeKeys } from '../../ui/tree-keys.ts';
import type { Verifiable } from './documents/use-verified.ts';
import styles from './linked.module.css';
import { LinkedMenu } from './linked-menu.tsx';
import { LinkedLine } from './linked-row.tsx';
import type { LinkedOf } from './queries.ts';
import { itemText } from './row-text.ts';
import type { LinkedRow } from './rows.ts';

/** px */
const ROW = 30;

const idOf = (index: number): string => `linked-${index}`;

const digestOf = ({ item }: LinkedRow): string | undefined => (item.kind === 'node' ? item.node.digest : undefined);

/** The document of a line, where it may be a signed one. */
function verifiableOf(
  { item }: LinkedRow,
  { connectionId, repository }: LinkedOf,
  subjects: ReadonlyMap<string, string>,
): Verifiable | undefined {
  if (item.kind !== 'node' || !item.node.layer) return undefined;
  const { id, digest, layer } = item.node;
  const subject = subjects.get(id);
  return subject === undefined ? undefined : { address: { connectionId, repository, digest, layer: layer.number }, subject };
}

/** Everything that is linked to an image, as a tree with its keys. Only the lines on screen are in the document. */
export function LinkedTree({
  of,
  subjects,
  rows,
  chosen,
  choose,
  toggle,
}: {
  readonly of: LinkedOf;
  /** What each document is about, by the id of its node. */
  readonly subjects: ReadonlyMap<string, string>;
  readonly rows: readonly LinkedRow[];
  /** The key of the chosen line. */
  readonly chosen: string;
  readonly choose: (row: LinkedRow) => void;
  readonly toggle: (row: LinkedRow) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const element = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<{ readonly row: LinkedRow; readonly at: MenuPoint }>();
  const closeMenu = (): void => {
    setMenu(undefined);
    element.current?.focus();
  };
  const active = Math.max(
    0,
    rows.findIndex(({ key }) => key === chosen),
  );
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => element.current, estimateSize: () => ROW, overscan: 8 });
  const goTo = (index: number): void => {
    const row = rows[index];
    if (row) choose(row);
    virtual.scrollToIndex(index);
  };
  const atRow = (act: (row: LinkedRow) => void) => (index: number) => {
    const row = rows[index];
    if (row) act(row);
  };
  const open = (row: LinkedRow): void => {
    const digest = digestOf(row);
    // The first line is what is shown already.
    if (digest === undefined || row.level === 1) toggle(row);
    else openDigest(digest);
  };
  const onKeyDown = useTreeKeys({
    rows,
    active,
    goTo,
    toggle: atRow(toggle),
    open: atRow(open),
    menu: (index) => {
      const [row, line] = [rows[index], document.getElementById(idOf(index))];
      if (row && line) setMenu({ row, at: menuBelow(line) });
    },
    begins: (index, text) => rows[index] !== undefined && itemText(t, rows[index].item, format.number).toLocaleLowerCase().startsWith(text),
  });
  return (
    <div className={styles['list']}>
      <div className={styles['head']} aria-hidden="true">
        <span className={styles['what']}>{t('linked.column.what')}</span>
        <span className={styles['by']}>{t('linked.column.by')}</span>
        <span className={styles['digest']}>{t('linked.column.digest')}</span>
        <span className={styles['size']}>{t('linked.column.size')}</span>
      </div>
      <div
        ref={element}
        role="tree"
        aria-label={t('image.tab.linked')}
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
              <LinkedLine
                key={row.key}
                row={row}
                verifiable={verifiableOf(row, of, subjects)}
                id={idOf(index)}
                active={index === active}
                style={{ top: start }}
                onChoose={() => choose(row)}
                onToggle={() => toggle(row)}
                onMenu={(at) => {
                  choose(row);
                  setMenu({ row, at });
                }}
              />
            );
          })}
        </div>
      </div>
      {menu && <LinkedMenu row={menu.row} at={menu.at} onClose={closeMenu} />}
    </div>
  );
}
