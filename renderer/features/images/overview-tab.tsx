import { SegmentedControl, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { ImageView } from '../../../shared/contract/images.ts';
import { subjectOfTag } from '../../../shared/oci/content-kind.ts';
import { platformName } from '../../../shared/oci/platform.ts';
import {
  needsOwnSetting,
  type Pullable,
  type PullTool,
  pullCommand,
  pullTools,
  rememberedTool,
  toolName,
  usualTool,
} from '../../lib/pull-command.ts';
import { remember, useUi } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { Breakable, type Fact, Facts, KeysAndValues } from './facts.tsx';
import styles from './images.module.css';
import type { KnownTags } from './referrer-kinds.ts';
import { Referrers } from './referrers.tsx';
import { TagChips } from './tag-chips.tsx';

export type OverviewProps = {
  readonly connection: Connection;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly image: ImageView;
  /** The image of the chosen platform, where `image` is an index. */
  readonly platform: ImageView | undefined;
  readonly siblings: readonly string[];
  readonly size: number | undefined;
  readonly isAtLeast: boolean;
  readonly created: string | undefined;
  /** The tags of the repository that could hold what is attached to the image. */
  readonly referrerTags: KnownTags;
  /** What an artifact says of itself. */
  readonly card: ReactNode;
};

/** As many as a row of buttons shows in the narrowest pane. */
const MOST_BUTTONS = 3;

function ToolChoice({
  tool,
  tools,
  onChoose,
}: {
  readonly tool: PullTool;
  readonly tools: readonly PullTool[];
  readonly onChoose: (tool: PullTool) => void;
}) {
  const { t } = useTranslation();
  const label = t('image.pullTool');
  const data = tools.map((value) => ({ value, label: toolName(value) }));
  if (tools.length <= MOST_BUTTONS) return <SegmentedControl size="xs" value={tool} onChange={onChoose} data={data} aria-label={label} />;
  return (
    <Select
      size="xs"
      w={170}
      value={tool}
      data={data}
      aria-label={label}
      allowDeselect={false}
      onChange={(value) => {
        const chosen = tools.find((one) => one === value);
        if (chosen !== undefined) onChoose(chosen);
      }}
    />
  );
}

function Commands({ connection, repository, tag, image }: OverviewProps) {
  const { t } = useTranslation();
  const preferred = useUi((ui) => ui.settings);
  const { content, digest } = image;
  const what: Omit<Pullable, 'tagOrDigest'> = {
    url: connection.url,
    repository,
    content,
    artifactType: image.kind === 'artifact' ? image.artifactType : undefined,
    // A cosign tag names what it is about; its digest does not.
    subject: image.subject ?? (tag === undefined ? undefined : subjectOfTag(tag)),
  };
  const tools = pullTools({ ...what, tagOrDigest: digest });
  const tool = usualTool(preferred, { ...what, tagOrDigest: digest });
  const byTag = tag === undefined ? undefined : pullCommand(tool, { ...what, tagOrDigest: tag });
  const byDigest = pullCommand(tool, { ...what, tagOrDigest: digest });
  const choose = (chosen: PullTool): void => remember(rememberedTool(preferred, content, chosen));
  return (
    <>
      <div className={styles['heading']}>
        <h3>{t('image.pull')}</h3>
        <ToolChoice tool={tool} tools={tools} onChoose={choose} />
      </div>
      {byTag !== undefined && <CopyField text={byTag} label={t('image.pullByTag')} />}
      {byDigest !== byTag && <CopyField text={byDigest} label={t('image.pullByDigest')} />}
      {needsOwnSetting(tool, connection) && <span className="faint">{t('image.pullPlainHttp')}</span>}
    </>
  );
}

const TypeName = ({ type }: { readonly type: string }) => (
  <span className="mono">
    <Breakable text={type} />
  </span>
);

const isImage = ({ content }: Pick<ImageView, 'content'>): boolean => content === 'image' || content === 'index' || content === 'legacy';

/** What is attached itself has attachments that nobody looks for. */
const mayHaveReferrers = ({ content }: ImageView): boolean => isImage({ content }) || ['chart', 'wasm', 'artifact'].includes(content);

function useFacts({ connection, repository, image, size, isAtLeast, created, referrerTags }: OverviewProps): Fact[] {
  const { t } = useTranslation();
  const format = useFormat();
  const images =
    image.kind === 'index' ? image.images : image.content === 'image' && image.kind === 'image' && image.config ? [image.config] : [];
  const platforms = [...new Set(images.flatMap(({ platform }) => (platform ? platformName(platform) : [])))];
  const attestations = image.kind === 'index' ? image.attestations : 0;
  const isCut = image.kind === 'index' && image.imageCount > image.images.length;
  const facts: (Fact | false)[] = [
    { name: t('image.digest'), value: <CopyField text={image.digest} label={t('image.digest')} /> },
    { name: t('image.kind'), value: t(`tags.kind.${image.content}`) },
    image.subject !== undefined && { name: t('image.subject'), value: <CopyField text={image.subject} label={t('image.subject')} /> },
    { name: t('image.mediaType'), value: <TypeName type={image.mediaType} />, copy: image.mediaType },
    image.kind === 'artifact' && {
      name: t('image.artifactType'),
      value: <TypeName type={image.artifactType} />,
      copy: image.artifactType,
    },
    platforms.length > 0 && { name: t('image.platforms'), value: format.names(platforms) },
    isCut && {
      name: t('image.note'),
      value: t('image.cut', { shown: format.number(image.images.length), all: format.number(image.imageCount) }),
    },
    mayHaveReferrers(image) && {
      name: t('image.referrers.title'),
      value: <Referrers connectionId={connection.id} repository={repository} digest={image.digest} known={referrerTags} />,
    },
    attestations > 0 && { name: t('image.attestations'), value: format.number(attestations) },
    size !== undefined && {
      name: t(image.kind === 'index' ? 'image.sizeAll' : 'image.size'),
      value: (
        <span title={format.exactBytes(size)}>{isAtLeast ? t('tags.atLeast', { size: format.bytes(size) }) : format.bytes(size)}</span>
      ),
    },
    {
      name: t('image.created'),
      value: created ? <span title={format.exactTime(created)}>{format.time(created)}</span> : t('tags.unknown'),
    },
    image.kind === 'unknown' && { name: t('image.note'), value: t('image.unknownType') },
    image.kind === 'legacy' && { name: t('image.note'), value: t('image.legacyType') },
  ];
  return facts.filter((fact) => fact !== false);
}

/** How to pull the image, what it is, and which tags point to it. */
export function OverviewTab(props: OverviewProps) {
  const { t } = useTranslation();
  const { image, platform, tag, siblings } = props;
  const facts = useFacts(props);
  const tagsTitle = t(isImage(image) ? 'image.tags' : 'image.tagsOfArtifact');
  const shown = platform ?? image;
  const config = shown.kind === 'image' ? shown.config : undefined;
  const labels = config?.labels ?? [];
  // All else is said of the whole index.
  const labelsTitle = platform && config?.platform ? t('image.labelsOf', { platform: platformName(config.platform) }) : t('image.labels');
  return (
    <div className={styles['overview']}>
      <div className={styles['column']}>
        <Commands {...props} />
        <h3 className={styles['heading']}>{tagsTitle}</h3>
        <TagChips title={tagsTitle} tags={siblings} tag={tag} />
      </div>
      <div className={styles['column']}>
        {props.card}
        <Facts facts={facts} label={t('image.tab.overview')} />
        {image.annotations.length > 0 && (
          <>
            <h3 className={styles['heading']}>{t('image.annotations')}</h3>
            <KeysAndValues label={t('image.annotations')} pairs={image.annotations} beside={labels} />
          </>
        )}
        {labels.length > 0 && (
          <>
            <h3 className={styles['heading']}>{labelsTitle}</h3>
            <KeysAndValues label={labelsTitle} pairs={labels} beside={image.annotations} />
          </>
        )}
      </div>
    </div>
  );
}
