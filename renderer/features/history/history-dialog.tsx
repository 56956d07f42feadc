import { Button, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconChevronRight, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change, HistoryEntry } from '../../../shared/contract/history.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { type ExportFormat, saveHistory } from './export.ts';
import styles from './history.module.css';
import { entryText } from './history-text.ts';
import { undoneIn } from './next-undo.ts';
import { historyQuery } from './queries.ts';
import { Steps, Unread } from './steps.tsx';

/** Pixels of an entry whose steps are not shown. */
const ENTRY = 40;
/** ms without typing after which the history is searched. */
const PAUSE = 200;

type EntryProps = { readonly change: Change; readonly isUndone: boolean; readonly isOpen: boolean; readonly onToggle: () => void };

function Entry({ change, isUndone, isOpen, onToggle }: EntryProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = entryText(t, format, change);
  const isUndoable = change.state !== 'running' && change.movedTags && !isUndone;
  return (
    <div className={styles['entry']} data-state={change.state}>
      <div className={styles['head']}>
        <UnstyledButton className={styles['fold'] ?? ''} aria-expanded={isOpen} onClick={onToggle}>
          <IconChevronRight size={14} className={styles['chevron'] ?? ''} aria-hidden="true" />
          <span className={`${styles['told']} cut`} title={text}>
            {text}
          </span>
          {isUndone && <span className={styles['state']}>{t('history.isUndone')}</span>}
          {change.state !== 'done' && <span className={styles['state']}>{t(`history.state.${change.state}`)}</span>}
          <span className="faint" title={format.exactTime(change.at)}>
            {change.connection.name} · {format.ago(change.at)}
          </span>
        </UnstyledButton>
        {isUndoable && (
          <Button
            variant="subtle"
            size="xs"
            aria-label={`${t('history.undoAction')} ${text}`}
            onClick={() => openDialog({ kind: 'undo', id: change.id })}
          >
            {t('history.undoAction')}
          </Button>
        )}
      </div>
      {isOpen && (
        <div className={styles['steps']}>
          <Steps change={change} />
        </div>
      )}
    </div>
  );
}

const keyOf = (entry: HistoryEntry, index: number): string => (entry.kind === 'change' ? entry.change.id : `unread ${index}`);

/** The entries that match, fetched as they come into view. */
function Entries({ search }: { readonly search: string }) {
  const { t } = useTranslation();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(historyQuery(search));
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string): void =>
    setOpen((before) => new Set(before.has(id) ? [...before].filter((other) => other !== id) : [...before, id]));
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  // An undo is newer than what it undoes: it has been fetched.
  const undone = undoneIn(entries.flatMap((entry) => (entry.kind === 'change' ? [entry.change] : [])));
  const more = (): void => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  if (error) return <FailureNote error={error} handlers={{ retry: () => void refetch() }} />;
  if (!data) return <span className="dim">{t('history.loading')}</span>;
  if (entries.length === 0) return <span className="dim">{t(search === '' ? 'history.none' : 'history.noMatch')}</span>;
  return (
    <VirtualList items={entries} label={t('history.title')} keyOf={keyOf} rowHeight={ENTRY} onEnd={more}>
      {(entry) =>
        entry.kind === 'unread' ? (
          <Unread text={entry.text} />
        ) : (
          <Entry
            change={entry.change}
            isUndone={undone.has(entry.change.id)}
            isOpen={open.has(entry.change.id)}
            onToggle={() => toggle(entry.change.id)}
          />
        )
      }
    </VirtualList>
  );
}

/** Every change that was made from here: what, when, its steps, and each step as a command of other tools. */
export function HistoryDialog({ search: wanted = '' }: { readonly search?: string | undefined }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(wanted);
  const [search] = useDebouncedValue(typed.trim(), PAUSE);
  const { data } = useInfiniteQuery(historyQuery(search));
  const isEmpty = data?.pages.every(({ entries }) => entries.length === 0) === true;
  const saving = useMutation({ mutationFn: (format: ExportFormat) => saveHistory(format, search) });
  return (
    <Dialog onClose={() => openDialog(null)} title={t('history.title')} size={720}>
      <DialogBody>
        <TextInput
          type="search"
          role="searchbox"
          data-autofocus
          aria-label={t('history.search')}
          placeholder={t('history.search')}
          leftSection={<IconSearch aria-hidden="true" size={14} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Entries search={search} />
        {saving.error && <FailureNote error={saving.error} handlers={{}} />}
      </DialogBody>
      <DialogFooter
        start={(['json', 'csv'] as const).map((format) => (
          <Button
            key={format}
            variant="default"
            disabled={isEmpty}
            loading={saving.isPending && saving.variables === format}
            onClick={() => saving.mutate(format)}
          >
            {t(`history.${format}`)}
          </Button>
        ))}
      >
        <Button variant="default" onClick={() => openDialog(null)}>
          {t('dialog.close')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
