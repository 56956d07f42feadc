import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConfigProblem, ImageView } from '../../../shared/contract/images.ts';
import type { ImageTab } from '../../../shared/place.ts';
import { invalidText } from '../../lib/failure-text.ts';
import { useUi } from '../../lib/ui-state.ts';
import { Note } from '../../ui/note.tsx';
import { baseOf } from './base-line.tsx';
import { BuildTab } from './build-tab.tsx';
import { ArtifactConfig, ConfigTab } from './config-tab.tsx';
import { LayersTab } from './layers-tab.tsx';
import { type FollowDigest, ManifestTab } from './manifest-tab.tsx';
import type { LayersOf } from './queries.ts';
import { layersName } from './tabs.ts';

/** Shows the files of an image. */
export type ShowFiles = (image: Extract<ImageView, { kind: 'image' }>) => ReactNode;

function problemText(t: TFunction, problem: ConfigProblem): string {
  switch (problem.why) {
    case 'missing':
    case 'digest':
    case 'unverifiable':
    case 'unreadable':
      return t(`image.configReason.${problem.why}`);
    default:
      return t('failure.text.INVALID_RESPONSE answer.detail', { why: invalidText(t, problem) });
  }
}

export type ArtifactView = Extract<ImageView, { readonly kind: 'artifact' }>;

/** What the chosen tab shows of an image; of an index, what it shows of the chosen platform. */
export function TabContent({
  tab,
  image,
  platform,
  overview,
  linked,
  of,
  layer,
  follow,
  files,
  artifactFiles,
}: {
  readonly tab: ImageTab;
  readonly image: ImageView;
  readonly platform: ImageView | undefined;
  readonly overview: ReactNode;
  readonly linked: ReactNode;
  readonly of: LayersOf;
  /** The layer that is unfolded from the beginning. */
  readonly layer: string | undefined;
  readonly follow: FollowDigest;
  readonly files: ShowFiles;
  readonly artifactFiles: (image: ArtifactView, chosen: string | undefined) => ReactNode;
}) {
  const { t } = useTranslation();
  const shown = image.kind === 'index' ? platform : image;
  // A link names a layer by its number.
  const linkedLayer = useUi(({ place }) => (place?.tab === 'layers' ? place.layer : undefined));
  if (tab === 'overview') return overview;
  if (tab === 'linked') return linked;
  if (tab === 'manifest') return <ManifestTab image={shown ?? image} follow={follow} />;
  if (!shown || shown.kind === 'index') return <p className="dim">{t('image.noPlatform')}</p>;
  if (shown.kind !== 'image' && shown.kind !== 'artifact') return null;
  if (tab === 'layers' && shown.kind === 'artifact') return artifactFiles(shown, layer ?? shown.layers[(linkedLayer ?? 0) - 1]?.digest);
  if (tab === 'layers')
    return (
      <LayersTab
        key={shown.digest}
        layers={shown.layers}
        layerCount={shown.layerCount}
        name={layersName(image.content)}
        chosen={layer ?? shown.layers[(linkedLayer ?? 0) - 1]?.digest}
        base={baseOf(shown, image)}
        of={of}
      />
    );
  if (tab === 'files') return shown.kind === 'image' ? files(shown) : null;
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
  return tab === 'config' ? (
    <ConfigTab config={shown.config} />
  ) : (
    <BuildTab history={shown.config.history} layers={shown.layers} layerCount={shown.layerCount} base={baseOf(shown, image)} />
  );
}
