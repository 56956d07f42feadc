import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CleanUpRule, RuleSet } from '../../../shared/contract/clean-up.ts';
import styles from './clean-up.module.css';

/** How old, and how many of the newest are kept: what `Everything old` leaves open. The other rules are as they were. */
export function AgeFields({ ruleSet, onChange }: { readonly ruleSet: RuleSet; readonly onChange: (ruleSet: RuleSet) => void }) {
  const { t } = useTranslation();
  const [rule, ...others] = ruleSet.rules;
  if (!rule) return null;
  const field = (name: 'olderThanDays' | 'keepNewest') => ({
    w: 150,
    min: 0,
    max: name === 'olderThanDays' ? 36_500 : 100_000,
    allowDecimal: false,
    value: rule[name] ?? '',
    onChange: (value: string | number): void => {
      const next: CleanUpRule = { ...rule, [name]: value === '' ? null : Number(value) };
      onChange({ ...ruleSet, rules: [next, ...others] });
    },
  });
  return (
    <div className={styles['options']}>
      <NumberInput label={t('cleanUp.olderThan')} placeholder={t('cleanUp.anyAge')} {...field('olderThanDays')} />
      <NumberInput label={t('cleanUp.keepNewest')} placeholder={t('cleanUp.noLimit')} {...field('keepNewest')} />
    </div>
  );
}
