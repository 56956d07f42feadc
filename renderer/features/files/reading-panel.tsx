import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Layer } from '../../../shared/contract/images.ts';
import { displayText } from '../../../shared/text.ts';
import { useFormat } from '../../lib/use-format.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import styles from './files.module.css';
import { type LayerReading, progressOf, type Reading } from './reading.ts';

/** How far one layer is. */
function LayerState({ layer, of }: { readonly layer: LayerReading | undefined; readonly of: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (layer?.state === 'read') return t('files.filesIn', { count: layer.facts.files, shown: format.number(layer.facts.files) });
  if (layer?.state === 'reading') return t('files.bytesOf', { bytes: format.bytes(layer.bytes), all: format.bytes(of) });
  return t('files.waiting', { all: format.bytes(of) });
}

/** How far the layers of an image were read, each of them, and a way to stop. */
export function ReadingPanel({
  reading,
  layers,
  onStop,
}: {
  readonly reading: Reading;
  readonly layers: readonly Layer[];
  readonly onStop: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { bytes, of } = progressOf(
    reading,
    layers.map(({ size }) => size),
  );
  return (
    <div className={styles['reading']}>
      <div className={styles['progress']} role="status">
        <strong>{t('files.reading', { bytes: format.bytes(bytes), all: format.bytes(of) })}</strong>
        <ProgressBar label={t('files.readingLayers')} done={bytes} total={of} width={160} />
        <Button size="compact-sm" variant="default" onClick={onStop}>
          {t('files.stop')}
        </Button>
      </div>
      <ol aria-label={t('files.readingLayers')}>
        {layers.map((layer, i) => (
          <li key={i} data-state={reading.layers.get(i + 1)?.state}>
            <span>{t('files.layer', { number: format.number(i + 1) })}</span>
            <code className="mono cut">{displayText(layer.instruction ?? '')}</code>
            <span>
              <LayerState layer={reading.layers.get(i + 1)} of={layer.size} />
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
