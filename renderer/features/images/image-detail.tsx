import { ActionIcon, Select, Skeleton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { ConfigProblem, ImageView, IndexImage } from '../../../shared/contract/images.ts';
import { platformName } from '../../../shared/oci/manifest.ts';
import { invalidText } from '../../lib/failure-text.ts';
import { trustHandler } from '../../lib/trust-realm.ts';
import { openDialog, openTag } from '../../lib/ui-state.ts';
import { FailurePanel } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import { Swatch } from '../../ui/swatch.tsx';
import { BuildTab } from './build-tab.tsx';
import { ArtifactConfig, ConfigTab } from './config-tab.tsx';
import styles from './images.module.css';
import { LayersTab } from './layers-tab.tsx';
import { ManifestTab } from './manifest-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { imageQuery } from './queries.ts';
import { type ImageTab, tabsOf } from './tabs.ts';

export type ImageDetailProps = {
  readonly connection: Connection;
  readonly repository: string;
  readonly tag: string;
  /** Undefined until the tag has been read. */
  readonly digest: string | undefined;
  /** Why there is no digest and will be none. */
  readonly missing: 'no-tag' | 'unreadable' | undefined;
  /** Every tag read to be on the digest, this one included. */
  readonly siblings: readonly string[];
  readonly size: number | undefined;
  /** Only part of an index was read: there is more than `size`. */
  readonly isAtLeast: boolean;
  readonly created: string | undefined;
};

const INDEX = 'index';

function TabList({
  tabs,
  tab,
  onTab,
}: {
  readonly tabs: readonly ImageTab[];
  readonly tab: ImageTab;
  readonly onTab: (tab: ImageTab) => void;
}) {
  const { t } = useTranslation();
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    if (step === 0 || !next) return;
    event.preventDefault();
    onTab(next);
    document.getElementById(`image-tab-${next}`)?.focus();
  };
  return (
    <div role="tablist" aria-label={t('image.title')} className={styles['tabs']} onKeyDown={move}>
      {tabs.map((name) => (
        <button
          key={name}
          id={`image-tab-${name}`}
          type="button"
          role="tab"
          aria-selected={name === tab}
          aria-controls="image-panel"
          tabIndex={name === tab ? 0 : -1}
          className={styles['tab']}
          onClick={() => onTab(name)}
        >
          {t(`image.tab.${name}`)}
        </button>
      ))}
    </div>
  );
}

/** The images of an index. The same platform may stand there twice. */
function platformsOf(image: ImageView | undefined): readonly IndexImage[] {
  return image?.kind === 'index' ? image.images : [];
}

function defaultPlatform(platforms: readonly IndexImage[]): string {
  const usual = platforms.find((child) => child.platform && platformName(child.platform) === 'linux/amd64');
  return (usual ?? platforms[0])?.digest ?? INDEX;
}

function TabContent({
  tab,
  image,
  platform,
  overview,
}: {
  readonly tab: ImageTab;
  readonly image: ImageView;
  readonly platform: ImageView | undefined;
  readonly overview: ReactNode;
}) {
  const { t } = useTranslation();
  const shown = image.kind === 'index' ? platform : image;
  if (tab === 'overview') return overview;
  if (tab === 'manifest') return <ManifestTab image={shown ?? image} />;
  if (!shown || shown.kind === 'index') return <p className="dim">{t('image.noPlatform')}</p>;
  if (shown.kind !== 'image' && shown.kind !== 'artifact') return null;
  if (tab === 'layers') return <LayersTab key={shown.digest} layers={shown.layers} layerCount={shown.layerCount} />;
  if (shown.kind === 'artifact')
    return shown.configText === undefined ? <p className="dim">{t('image.noConfig')}</p> : <ArtifactConfig text={shown.configText} />;
  if (!shown.config) {
    return (
      <Note tone="warn">
        <strong>{t('image.configProblem')}</strong>
        {shown.configProblem && <span>{problemText(t, shown.configProblem)}</span>}
      </Note>
    );
  }
  return tab === 'config' ? <ConfigTab config={shown.config} /> : <BuildTab history={shown.config.history} />;
}

function problemText(t: TFunction, problem: ConfigProblem): string {
  switch (problem.why) {
    case 'missing':
    case 'digest':
    case 'unreadable':
      return t(`image.configReason.${problem.why}`);
    default:
      return t('failure.invalid.detail', { why: invalidText(t, problem) });
  }
}

function PlatformSwitch({
  platforms,
  value,
  withIndex,
  onChange,
}: {
  readonly platforms: readonly IndexImage[];
  readonly value: string;
  readonly withIndex: boolean;
  readonly onChange: (digest: string) => void;
}) {
  const { t } = useTranslation();
  const data = platforms.map((child) => ({
    value: child.digest,
    label: child.platform ? platformName(child.platform) : child.digest.slice(0, 19),
  }));
  const unique = [...new Map(data.map((entry) => [entry.value, entry])).values()];
  return (
    <Select
      size="xs"
      w={150}
      aria-label={t('image.platform')}
      data={withIndex ? [{ value: INDEX, label: t('image.wholeIndex') }, ...unique] : unique}
      value={value}
      onChange={(digest) => digest && onChange(digest)}
    />
  );
}

function Loading() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-busy="true" aria-label={t('image.loading')} style={{ display: 'grid', gap: 12 }}>
      {[60, 44, 52].map((width) => (
        <Skeleton key={width} height={11} width={`${width}%`} radius={4} />
      ))}
    </div>
  );
}

/** What is behind a tag: overview, layers, config, history and the manifest itself. */
export function ImageDetail(props: ImageDetailProps) {
  const { connection, repository, tag, digest } = props;
  const { t } = useTranslation();
  const [tab, setTab] = useState<ImageTab>('overview');
  const [chosen, setChosen] = useState<{ readonly of: string; readonly platform: string }>();
  const image = useQuery({ ...imageQuery(connection.id, repository, digest ?? ''), enabled: digest !== undefined });
  const platforms = platformsOf(image.data);
  const fallback = tab === 'manifest' ? INDEX : defaultPlatform(platforms);
  const picked = chosen?.of === digest && (chosen?.platform !== INDEX || tab === 'manifest') ? chosen?.platform : undefined;
  const platformDigest = picked ?? fallback;
  const platform = useQuery({
    ...imageQuery(connection.id, repository, platformDigest),
    enabled: image.data?.kind === 'index' && platformDigest !== INDEX,
  });
  const tabs: readonly ImageTab[] = image.data ? tabsOf(image.data) : ['overview', 'layers', 'config', 'build', 'manifest'];
  const shownTab = tabs.includes(tab) ? tab : 'overview';
  const error = image.error ?? (shownTab === 'overview' ? null : platform.error);
  const edit = (): void => openDialog({ kind: 'edit-connection', id: connection.id });
  const retry = (): void => void (image.error ? image.refetch() : platform.refetch());
  const waiting = !image.data || (shownTab !== 'overview' && platform.isLoading);
  const fills = !waiting && !error && (shownTab === 'manifest' || (shownTab === 'config' && image.data?.kind === 'artifact'));
  return (
    <section className={styles['detail']} aria-label={t('image.of', { tag })}>
      <div className={styles['bar']}>
        <div className={styles['who']}>
          {digest && <Swatch digest={digest} />}
          <span className="cut" title={tag}>
            {tag}
          </span>
        </div>
        <TabList tabs={tabs} tab={shownTab} onTab={setTab} />
        <div className={styles['tools']}>
          {platforms.length > 0 && shownTab !== 'overview' && (
            <PlatformSwitch
              platforms={platforms}
              value={platformDigest}
              withIndex={shownTab === 'manifest'}
              onChange={(next) => setChosen({ of: digest ?? '', platform: next })}
            />
          )}
          <ActionIcon variant="subtle" color="gray" aria-label={t('image.close')} onClick={() => openTag(null)}>
            <IconX size={16} />
          </ActionIcon>
        </div>
      </div>
      <div
        id="image-panel"
        role="tabpanel"
        aria-labelledby={`image-tab-${shownTab}`}
        tabIndex={0}
        className={styles['panel']}
        data-fill={fills}
      >
        {props.missing ? (
          <Note tone="warn" role="alert">
            <strong>{t(props.missing === 'no-tag' ? 'image.noTag' : 'image.unreadable', { tag })}</strong>
            {props.missing === 'no-tag' && <span className="dim">{t('image.noTagDetail')}</span>}
          </Note>
        ) : error ? (
          <FailurePanel
            error={error}
            handlers={{ ...trustHandler(connection.id, error), retry, refresh: retry, 'edit-connection': edit, 'sign-in': edit }}
          />
        ) : waiting ? (
          <Loading />
        ) : (
          image.data && (
            <TabContent
              tab={shownTab}
              image={image.data}
              platform={platform.data}
              overview={<OverviewTab {...props} image={image.data} platform={platform.data} />}
            />
          )
        )}
      </div>
    </section>
  );
}
