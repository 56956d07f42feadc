import { useTranslation } from 'react-i18next';
import type { Layer } from '../../../shared/contract/images.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import type { HistoryStep } from '../../../shared/oci/image-config.ts';
import { displayText } from '../../../shared/text.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CopyAtHover } from '../../ui/copy-at-hover.tsx';
import styles from './images.module.css';
import { stepLayers } from './layer-rows.ts';

type Props = {
  readonly history: readonly HistoryStep[];
  readonly layers: readonly Layer[];
  readonly layerCount: number;
};

/** The build steps as a Dockerfile, each with the layer that it made: two builds of the same file differ in nothing else. Steps without a layer are dimmed. */
export function BuildTab({ history, layers, layerCount }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (history.length === 0) return <p className="dim">{t('build.none')}</p>;
  const made = stepLayers(history, layers, layerCount);
  return (
    <ol className={styles['build']} aria-label={t('image.tab.build')}>
      {history.map((step, i) => {
        const text = displayText(step.instruction);
        const verb = /^[A-Z]{2,}(?= )/.exec(text)?.[0] ?? '';
        return (
          <li key={i} data-empty={step.empty}>
            <span className="faint num">{i + 1}</span>
            <CopyAtHover text={text} label={t('layers.instructionOf', { number: i + 1 })}>
              <code>
                {verb !== '' && <span className={styles['verb']}>{verb}</span>}
                {text.slice(verb.length) || t('build.unnamed')}
              </code>
            </CopyAtHover>
            <span className="faint" title={made[i]?.digest}>
              {step.empty ? t('build.empty') : made[i] && <code>{shortDigest(made[i].digest)}</code>}
            </span>
            <span className="dim" title={step.created && format.exactTime(step.created)}>
              {step.created && format.ago(step.created)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
