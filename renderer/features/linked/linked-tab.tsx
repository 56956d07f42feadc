import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { LinkedTree as Tree } from '../../../shared/contract/linked.ts';
import { readFailure } from '../../../shared/shown-failure.ts';
import { displayText } from '../../../shared/text.ts';
import { failureText } from '../../lib/failure-text.ts';
import { trustHandler } from '../../lib/trust-realm.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { FailurePanel } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import styles from './linked.module.css';
import { LinkedDocument, MissingBlobFacts } from './linked-document.tsx';
import { LinkedTree } from './linked-tree.tsx';
import { type LinkedOf, linkedQuery, missingBlobsQuery } from './queries.ts';
import { itemText } from './row-text.ts';
import { type LinkedItem, type LinkedRow, linkedCounts, linkedRows, subjectsOf } from './rows.ts';

const NO_BLOBS: readonly never[] = [];

function Loading() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-busy="true" aria-label={t('linked.reading')} className={styles['loading']}>
      {[24, 38, 52, 44, 48].map((width) => (
        <Skeleton key={width} height={11} width={`${width}%`} radius={4} />
      ))}
    </div>
  );
}

/** What was not answered: the tree may lack something, and why. */
function Gaps({ tree: { gaps, left } }: { readonly tree: Tree }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (gaps.length === 0 && left === 0) return null;
  const reasons = [...new Set(gaps.map(({ failure }) => failureText(t, readFailure(failure)).title))];
  return (
    <div className={styles['gaps']}>
      <Note tone="warn" role="status">
        <strong>{t('linked.incomplete')}</strong>
        {reasons.map((reason) => (
          <span key={reason}>{displayText(reason)}</span>
        ))}
        {left > 0 && <span>{t('linked.left', { count: left, shown: format.number(left) })}</span>}
      </Note>
    </div>
  );
}

/** The counts of what is linked, in one line. */
function Summary({
  tree,
  blobs,
  isChecking,
}: {
  readonly tree: Tree;
  readonly blobs: Parameters<typeof linkedCounts>[1];
  readonly isChecking: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { counts, missing } = useMemo(() => linkedCounts(tree.nodes, blobs), [tree, blobs]);
  const texts = counts.map(([kind, count]) => t(`linked.count.${kind}`, { count, shown: format.number(count) }));
  return (
    <p className={styles['summary']}>
      <span>{texts.length > 0 ? texts.join(' · ') : t('linked.nothing')}</span>
      {texts.length === 0 && <span className="faint">{t('linked.cached')}</span>}
      {missing > 0 && <strong>{t('linked.count.missing', { count: missing, shown: format.number(missing) })}</strong>}
      {isChecking && <span className="faint">{t('linked.checking')}</span>}
    </p>
  );
}

function Chosen({
  item,
  of,
  subjects,
}: {
  readonly item: LinkedItem;
  readonly of: LinkedOf;
  readonly subjects: ReadonlyMap<string, string>;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  switch (item.kind) {
    case 'node':
      return <LinkedDocument node={item.node} of={of} subject={subjects.get(item.node.id)} />;
    case 'blob':
      return <MissingBlobFacts blob={item.blob} title={itemText(t, item, format.number)} />;
    case 'group':
      return (
        <>
          <h3>{itemText(t, item, format.number)}</h3>
          <p className="dim">{t('linked.chooseOne')}</p>
        </>
      );
  }
}

/** Everything that is linked to an image, with what is known of the chosen one beside it. */
export function LinkedTab({
  connection,
  repository,
  digest,
  tag,
  tags,
}: {
  readonly connection: Connection;
  readonly repository: string;
  readonly digest: string;
  readonly tag: string | undefined;
  /** All tags of the repository that hold referrers, where they are known; `pending` while they are read. */
  readonly tags: readonly string[] | undefined | 'pending';
}) {
  const { t } = useTranslation();
  const of = { connectionId: connection.id, repository, digest, tag };
  const {
    data: tree,
    error,
    refetch,
  } = useQuery({
    ...linkedQuery(of, tags === 'pending' ? undefined : tags),
    enabled: tags !== 'pending',
  });
  const blobs = useQuery({ ...missingBlobsQuery(of), enabled: tree !== undefined });
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState('');
  const lost = blobs.data?.missing ?? NO_BLOBS;
  const subjects = useMemo(() => subjectsOf(tree?.nodes ?? []), [tree]);
  const rows = useMemo(() => linkedRows(tree?.nodes ?? [], lost, closed), [tree, lost, closed]);
  if (error) {
    const retry = (): void => void refetch();
    const edit = (): void => openDialog({ kind: 'edit-connection', id: connection.id });
    const signIn = (): void => openDialog({ kind: 'sign-in', id: connection.id });
    const handlers = { ...trustHandler(connection.id, error), retry, refresh: retry, 'edit-connection': edit, 'sign-in': signIn };
    return <FailurePanel error={error} handlers={handlers} />;
  }
  if (!tree) return <Loading />;
  const toggle = ({ key, expanded }: LinkedRow): void => {
    if (expanded === undefined) return;
    const next = new Set(closed);
    if (!next.delete(key)) next.add(key);
    setClosed(next);
  };
  const row = rows.find(({ key }) => key === chosen) ?? rows[0];
  return (
    <div className={styles['linked']}>
      <div className={styles['left']}>
        <Summary tree={tree} blobs={lost} isChecking={blobs.isFetching} />
        <Gaps tree={tree} />
        <LinkedTree {...{ of, subjects, rows, toggle }} chosen={row?.key ?? ''} choose={({ key }) => setChosen(key)} />
      </div>
      <section key={row?.key} className={styles['document']} aria-label={t('linked.chosen')} tabIndex={0}>
        {row && <Chosen item={row.item} of={of} subjects={subjects} />}
      </section>
    </div>
  );
}
