import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DeleteItem } from '../../../shared/contract/delete.ts';
import { isDeletion, type RunDetail } from '../../../shared/contract/runs.ts';
import { readFailure } from '../../../shared/shown-failure.ts';
import { failureText } from '../../lib/failure-text.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { shortName, untaggedContext } from '../../lib/untagged-words.ts';
import { useFormat } from '../../lib/use-format.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import styles from './delete.module.css';
import { useRestore } from './queries.ts';
import { notTriedBy, restOf } from './rest.ts';

/** Results that a person reads: everything but tags that were simply deleted. */
const problemsIn = (items: readonly DeleteItem[]): DeleteItem[] =>
  items.filter(({ state, failure }) => state !== 'deleted' || failure !== undefined);

/** Tags that were not tried, by the reason. */
function NotTried({ items }: { readonly items: readonly DeleteItem[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return [...notTriedBy(t, items)].map(([why, count]) => (
    <span key={why}>{t('delete.notTried', { shown: format.number(count), why })}</span>
  ));
}

function ResultList({ items, leftOut }: { readonly items: readonly DeleteItem[]; readonly leftOut: number }) {
  const { t } = useTranslation();
  return (
    <ul className={styles['moves']} aria-label={t('delete.results')}>
      {items.map(({ repository, tag, state, failure }) => (
        <li key={`${repository} ${tag} ${state}`}>
          <strong title={tag}>{shortName(tag)}</strong>{' '}
          <span className="dim">
            {t(`delete.state.${state}`)}
            {failure && `: ${failureText(t, readFailure(failure)).title}`}
          </span>
        </li>
      ))}
      {leftOut > 0 && <li className="faint">{t('delete.leftOut', { count: leftOut })}</li>}
    </ul>
  );
}

type RestoreProps = {
  readonly connectionId: string;
  readonly items: readonly DeleteItem[];
  readonly onRestored: (repository: string) => void;
};

/** Restores tags that do not point to their image any more. Each is asked first: only one that is not found or empty is restored. */
function Restore({ connectionId, items, onRestored }: RestoreProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const restore = useRestore();
  const lost = items.flatMap(({ repository, tag, digest }) => (digest === undefined ? [] : [{ repository, tag, digest }]));
  if (lost.length === 0) return null;
  const run = async (): Promise<void> => {
    for (const { repository, tag, digest } of lost) await restore.mutateAsync({ connectionId, repository, tag, digest });
    for (const repository of new Set(lost.map((item) => item.repository))) onRestored(repository);
  };
  const start = (): void => void run().catch(() => {});
  return (
    <>
      {!restore.isSuccess && (
        <div>
          <Button loading={restore.isPending} onClick={start}>
            {t('delete.restore')}
          </Button>
        </div>
      )}
      {restore.isSuccess && <Note role="status">{t('delete.restored', { tags: format.list(lost.map(({ tag }) => tag)) })}</Note>}
      {restore.error && <FailureNote error={restore.error} handlers={{ retry: start }} />}
    </>
  );
}

type Props = {
  readonly connectionId: string;
  readonly detail: RunDetail;
  readonly onRestored: (repository: string) => void;
};

/** What a deletion came to that did not do all: what is true now, why, and the way back. */
export function DeleteResults({ connectionId, detail, onRestored }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { run, items, itemsLeftOut } = detail;
  const problems = problemsIn(items);
  const { deleted = items.filter(({ state }) => state === 'deleted').length, total = run.progress?.total ?? 0 } = isDeletion(run.result)
    ? run.result
    : {};
  const [only] = total === 1 ? problems.filter(({ state }) => state !== 'lost' && state !== 'vanished') : [];
  const outcome = only?.state;
  const words = isDeletion(run.about) ? untaggedContext(run.about) : {};
  const isUnchanged = problems.every(({ state }) => state === 'unchanged' || state === 'not-tried' || state === 'moved');
  const headline =
    only && outcome !== undefined && outcome !== 'lost' && outcome !== 'vanished'
      ? t(`delete.outcome.${outcome}`, { tag: shortName(only.tag) })
      : t(run.state === 'stopped' ? 'delete.stopped' : 'delete.partly', { deleted, total, ...words });
  const failure = run.failure ?? (total === 1 ? only?.failure : undefined);
  const listed = problems.filter((item) => item.state !== 'not-tried' && !(only && failure && item === only));
  const notTried = only ? [] : problems.filter(({ state }) => state === 'not-tried');
  const rest = notTried.length > 0 ? restOf(run.about, items) : undefined;
  return (
    <>
      <Note tone={isUnchanged ? 'warn' : 'danger'} role="alert">
        <strong>{headline}</strong>
        <NotTried items={notTried} />
        {listed.length > 0 && <ResultList items={listed} leftOut={itemsLeftOut} />}
      </Note>
      {failure && <FailureNote error={failure} handlers={{}} />}
      {rest && (
        <div>
          <Button onClick={() => openDialog(rest)}>
            {t('runs.retryRest', { count: notTried.length, shown: format.number(notTried.length) })}
          </Button>
        </div>
      )}
      <Restore connectionId={connectionId} items={problems} onRestored={onRestored} />
    </>
  );
}
