import { Button, Skeleton } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Comparison, isAlike } from '../../../shared/compare/images.ts';
import { comparePairs } from '../../../shared/compare/pairs.ts';
import { comparePlatforms } from '../../../shared/compare/platforms.ts';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { ImageView } from '../../../shared/contract/images.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { showComparison } from '../../lib/places.ts';
import { trustHandler } from '../../lib/trust-realm.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useStalled } from '../../lib/use-stalled.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import styles from './compare.module.css';
import type { CompareTab } from './compare-page.tsx';
import { ConfigTab } from './config-tab.tsx';
import { LayersTab } from './layers-tab.tsx';
import { areFiles } from './outcome.tsx';
import { type Compared, sideName } from './sides.ts';
import { SummaryTab } from './summary-tab.tsx';
import { platformOf, type SideState, type useComparison } from './use-comparison.ts';

type Read = ReturnType<typeof useComparison>;

/** An image whose files are shown beside those of another one. */
type ShownFiles = { readonly compared: Compared; readonly image: Extract<ImageView, { kind: 'image' }>; readonly name: string };

/** Draws what the files of two images differ in. */
export type ShowFiles = (from: ShownFiles, to: ShownFiles) => ReactNode;

type Props = {
  readonly files: ShowFiles;
  readonly largestFiles: ShowFiles;
  readonly connections: readonly Connection[];
  readonly read: Read;
  readonly tab: CompareTab;
  readonly previous: string | undefined;
};

/** Nothing is chosen yet to compare with: what may be. */
function Choose({ read, previous, name }: Pick<Props, 'read' | 'previous'> & { readonly name: string }) {
  const { t } = useTranslation();
  const { from, to } = read;
  return (
    <Note>
      <strong>{t('compare.choose', { name })}</strong>
      <span>{t('compare.chooseDetail')}</span>
      {previous !== undefined && (
        <span>
          <Button
            variant="default"
            onClick={() =>
              showComparison(
                { connectionId: from.compared.connectionId, repository: from.compared.repository, reference: { tag: previous } },
                to.compared,
              )
            }
          >
            {t('compare.previous', { tag: previous })}
          </Button>
        </span>
      )}
    </Note>
  );
}

/** A side that cannot be compared, and why; the other one may be well. */
function Trouble({
  side,
  name,
  connections,
}: {
  readonly side: SideState;
  readonly name: string;
  readonly connections: readonly Connection[];
}) {
  const { t } = useTranslation();
  const id = side.compared.connectionId;
  if (side.state === 'missing')
    return (
      <Note tone="warn" role="alert">
        <strong>{t('compare.missing', { name })}</strong>
        <span>{t('compare.missingDetail')}</span>
        <span>
          <Button variant="default" onClick={side.retry}>
            {t('failure.action.refresh')}
          </Button>
        </span>
      </Note>
    );
  if (side.state !== 'failed') return null;
  const handlers = {
    ...trustHandler(id, side.error),
    retry: side.retry,
    refresh: side.retry,
    'edit-connection': () => openDialog({ kind: 'edit-connection', id }),
    'sign-in': () => openDialog({ kind: 'sign-in', id }),
  };
  const registry = connections.find((one) => one.id === id)?.name ?? '';
  return (
    <div className={styles['trouble']}>
      <span className="dim">
        {registry} · {name}
      </span>
      <FailureNote error={side.error} handlers={handlers} />
    </div>
  );
}

/** Lines where the comparison will be, and after a while whom they wait for. */
function Reading({ url }: { readonly url: string | undefined }) {
  const { t } = useTranslation();
  const isStalled = useStalled(true, 0);
  return (
    <div role="status" aria-busy="true" aria-label={t('compare.reading')} className={styles['skeletons']}>
      {isStalled && url !== undefined && <Waiting url={url} onCancel={undefined} />}
      {[100, 92, 60, 72, 54].map((width) => (
        <Skeleton key={width} height={width > 90 ? 24 : 11} width={`${width}%`} radius={4} />
      ))}
    </div>
  );
}

/** What a person should know before reading the comparison. */
function Notes({
  read,
  comparison,
  names,
}: {
  readonly read: Read;
  readonly comparison: Comparison;
  readonly names: readonly [string, string];
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { from, to } = read;
  if (!from.image || !to.image || !from.named || !to.named) return null;
  const isIndex = [from.named.kind === 'index', to.named.kind === 'index'] as const;
  const [index, at] = isIndex[0] ? [from, 0 as const] : [to, 1 as const];
  const isCut = [from.image, to.image].some((image) => 'layerCount' in image && image.layerCount > image.layers.length);
  const most = Math.max(...[from.image, to.image].map((image) => ('layers' in image ? image.layers.length : 0)));
  return (
    <>
      {isIndex[0] !== isIndex[1] && (
        <Note>
          {t('compare.indexAndImage', {
            index: names[at],
            image: names[1 - at],
            platform: platformOf(index) ?? shortDigest(index.image?.digest ?? ''),
          })}
        </Note>
      )}
      {from.image.kind !== to.image.kind && (
        <Note tone="warn">
          {t('compare.otherKinds', { from: t(`tags.kind.${from.image.content}`), to: t(`tags.kind.${to.image.content}`) })}
        </Note>
      )}
      {comparison.isConfigUnknown && <Note tone="warn">{t('compare.configUnknown')}</Note>}
      {isCut && <Note tone="warn">{t('compare.layersCut', { shown: format.number(most) })}</Note>}
      {from.image.digest !== to.image.digest && isAlike(comparison) && (
        <Note tone="ok">
          <strong>{t('compare.alike')}</strong>
          <span>{t('compare.alikeDetail')}</span>
        </Note>
      )}
    </>
  );
}

function Shown({ connections, read, tab, files, largestFiles }: Omit<Props, 'previous'>) {
  const { t } = useTranslation();
  const { from, to, comparison } = read;
  const names = [
    sideName(from.compared, to.compared, connections) || shortDigest(from.image?.digest ?? ''),
    sideName(to.compared, from.compared, connections) || shortDigest(to.image?.digest ?? ''),
  ] as const;
  const [before, after] = [from.named, to.named];
  const platforms = useMemo(
    () => (before?.kind === 'index' && after?.kind === 'index' ? comparePlatforms(before.images, after.images) : []),
    [before, after],
  );
  const indexAnnotations = useMemo(
    () => (before?.kind === 'index' && after?.kind === 'index' ? comparePairs(before.annotations, after.annotations) : []),
    [before, after],
  );
  if (from.image && from.image.digest === to.image?.digest)
    return (
      <Note tone="ok" role="status">
        <strong>{t('compare.sameImage')}</strong>
        <span className="mono">{t('compare.sameImageDetail', { digest: from.image.digest })}</span>
      </Note>
    );
  if (!comparison) return <Note tone="warn">{t('compare.noLayers')}</Note>;
  const shown = { from: names[0], to: names[1] };
  const isFiles = areFiles(read);
  const drawFiles = (draw: ShowFiles): ReactNode =>
    from.image?.kind === 'image' && to.image?.kind === 'image'
      ? draw({ compared: from.compared, image: from.image, name: names[0] }, { compared: to.compared, image: to.image, name: names[1] })
      : null;
  if (tab === 'files') return drawFiles(files);
  const show = (platform: string): void =>
    showComparison(
      { ...from.compared, reference: { ...from.compared.reference, platform } },
      { ...to.compared, reference: { ...to.compared.reference, platform } },
    );
  return (
    <>
      <Notes read={read} comparison={comparison} names={names} />
      {tab === 'overview' ? (
        <SummaryTab comparison={comparison} platforms={platforms} isFiles={isFiles} show={show} {...shown}>
          {drawFiles(largestFiles)}
        </SummaryTab>
      ) : tab === 'layers' ? (
        <LayersTab layers={comparison.layers} isFiles={isFiles} {...shown} />
      ) : (
        <ConfigTab comparison={comparison} indexAnnotations={indexAnnotations} {...shown} />
      )}
    </>
  );
}

/** What the chosen tab shows of two images, or why it cannot. */
export function ComparisonContent({ connections, read, tab, previous, files, largestFiles }: Props) {
  const { from, to } = read;
  const nameOf = (side: SideState, other: SideState): string => sideName(side.compared, other.compared, connections);
  const sides = [from, to] as const;
  const failing = sides.filter(({ state }) => state === 'missing' || state === 'failed');
  if (failing.length > 0)
    return failing.map((side) => (
      <Trouble key={side === from ? 'from' : 'to'} side={side} name={nameOf(side, side === from ? to : from)} connections={connections} />
    ));
  if (from.state === 'none' || to.state === 'none') return <Choose read={read} previous={previous} name={nameOf(to, from)} />;
  if (!from.image || !to.image) {
    const waiting = from.state === 'reading' ? from : to;
    return <Reading url={connections.find(({ id }) => id === waiting.compared.connectionId)?.url} />;
  }
  return <Shown {...{ connections, read, tab, files, largestFiles }} />;
}
