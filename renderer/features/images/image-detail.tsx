import { ActionIcon, Button, Tabs } from '@mantine/core';
import { IconLayoutBottombar, IconLayoutSidebarRight, IconX } from '@tabler/icons-react';
import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { ImageView } from '../../../shared/contract/images.ts';
import type { ContentKind } from '../../../shared/oci/content-kind.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { type ImageTab, imageTabs } from '../../../shared/place.ts';
import { readFailure } from '../../../shared/shown-failure.ts';
import { openDigest, openTab, openTag } from '../../lib/places.ts';
import { trustHandler } from '../../lib/trust-realm.ts';
import { openDialog, remember, useUi } from '../../lib/ui-state.ts';
import { useDetailSide } from '../../lib/use-detail-side.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useStalled } from '../../lib/use-stalled.ts';
import { FailurePanel } from '../../ui/failure-panel.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { Note } from '../../ui/note.tsx';
import { Swatch } from '../../ui/swatch.tsx';
import { Tab } from '../../ui/tab.tsx';
import { NotRead, Waiting } from '../../ui/waiting.tsx';
import styles from './images.module.css';
import type { FollowDigest } from './manifest-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { PlatformSwitch } from './platform-switch.tsx';
import type { LayersOf } from './queries.ts';
import type { KnownTags } from './referrer-kinds.ts';
import { Skeletons } from './skeletons.tsx';
import { type ArtifactView, type ShowFiles, TabContent } from './tab-content.tsx';
import { layersName } from './tabs.ts';
import { useImage } from './use-image.ts';
import { platformsInstead } from './wanted-platform.ts';

export type ImageDetailProps = {
  readonly connection: Connection;
  readonly repository: string;
  /** Undefined where an image is shown by its digest. */
  readonly tag: string | undefined;
  /** Undefined until the tag has been read. */
  readonly digest: string | undefined;
  /** Why there is no digest and will be none. */
  readonly missing: 'no-tag' | 'unreadable' | undefined;
  /** What may help where the tag was not found. */
  readonly hints: ReactNode;
  /** The tag was pushed again: it points to another image than the one that is shown. */
  readonly isMoved: boolean;
  /** Every tag known to point to the digest. */
  readonly siblings: readonly string[];
  readonly size: number | undefined;
  /** Only part of an index was read: there is more than `size`. */
  readonly isAtLeast: boolean;
  readonly created: string | undefined;
  /** The tags of the repository that could hold what is attached to the image. */
  readonly referrerTags: KnownTags;
  /** What the table of tags says of it; undefined where it is in none. */
  readonly content: ContentKind | undefined;
  /** What is linked to the image. */
  readonly linked: ReactNode;
  readonly files: ShowFiles;
  /** What an artifact says of itself. */
  readonly card: (image: ImageView) => ReactNode;
  /** The files of an artifact; `chosen` is the digest of the layer that is shown from the beginning. */
  readonly artifactFiles: (image: ArtifactView, chosen: string | undefined) => ReactNode;
};

/** Why there is nothing to show, in the same words for a tag and for a digest, and what may help. */
function Missing({ title, detail, hints }: { readonly title: string; readonly detail?: string | undefined; readonly hints?: ReactNode }) {
  return (
    <Note tone="warn" role="alert">
      <strong>{title}</strong>
      {detail !== undefined && <span className="dim">{detail}</span>}
      {hints}
    </Note>
  );
}

/** Whether the registry does not have the manifest that was asked for. */
function isGone(error: unknown): boolean {
  const { code, data } = readFailure(error);
  return code === 'NOT_FOUND' && data.what === 'manifest';
}

/** That the image lacks the platform that a pasted command asks for, and which ones it has. */
function WantedPlatform({ name, image }: { readonly name: string; readonly image: ImageView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const wanted = useUi(({ place }) => place?.reference?.platform);
  const instead = wanted === undefined ? undefined : platformsInstead(image, wanted);
  if (!instead) return null;
  return (
    <Note tone="warn" role="status">
      {t('image.otherPlatforms', { tag: name, platform: wanted, names: format.names(instead) })}
    </Note>
  );
}

type Shown = { readonly name: string; readonly shown: ReturnType<typeof useImage> };

/** Lines where the content will be, and above them, after a while, whom they wait for. */
function Loading({ url, shown }: { readonly url: string; readonly shown: Shown['shown'] }) {
  const isStalled = useStalled(true, 0);
  return (
    <>
      {isStalled && (
        <div className={styles['stalled']}>
          <Waiting url={url} onCancel={shown.isFetching ? shown.cancel : undefined} />
        </div>
      )}
      <Skeletons tab={shown.tab} />
    </>
  );
}

const layersOf = ({ connection, repository, tag }: ImageDetailProps): LayersOf => ({
  ...{ connectionId: connection.id, repository },
  ...(tag === undefined ? {} : { tag }),
});

function Content({ name, shown, ...props }: ImageDetailProps & Shown) {
  const { t } = useTranslation();
  const [layer, setLayer] = useState<string>();
  const follow = useCallback<FollowDigest>((target, digest) => {
    if (target === 'manifest') return openDigest(digest);
    setLayer(target === 'layer' ? digest : undefined);
    openTab(target === 'layer' ? 'layers' : 'config');
  }, []);
  const { image, platform, error, retry } = shown;
  const { connection } = props;
  if (props.missing === 'unreadable') return <Missing title={t('image.unreadable', { tag: name })} />;
  if (props.missing) return <Missing title={t('image.noTag', { tag: name })} hints={props.hints} />;
  if (error && isGone(error)) {
    const again = (
      <div>
        <Button variant="default" onClick={retry}>
          {t('failure.action.refresh')}
        </Button>
      </div>
    );
    const title = t('image.noImage', { digest: shortDigest(props.digest ?? '') });
    return <Missing title={title} detail={t('image.noImageDetail')} hints={again} />;
  }
  if (error) {
    const signIn = (): void => openDialog({ kind: 'sign-in', id: connection.id });
    const edit = (): void => openDialog({ kind: 'edit-connection', id: connection.id });
    const handlers = { ...trustHandler(connection.id, error), retry, refresh: retry, 'edit-connection': edit, 'sign-in': signIn };
    return <FailurePanel error={error} handlers={handlers} />;
  }
  if (shown.isCancelled) return <NotRead onRetry={retry} />;
  if (shown.isWaiting || !image) return <Loading url={connection.url} shown={shown} />;
  return (
    <>
      <WantedPlatform name={name} image={image} />
      {props.isMoved && <Note tone="warn">{t('image.moved', { tag: name })}</Note>}
      <TabContent
        tab={shown.tab}
        image={image}
        platform={platform}
        of={layersOf(props)}
        layer={layer}
        follow={follow}
        linked={props.linked}
        files={props.files}
        overview={<OverviewTab {...props} image={image} platform={platform} card={props.card(image)} />}
        artifactFiles={props.artifactFiles}
      />
    </>
  );
}

/** Moves the detail beside the tags or below them, where the window has room for both. */
function MoveButton() {
  const { t } = useTranslation();
  const { side, canMove } = useDetailSide();
  if (!canMove) return null;
  const other = side === 'right' ? 'bottom' : 'right';
  const Icon = other === 'right' ? IconLayoutSidebarRight : IconLayoutBottombar;
  const name = t(`image.move.${other}`);
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={name} title={name} onClick={() => remember({ detailSide: other })}>
      <Icon aria-hidden="true" size={16} />
    </ActionIcon>
  );
}

/** What is behind a tag or a digest: overview, layers, config, build, what is linked to it, and the manifest itself. */
export function ImageDetail(props: ImageDetailProps) {
  const { connection, repository, tag, digest, missing } = props;
  const { t } = useTranslation();
  const wanted = useUi(({ place }) => place?.tab ?? 'overview');
  const wantedPlatform = useUi(({ place }) => place?.reference?.platform);
  const shown = useImage(connection.id, repository, digest, wanted, props.content, wantedPlatform);
  const { tab, tabs, image, platforms } = shown;
  const name = tag ?? shortDigest(digest ?? '');
  const isWhole = !shown.isWaiting && !shown.error && missing === undefined;
  // Of an artifact the files are a tree, and the config is text.
  const isTall = tab === 'manifest' || tab === 'files' || tab === 'linked';
  const fills = isWhole && (isTall || ((tab === 'config' || tab === 'layers') && image?.kind === 'artifact'));
  return (
    <Tabs
      component="section"
      data-pane="detail"
      aria-label={t('image.of', { tag: name })}
      unstyled
      className={styles['detail'] ?? ''}
      value={tab}
      onChange={(next) => openTab(imageTabs.find((one) => one === next) ?? 'overview')}
    >
      <div className={styles['bar']}>
        <div className={styles['who']}>
          {digest && <Swatch digest={digest} />}
          <h2 className="cut" title={tag ?? digest} aria-label={name}>
            <MiddleCut text={name} />
          </h2>
        </div>
        <Tabs.List aria-label={t('image.title')} className={styles['tabs'] ?? ''}>
          {tabs.map((one: ImageTab) => (
            <Tab key={one} value={one} label={t(`image.tab.${one === 'layers' ? layersName(image?.content ?? props.content) : one}`)} />
          ))}
        </Tabs.List>
        <div className={styles['tools']}>
          {platforms.length > 0 && tab !== 'overview' && tab !== 'linked' && (
            <PlatformSwitch
              platforms={platforms}
              value={shown.platformDigest}
              withIndex={tab === 'manifest'}
              onChange={shown.choosePlatform}
            />
          )}
          <MoveButton />
          <ActionIcon variant="subtle" color="gray" aria-label={t('image.close')} onClick={() => openTag(null)}>
            <IconX aria-hidden="true" size={16} />
          </ActionIcon>
        </div>
      </div>
      <Tabs.Panel value={tab} tabIndex={0} className={styles['panel'] ?? ''} data-fill={fills}>
        <Content {...props} name={name} shown={shown} />
      </Tabs.Panel>
    </Tabs>
  );
}
