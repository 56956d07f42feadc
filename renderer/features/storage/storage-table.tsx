import { Checkbox } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StorageBy, StorageGroup, StorageScope } from '../../../shared/contract/storage.ts';
import { useFormat } from '../../lib/use-format.ts';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { useRowFocus } from '../../ui/use-row-focus.ts';
import { groupKey, nameOf, type Sort, type SortColumn, sortGroups } from './groups.ts';
import styles from './storage.module.css';
import type { Choice } from './treemap.tsx';

const ROW = 30;

type HeadProps = {
  readonly column: SortColumn;
  readonly label: string;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
};

/** A column header that sorts: numbers from the largest, names from the first. */
function Head({ column, label, sort, onSort }: HeadProps) {
  const isOwn = sort.column === column;
  const Arrow = sort.descending ? IconChevronDown : IconChevronUp;
  return (
    <span
      role="columnheader"
      aria-sort={isOwn ? (sort.descending ? 'descending' : 'ascending') : 'none'}
      className={column === 'name' ? '' : styles['number']}
    >
      <button
        type="button"
        className={styles['sort']}
        onClick={() => onSort({ column, descending: isOwn ? !sort.descending : column !== 'name' })}
      >
        {label}
        <Arrow size={12} aria-hidden="true" style={{ visibility: isOwn ? 'visible' : 'hidden' }} />
      </button>
    </span>
  );
}

/** What a group is called, and in small letters what else is to be said of it. */
function Name({ group, scope, onOpen }: { readonly group: StorageGroup; readonly scope: StorageScope; readonly onOpen: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = nameOf(group, scope);
  const [first] = group.tags;
  const more =
    group.kind === 'image'
      ? format.names([
          ...group.tags.slice(1).map(({ tag }) => tag),
          ...(group.tagCount > group.tags.length
            ? [t('storage.alsoTags', { shown: format.number(group.tagCount - group.tags.length) })]
            : []),
        ])
      : group.kind === 'layer'
        ? first && t('storage.firstSeen', { reference: `${first.repository}:${first.tag}` })
        : group.kind === 'folder' && t('storage.inFolder', { count: group.repositoryCount, shown: format.number(group.repositoryCount) });
  return (
    <span role="cell" className={styles['name']}>
      <button
        type="button"
        tabIndex={-1}
        className={`${styles['open']} cut`}
        title={group.kind === 'image' ? name : group.key}
        onClick={onOpen}
      >
        {group.kind === 'layer' ? <span className="mono">{name}</span> : <MiddleCut text={group.kind === 'folder' ? `${name}/` : name} />}
      </button>
      {more && <small className="faint cut">{more}</small>}
    </span>
  );
}

const ownBytes = (group: StorageGroup): number => (group.kind === 'layer' ? group.total : group.unique);

/** Of what was not read, that it was not. */
function Bytes({ group, bytes }: { readonly group: StorageGroup; readonly bytes: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (group.tagCount === 0)
    return (
      <span role="cell" className={`${styles['number']} faint`}>
        {t('storage.notRead')}
      </span>
    );
  return (
    <span role="cell" className={styles['number']} title={format.exactBytes(bytes)}>
      {format.bytes(bytes)}
    </span>
  );
}

type RowProps = {
  readonly group: StorageGroup;
  readonly scope: StorageScope;
  readonly total: number;
  readonly index: number;
  readonly start: number;
  readonly isCurrent: boolean;
  readonly choice: Choice;
  readonly onFocus: () => void;
};

function Row({ group, scope, total, index, start, isCurrent, choice, onFocus }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const isChosen = choice.chosen.has(groupKey(group));
  const share = total === 0 ? 0 : ownBytes(group) / total;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-row={index}
      data-on={isChosen}
      className={styles['row']}
      style={{ transform: `translateY(${start}px)` }}
      onFocus={onFocus}
    >
      <span role="cell">
        <Checkbox
          size="xs"
          tabIndex={isCurrent ? 0 : -1}
          aria-label={t('storage.select', { name: nameOf(group, scope) })}
          checked={isChosen}
          onChange={() => choice.choose(group, true)}
        />
      </span>
      <Name group={group} scope={scope} onOpen={() => choice.open(group)} />
      <Bytes group={group} bytes={group.total} />
      <Bytes group={group} bytes={group.unique} />
      <span role="cell" className={`${styles['number']} dim`}>
        {group.tagCount > 0 && format.number(group.tagCount)}
      </span>
      <span role="cell" className={styles['share']} title={format.percent(share)}>
        <span style={{ width: `${share * 100}%` }} />
      </span>
    </div>
  );
}

/** The same as the treemap, with its figures. Only the rows on screen are in the page. */
export function StorageTable({
  groups,
  scope,
  by,
  total,
  choice,
}: {
  readonly groups: readonly StorageGroup[];
  readonly scope: StorageScope;
  readonly by: StorageBy;
  readonly total: number;
  readonly choice: Choice;
}) {
  const { t } = useTranslation();
  const [sort, setSort] = useState<Sort>({ column: by === 'layer' ? 'total' : 'unique', descending: true });
  const rows = useMemo(() => sortGroups(groups, scope, sort), [groups, scope, sort]);
  const { element, virtual, current, setCurrent, move } = useRowFocus(rows.length, ROW);
  const { chosen } = choice;
  const showFirst = useEffectEvent((keys: ReadonlySet<string>): void => {
    const first = rows.findIndex((group) => keys.has(groupKey(group)));
    if (first !== -1 && !element.current?.contains(document.activeElement)) virtual.scrollToIndex(first);
  });
  // What is chosen in the treemap is shown here: once, and not again for each count while more is read.
  useEffect(() => showFirst(chosen), [chosen]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const group = rows[current];
    if (!(event.target instanceof HTMLInputElement) || !group) return;
    if (event.key === 'Enter') choice.open(group);
    else if (event.key === 'Backspace' && choice.up) choice.up();
    else if (!move(event.key, 'input')) return;
    event.preventDefault();
  };
  const head = { sort, onSort: setSort };
  return (
    <div
      className={styles['table']}
      ref={element}
      role="table"
      aria-label={t(`storage.table.${by}`)}
      aria-rowcount={rows.length + 1}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={styles['head']}>
        <div role="row" aria-rowindex={1} className={styles['row']}>
          <span role="columnheader" />
          <Head
            column="name"
            label={t(by === 'tag' ? 'storage.column.tag' : by === 'layer' ? 'storage.column.layer' : 'storage.column.name')}
            {...head}
          />
          <Head column="total" label={t('storage.column.total')} {...head} />
          <Head column="unique" label={t('storage.column.unique')} {...head} />
          <Head column="tags" label={t(by === 'layer' ? 'storage.column.usedBy' : 'storage.column.tags')} {...head} />
          <span role="columnheader" className={styles['share']} title={t('storage.share')}>
            {t('storage.column.share')}
          </span>
        </div>
      </div>
      <div role="rowgroup" className={styles['rows']} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const group = rows[index];
          return (
            group && (
              <Row
                key={groupKey(group)}
                {...{ group, scope, total, index, start, choice }}
                isCurrent={index === current}
                onFocus={() => setCurrent(index)}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
