import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Group, Panel, usePanelRef } from 'react-resizable-panels';
import type { Connection } from '../../shared/contract/connections.ts';
import { defaultSettings } from '../../shared/contract/settings.ts';
import { platformName } from '../../shared/oci/platform.ts';
import { MOST_REFERRER_TAGS } from '../../shared/oci/tag-kind.ts';
import { orderTags } from '../../shared/oci/tag-order.ts';
import type { Place } from '../../shared/place.ts';
import { useRememberRepository } from '../features/connections/use-connections.ts';
import type { ImageDetailProps } from '../features/images/image-detail.tsx';
import { imageQuery } from '../features/images/queries.ts';
import { tagsNamedAfter } from '../features/images/referrer-kinds.ts';
import { tagCountQuery } from '../features/repositories/queries.ts';
import { tagsQuery } from '../features/tags/queries.ts';
import { digestOf, holdsReferrers, isNotFound, tagsOnDigest } from '../features/tags/rows.ts';
import type { TagTable } from '../features/tags/tag-table.ts';
import { TagsPane } from '../features/tags/tags-pane.tsx';
import { onPressedTag } from '../lib/places.ts';
import { queryClient } from '../lib/query-client.ts';
import { remember, useUi } from '../lib/ui-state.ts';
import { useDetailSide } from '../lib/use-detail-side.ts';
import { later } from '../ui/later.tsx';
import { PaneSeparator } from '../ui/pane-separator.tsx';
import styles from './app.module.css';
import { MissingTag } from './missing-tag.tsx';
import { focusDetail, leaveDetail } from './places/focus.ts';
import { RepositoryHeading } from './repository-heading.tsx';

const FreedByTags = later(async () => (await import('../features/storage/freed.tsx')).FreedByTags);
const RepositoryStorage = later(async () => (await import('./repository-storage.tsx')).RepositoryStorage);
const LinkedTab = later(async () => (await import('../features/linked/linked-tab.tsx')).LinkedTab);
const FilesTab = later(async () => (await import('../features/files/files-tab.tsx')).FilesTab);
const ArtifactCard = later(async () => (await import('../features/artifacts/artifact-card.tsx')).ArtifactCard);
const ArtifactFiles = later(async () => (await import('../features/artifacts/artifact-files.tsx')).ArtifactFiles);
const ImageDetail = later(async () => (await import('../features/images/image-detail.tsx')).ImageDetail);

type ShownImage = Parameters<ImageDetailProps['files']>[0];
type InRepository = { readonly connection: Connection; readonly repository: string };

/** An image as a link to one of its files names it: what the tag points to now, and of an index the platform. */
function linkedReference(tag: string | undefined, digest: string | undefined, image: ShownImage): NonNullable<Place['reference']> {
  const platform = image.digest === digest ? undefined : image.config?.platform;
  const pinned = image.digest === digest || platform ? digest : image.digest;
  return {
    ...(tag === undefined ? {} : { tag }),
    ...(pinned === undefined ? {} : { digest: pinned }),
    ...(platform ? { platform: platformName(platform) } : {}),
  };
}

/** What is known of the opened tag or digest from the table of tags. */
function Detail({ connection, repository, opened }: InRepository & { readonly opened: NonNullable<Place['reference']> }) {
  const { data: table, isFetching } = useQuery(tagsQuery(connection.id, repository));
  const { tag } = opened;
  const detail = tag === undefined ? undefined : table?.details.get(tag);
  const current = digestOf(detail);
  const digest = opened.digest ?? current;
  const siblings = useMemo(
    () => (table && digest ? orderTags(tagsOnDigest(table.details, digest)) : tag === undefined ? [] : [tag]),
    [table, digest, tag],
  );
  const sibling = siblings[0] === undefined ? undefined : table?.details.get(siblings[0]);
  const read = sibling?.state === 'read' ? sibling : undefined;
  const listed = table?.listed;
  const names = table?.names;
  const cut = table?.cut;
  const referrerTags = useMemo(
    () => tagsNamedAfter(digest, names && { names, listed: listed === true, cut }, isFetching),
    [digest, names, listed, cut, isFetching],
  );
  // Unknown where the list is not whole; too many to send where there are thousands.
  const holders = useMemo(() => {
    if (names === undefined || listed !== true) return isFetching ? 'pending' : undefined;
    const all = cut === undefined ? names.filter(holdsReferrers) : undefined;
    return all && all.length <= MOST_REFERRER_TAGS ? all : undefined;
  }, [names, listed, cut, isFetching]);
  const isMissing = tag !== undefined && isNotFound(table, tag);
  const missing = isMissing ? 'no-tag' : detail?.state === 'failed' ? 'unreadable' : undefined;
  return (
    <ImageDetail
      connection={connection}
      repository={repository}
      tag={tag}
      digest={digest}
      missing={opened.digest === undefined ? missing : undefined}
      hints={tag !== undefined && isMissing && <MissingTag connectionId={connection.id} repository={repository} tag={tag} />}
      isMoved={opened.digest !== undefined && tag !== undefined && (isMissing || (current !== undefined && current !== opened.digest))}
      siblings={siblings}
      size={read?.size}
      isAtLeast={read?.covers !== undefined}
      created={read?.created}
      referrerTags={referrerTags}
      content={read?.content}
      linked={
        digest !== undefined && (
          <LinkedTab key={digest} connection={connection} repository={repository} digest={digest} tag={tag} tags={holders} />
        )
      }
      files={(image) => (
        <FilesTab
          key={image.digest}
          connectionId={connection.id}
          repository={repository}
          digest={image.digest}
          layers={image.layers}
          reference={linkedReference(tag, digest, image)}
        />
      )}
      card={(image) => <ArtifactCard image={image} />}
      artifactFiles={(image, chosen) => (
        <ArtifactFiles
          key={`${image.digest} ${chosen}`}
          connectionId={connection.id}
          repository={repository}
          layers={image.layers}
          annotations={image.annotations}
          layerCount={image.layerCount}
          chosen={chosen}
        />
      )}
    />
  );
}

/** What of the settings is the size of the pane, on each side. */
const SHARE = { bottom: 'detailShare', right: 'detailWidthShare' } as const;
/** The least that the pane and the tags need: of the pane its bar, of the tags four rows, at twice the size of letters too. */
const LEAST = { bottom: { detail: '78px', tags: '248px' }, right: { detail: '400px', tags: '480px' } } as const;

/** The pane below or beside the tags, as large as it was last, with the line that resizes it. */
function DetailPane({ side, children }: { readonly side: 'bottom' | 'right'; readonly children: ReactNode }) {
  const { t } = useTranslation();
  const pane = usePanelRef();
  // Read once: a default size that follows the drag would begin the drag anew.
  const [share] = useState(() => useUi.getState().settings[SHARE[side]]);
  const reset = (): void => {
    pane.current?.resize(`${defaultSettings[SHARE[side]]}%`);
    remember({ [SHARE[side]]: defaultSettings[SHARE[side]] });
  };
  const shownAt = useRef(side);
  // Moved, it has the size that it had there last. It stays the same pane, with its focus and what was chosen in it.
  useEffect(() => {
    if (shownAt.current === side) return;
    shownAt.current = side;
    pane.current?.resize(`${useUi.getState().settings[SHARE[side]]}%`);
  }, [side, pane]);
  return (
    <>
      <PaneSeparator label={t('panes.resizeDetail')} onReset={reset} />
      <Panel id="detail" panelRef={pane} minSize={LEAST[side].detail} defaultSize={`${share}%`} onKeyDown={leaveDetail}>
        {children}
      </Panel>
    </>
  );
}

/** ms until the repository that is opened is noted as recent. */
const NOTED_AFTER = 1_000;

const hasTags = ({ listed, names }: TagTable): boolean => listed && names.length > 0;
/** How many there are, once all of them were read. */
const allTags = ({ done, names }: TagTable): number | null => (done ? names.length : null);

/** The tags of a repository, and below or beside them the image of the opened one. */
export function RepositoryView({ connection, repository }: InRepository) {
  const opened = useUi(({ place }) => place?.reference);
  const { side } = useDetailSide();
  // Drawn again where these change, not for each batch that is read.
  const { data: exists = false } = useQuery({ ...tagsQuery(connection.id, repository), select: hasTags });
  const { data: tags } = useQuery({ ...tagsQuery(connection.id, repository), select: allTags });
  const isStorage = useUi(({ place }) => place?.view === 'storage');
  const { mutate } = useRememberRepository();
  const { id } = connection;
  const isPinned = connection.pinned.includes(repository);
  const isRecent = connection.recent[0] === repository;
  // Only existing repositories are remembered, not mistyped names. A moment later, or when it is left: the lists beside the first rows are then drawn anew.
  useEffect(() => {
    if (!exists || isRecent) return;
    let isNoted = false;
    const note = (): void => {
      if (!isNoted) mutate({ id, repository, what: 'open' });
      isNoted = true;
    };
    const timer = setTimeout(note, NOTED_AFTER);
    return () => {
      clearTimeout(timer);
      note();
    };
  }, [exists, isRecent, mutate, id, repository]);
  useEffect(
    () =>
      onPressedTag((tag) => {
        const digest = digestOf(queryClient.getQueryData(tagsQuery(id, repository).queryKey)?.details.get(tag));
        if (digest !== undefined) void queryClient.prefetchQuery(imageQuery(id, repository, digest));
      }),
    [id, repository],
  );
  // The tree counts what the table has just read.
  useEffect(() => {
    if (tags !== null && tags !== undefined) queryClient.setQueryData(tagCountQuery(id, repository).queryKey, { count: tags });
  }, [tags, id, repository]);
  const pin = useMemo(
    () => ({ pinned: isPinned, toggle: () => mutate({ id, repository, what: isPinned ? 'unpin' : 'pin' }) }),
    [isPinned, mutate, id, repository],
  );
  const selectionNote = useCallback(
    (tags: readonly string[]): ReactNode => <FreedByTags connectionId={id} repository={repository} tags={tags} />,
    [id, repository],
  );
  return (
    <Group
      orientation={side === 'right' ? 'horizontal' : 'vertical'}
      onLayoutChanged={(layout, { isUserInteraction }) =>
        isUserInteraction &&
        layout['detail'] !== undefined &&
        remember({ [SHARE[side]]: Math.max(10, Math.min(90, Math.round(layout['detail']))) })
      }
    >
      <Panel id="tags" minSize={LEAST[side].tags}>
        <div className={styles['repository']}>
          <RepositoryHeading connection={connection} repository={repository} pin={pin} />
          {isStorage ? (
            <RepositoryStorage connectionId={id} repository={repository} />
          ) : (
            <TagsPane connection={connection} repository={repository} selectionNote={selectionNote} enterDetail={focusDetail} />
          )}
        </div>
      </Panel>
      {opened && (
        <DetailPane side={side}>
          <Detail connection={connection} repository={repository} opened={opened} />
        </DetailPane>
      )}
    </Group>
  );
}
