import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Intent } from '../../../shared/clean-up.ts';
import type { IntentYield } from '../../../shared/contract/clean-up.ts';
import { useFormat } from '../../lib/use-format.ts';
import styles from './clean-up.module.css';
import { greaterYields } from './dry-run-view.ts';

/** Which other intents would free more of what was read; each begins its dry run. */
export function GreaterYields({
  yields,
  intent,
  freed,
  onAsk,
}: {
  readonly yields: readonly IntentYield[];
  readonly intent: Intent;
  /** Bytes that this dry run frees; undefined while they are counted. */
  readonly freed: number | undefined;
  readonly onAsk: (intent: Intent) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const greater = freed === undefined ? [] : greaterYields(yields, intent, freed);
  if (greater.length === 0) return null;
  return (
    <div className={styles['yields']}>
      <span className="dim">{t('cleanUp.freesMore')}</span>
      {greater.map((other) => (
        <Button key={other.intent} size="compact-xs" variant="default" onClick={() => onAsk(other.intent)}>
          {t('cleanUp.intentFrees', { title: t(`cleanUp.intents.${other.intent}.title`), freed: format.bytes(other.bytesFreed) })}
        </Button>
      ))}
    </div>
  );
}
