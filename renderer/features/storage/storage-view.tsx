import { SegmentedControl, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useReducer, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StorageBy, StorageGroup, StorageResult, StorageScope } from '../../../shared/contract/storage.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { coverageQuery } from '../../lib/coverage.ts';
import { showRepository, showStorage } from '../../lib/places.ts';
import { useFormat } from '../../lib/use-format.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Figures } from './figures.tsx';
import { Freed } from './freed.tsx';
import { groupKey, selectionOf, tileGroups, waysOf } from './groups.ts';
import { LayerUsers } from './layer-users.tsx';
import { type Counting, storageQuery, WHILE_READING } from './queries.ts';
import styles from './storage.module.css';
import { StorageTable } from './storage-table.tsx';
import { type Choice, Treemap } from './treemap.tsx';

const NONE: ReadonlySet<string> = new Set();

type ViewProps = {
  readonly connectionId: string;
  readonly scope: StorageScope;
  /** Tags that the repository has, where they have been listed. */
  readonly tagsKnown?: number | undefined;
  /** More of it is being read. */
  readonly isReading: boolean;
};

/** While the first count goes on. */
function CountingNote({ progress }: Pick<Counting, 'progress'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const isMany = progress !== undefined && progress.of > 1;
  return (
    <div className={styles['counting']} role="status" aria-busy="true">
      <span className="dim">
        {isMany ? t('storage.counting', { done: format.number(progress.done), of: format.number(progress.of) }) : t('storage.countingOne')}
      </span>
      {isMany && <ProgressBar label={t('storage.countingOne')} done={progress.done} total={progress.of} width={160} />}
      <Skeleton height={180} radius={8} />
    </div>
  );
}

/** Where a group leads to: deeper into the folders, to the storage of a repository, or to an image. */
function openGroup(connectionId: string, { kind, key, tags }: StorageGroup): void {
  const [first] = tags;
  switch (kind) {
    case 'folder':
      return showStorage(connectionId, { folder: key });
    case 'repository':
      return showStorage(connectionId, { repository: key });
    case 'image':
    case 'layer':
      if (first) showRepository(connectionId, first.repository, first.tag);
  }
}

/** One folder up from a scope; undefined at the top. */
function above(scope: StorageScope): string | undefined {
  const path = scope.kind === 'folder' ? scope.folder : scope.repository;
  if (path === '') return undefined;
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/** What is chosen in each scope, grouped in each way: it is there again for whoever comes back. */
const kept = new Map<string, ReadonlySet<string>>();

/** The scope that was left for the one above it. */
let left: string | undefined;

function useChoice(connectionId: string, scope: StorageScope, by: StorageBy): Choice {
  const place = JSON.stringify([connectionId, scope, by]);
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const [cameFrom] = useState(left);
  const chosen = kept.get(place) ?? NONE;
  const folder = above(scope);
  return {
    chosen,
    cameFrom,
    choose: (group, adds) => {
      const key = groupKey(group);
      const next = new Set(adds ? chosen : []);
      if (chosen.has(key) && (adds || chosen.size === 1)) next.delete(key);
      else next.add(key);
      kept.set(place, next);
      draw();
    },
    open: (group) => {
      left = undefined;
      openGroup(connectionId, group);
    },
    up:
      folder === undefined
        ? undefined
        : () => {
            left = scope.kind === 'folder' ? scope.folder : scope.repository;
            showStorage(connectionId, { folder });
          },
  };
}

function Counted({ connectionId, scope, by, result, choice }: Pick<ViewProps, 'connectionId' | 'scope'> & Shown) {
  const { groups, figures } = result;
  const tiles = useMemo(() => tileGroups(result), [result]);
  const chosen = groups.filter((group) => choice.chosen.has(groupKey(group)));
  const layer = chosen.length === 1 && chosen[0]?.kind === 'layer' ? chosen[0].key : undefined;
  return (
    <>
      <Treemap groups={tiles} scope={scope} choice={choice} />
      <div className={styles['rowsAndUsers']}>
        <StorageTable groups={groups} scope={scope} by={by} total={figures.total} choice={choice} />
        {layer !== undefined && <LayerUsers connectionId={connectionId} digest={layer} />}
      </div>
    </>
  );
}

/** What most of the images are built on. */
function BaseLine({ base }: { readonly base: NonNullable<StorageResult['base']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { layers, bytes, images, of } = base;
  return (
    <p className={`${styles['base']} dim`} title={layers.map(shortDigest).join(', ')}>
      {t('storage.base', {
        count: layers.length,
        layers: format.number(layers.length),
        size: format.bytes(bytes),
        images: format.number(images),
        of: format.number(of),
      })}
    </p>
  );
}

type Shown = { readonly by: StorageBy; readonly result: StorageResult; readonly choice: Choice };

/** What a scope takes: its figures, and what it consists of, as areas and as a table. */
export function StorageView({ connectionId, scope, tagsKnown, isReading }: ViewProps) {
  const { t } = useTranslation();
  const ways = waysOf(scope);
  const [by, setBy] = useState<StorageBy>(ways[0] ?? 'layer');
  const { data, error, refetch } = useQuery(storageQuery({ connectionId, scope, by }, isReading));
  const choice = useChoice(connectionId, scope, by);
  const { data: covered } = useQuery({ ...coverageQuery({ connectionId }), refetchInterval: isReading ? WHILE_READING : false });
  const counted = data?.result;
  const [before, setBefore] = useState(counted);
  if (counted && counted !== before) setBefore(counted);
  // While it is counted in another way, its figures and the choice of the way stay: whoever chose it by key goes on there.
  const result = counted ?? before;
  const selection = selectionOf(counted?.groups.filter((group) => choice.chosen.has(groupKey(group))) ?? [], scope);
  if (error && !result) return <FailureNote error={error} handlers={{ retry: () => void refetch() }} />;
  if (!result) return <CountingNote progress={data?.progress} />;
  const { tags, repositories } = result.figures;
  const isWhole = scope.kind === 'folder' && scope.folder === '';
  const unreadHere = repositories.known - repositories.read;
  const elsewhere = isWhole ? undefined : Math.max(0, covered ? covered.known - covered.read - unreadHere : 0);
  const read =
    scope.kind === 'repository'
      ? ({ of: 'tags', read: tags, known: Math.max(tags, tagsKnown ?? 0) } as const)
      : ({ of: 'repositories', ...repositories } as const);
  if (tags === 0 && tagsKnown === 0 && !isReading) return <p className="dim">{t('tags.none')}</p>;
  if (tags === 0)
    return (
      <div className={styles['empty']}>
        <strong>{t('storage.nothing')}</strong>
        <span className="dim">{t(scope.kind === 'repository' ? 'storage.nothingRepository' : 'storage.nothingFolder')}</span>
      </div>
    );
  return (
    <div className={styles['view']}>
      <div className={styles['top']}>
        <Figures result={result} read={read} elsewhere={elsewhere} />
        {selection && <Freed connectionId={connectionId} selection={selection} />}
      </div>
      {result.base && <BaseLine base={result.base} />}
      <SegmentedControl
        aria-label={t('storage.by')}
        className={styles['ways'] ?? ''}
        size="xs"
        data={ways.map((way) => ({ value: way, label: t(`storage.way.${way}`) }))}
        value={by}
        onChange={(next) => setBy(ways.find((way) => way === next) ?? by)}
      />
      {counted ? (
        <Counted key={by} {...{ connectionId, scope, by, choice }} result={counted} />
      ) : (
        <CountingNote progress={data?.progress} />
      )}
    </div>
  );
}
