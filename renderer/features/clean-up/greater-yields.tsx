import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { type WeighedSet, weighed } from '../../../shared/clean-up.ts';
import type { SetYield } from '../../../shared/contract/clean-up.ts';
import { useFormat } from '../../lib/use-format.ts';
import styles from './clean-up.module.css';
import { greaterYields } from './dry-run-view.ts';

/** What a set deletes, with the age that its rules name. */
function titleOf(t: TFunction, set: WeighedSet): string {
  const { intent, ruleSet } = weighed(set);
  const days = ruleSet.rules[0]?.olderThanDays ?? undefined;
  return t(`cleanUp.usualSets.${intent}`, { days });
}

/** Which other sets of rules would free more of what was read; each begins its dry run. */
export function GreaterYields({
  yields,
  freed,
  onAsk,
}: {
  readonly yields: readonly SetYield[];
  /** Bytes that this dry run frees; undefined while they are counted. */
  readonly freed: number | undefined;
  readonly onAsk: (set: WeighedSet) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const greater = freed === undefined ? [] : greaterYields(yields, freed);
  if (greater.length === 0) return null;
  return (
    <div className={styles['yields']}>
      <span className="dim">{t('cleanUp.freesMore')}</span>
      {greater.map((other) => (
        <Button key={other.set} size="compact-xs" variant="default" onClick={() => onAsk(other.set)}>
          {t('cleanUp.setFrees', { title: titleOf(t, other.set), freed: format.bytes(other.bytesFreed) })}
        </Button>
      ))}
    </div>
  );
}
