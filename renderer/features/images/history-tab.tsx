import { useTranslation } from 'react-i18next';
import type { HistoryStep } from '../../../shared/oci/image-config.ts';
import { displayText } from '../../../shared/text.ts';
import { useFormat } from '../../lib/use-format.ts';
import styles from './images.module.css';

/** The build steps, as a Dockerfile would say them; those that made no layer are there too, quieter. */
export function HistoryTab({ history }: { readonly history: readonly HistoryStep[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (history.length === 0) return <p className="dim">{t('history.none')}</p>;
  return (
    <ol className={styles['history']} aria-label={t('image.tab.history')}>
      {history.map((step, i) => {
        const text = displayText(step.instruction);
        const verb = /^[A-Z]{2,}(?= )/.exec(text)?.[0] ?? '';
        return (
          <li key={i} data-empty={step.empty}>
            <span className="faint num">{i + 1}</span>
            <code>
              {verb !== '' && <span className={styles['verb']}>{verb}</span>}
              {text.slice(verb.length) || t('history.unnamed')}
            </code>
            <span className="faint" title={step.created && format.exactTime(step.created)}>
              {step.empty ? t('history.empty') : step.created ? format.ago(step.created) : ''}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
