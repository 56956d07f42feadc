import { Skeleton, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Fragment, type KeyboardEvent, useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileDifference, FilesOf } from '../../../shared/contract/files.ts';
import { pathFilter } from '../../../shared/files/path-filter.ts';
import { useFormat } from '../../lib/use-format.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import { useTableMenu } from '../../ui/table-menu.ts';
import styles from './compare.module.css';
import { FileDiff } from './diff/file-diff.tsx';
import { FileCounts, FileLine, pathText } from './file-line.tsx';
import { FileMenu } from './file-menu.tsx';
import { filesQuery } from './queries.ts';
import { Rows } from './rows.tsx';

const COLUMNS = 5;

/** Rows that the arrow keys move by. */
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, Home: -1e6, End: 1e6 };

/** Moves the focus from one file that can be opened to another one. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key];
  const files = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-file]')];
  const at = files.indexOf(document.activeElement as HTMLElement);
  if (step === undefined || at === -1) return;
  event.preventDefault();
  files[Math.max(0, Math.min(files.length - 1, at + step))]?.focus();
}

type PathProps = {
  readonly row: FileDifference;
  readonly isOpen: boolean;
  readonly isTabStop: boolean;
  readonly onFocus: () => void;
  readonly toggle: () => void;
};

/** The path of a file; of one that has content that differs, a button that shows what. */
function Path({ row, isOpen, isTabStop, onFocus, toggle }: PathProps) {
  const shown = pathText(row);
  if (!row.isContent)
    return (
      // What has nothing to be opened has a menu, which the arrow keys lead to as well.
      <code className={styles['unopened']} data-file tabIndex={isTabStop ? 0 : -1} onFocus={onFocus}>
        {shown}
      </code>
    );
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <button
      type="button"
      className={styles['open']}
      data-file
      tabIndex={isTabStop ? 0 : -1}
      aria-expanded={isOpen}
      onFocus={onFocus}
      onClick={toggle}
    >
      <Chevron className={styles['chevron']} size={13} aria-hidden="true" />
      <code>{shown}</code>
    </button>
  );
}

/** The rows of the files, and below each one that is open what its content differs in. */
function Lines({ rows, from, to }: { readonly rows: readonly FileDifference[]; readonly from: FilesOf; readonly to: FilesOf }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState<string>();
  const toggle = (path: string): void => {
    const next = new Set(open);
    if (!next.delete(path)) next.add(path);
    setOpen(next);
  };
  const tabStop = (rows.find(({ path }) => path === current) ?? rows[0])?.path;
  return (
    <Rows shown={rows.map((row, at) => ({ kind: 'row', row, at }))} columns={COLUMNS} foldText={() => ''}>
      {(row) => {
        const { path, mark } = row;
        const isOpen = open.has(path) && row.isContent;
        return (
          <Fragment key={path}>
            <FileLine row={row}>
              <Path row={row} isOpen={isOpen} isTabStop={path === tabStop} onFocus={() => setCurrent(path)} toggle={() => toggle(path)} />
            </FileLine>
            {isOpen && (
              <tr>
                <td colSpan={COLUMNS} className={styles['opened']}>
                  <FileDiff from={mark === 'added' ? undefined : from} to={mark === 'removed' ? undefined : to} path={path} />
                </td>
              </tr>
            )}
          </Fragment>
        );
      }}
    </Rows>
  );
}

type Props = {
  readonly from: FilesOf;
  readonly to: FilesOf;
  readonly names: { readonly from: string; readonly to: string };
  /** No layer of either was left unread, or read in part. */
  readonly isWhole: boolean;
};

/** That nothing is listed, and why. */
const nothingText = (rows: readonly FileDifference[], isWhole: boolean) => {
  // What is in a folder that one image has alone is not listed.
  if (rows.some(({ files = 0 }) => files > 0)) return 'compare.noFileFoundOutside';
  if (rows.length > 0) return 'compare.noFileFound';
  return isWhole ? 'compare.noFileDiffers' : 'compare.noReadFileDiffers';
};

/** The files that two images differ in, the largest differences first, each with its content. Both were read before. */
export function FilesTable({ from, to, names, isWhole }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(filesQuery(from, to));
  const [typed, setTyped] = useState('');
  const wanted = useDeferredValue(typed);
  const rows = useMemo(() => {
    const isWanted = pathFilter(wanted);
    return data?.rows.filter(({ path }) => isWanted(path)) ?? [];
  }, [data, wanted]);
  const { target, close, handlers } = useTableMenu(({ dataset }) => rows.find(({ path }) => path === dataset['path']));
  if (error) return <FailureNote error={error} handlers={{ retry: () => void refetch(), refresh: () => void refetch() }} />;
  if (!data) return <Skeleton height={24} radius={4} />;
  return (
    <>
      <div className={styles['filesBar']}>
        <TextInput
          type="search"
          size="xs"
          aria-label={t('compare.filterFiles')}
          placeholder={t('compare.filterFiles')}
          leftSection={<IconSearch aria-hidden="true" size={14} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <span role="status">
          <FileCounts counts={data} />
        </span>
      </div>
      {data.undecided > 0 && <Note>{t('compare.undecided', { count: data.undecided, shown: format.number(data.undecided) })}</Note>}
      {rows.length === 0 ? (
        <p className="dim">{t(nothingText(data.rows, isWhole))}</p>
      ) : (
        <table
          className={styles['table']}
          aria-label={t('compare.files')}
          onContextMenu={handlers.onContextMenu}
          onKeyDown={(event) => {
            handlers.onKeyDown(event);
            moveFocus(event);
          }}
        >
          <thead>
            <tr>
              <td />
              <th>{t('compare.path')}</th>
              <th className={styles['number']}>{names.from}</th>
              <th className={styles['number']}>{names.to}</th>
              <th className={styles['number']}>{t('compare.difference')}</th>
            </tr>
          </thead>
          <Lines rows={rows} from={from} to={to} />
        </table>
      )}
      {target && <FileMenu target={target} from={from} to={to} onClose={close} />}
      {data.count > data.rows.length && (
        <p className="dim">{t('compare.filesCut', { shown: format.number(data.rows.length), all: format.number(data.count) })}</p>
      )}
    </>
  );
}
