import { Button, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleSet } from '../../../shared/contract/clean-up.ts';
import { remember, useUi } from '../../lib/ui-state.ts';
import styles from './clean-up.module.css';

/** px: as tall as the field beside it. */
const FIELD = 36;

/** Saved rule sets: choose, save or remove one. */
export function CleanUpSets({
  ruleSet,
  onChoose,
  children,
}: {
  readonly ruleSet: RuleSet;
  readonly onChoose: (ruleSet: RuleSet) => void;
  /** What else is done with the rules. */
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const sets = useUi((ui) => ui.settings.ruleSets);
  const name = ruleSet.name.trim();
  const saved = sets.find((set) => set.name === name);
  const others = sets.filter((set) => set.name !== name);
  const isSaved = saved !== undefined && JSON.stringify(saved) === JSON.stringify({ ...ruleSet, name });
  return (
    <div className={styles['sets']}>
      {sets.length > 0 && (
        <Select
          label={t('cleanUp.sets')}
          placeholder={t('cleanUp.chooseSet')}
          data={sets.map((set) => set.name)}
          value={saved ? name : null}
          onChange={(chosen) => {
            const set = sets.find((entry) => entry.name === chosen);
            if (set) onChoose(set);
          }}
        />
      )}
      <TextInput
        label={t('cleanUp.setName')}
        placeholder={t('cleanUp.setNameHint')}
        value={ruleSet.name}
        onChange={(event) => onChoose({ ...ruleSet, name: event.currentTarget.value })}
        autoComplete="off"
        maxLength={100}
      />
      <Button
        variant="default"
        h={FIELD}
        disabled={name === '' || isSaved}
        onClick={() => remember({ ruleSets: [...others, { ...ruleSet, name }].sort((a, b) => (a.name < b.name ? -1 : 1)) })}
      >
        {t('cleanUp.saveSet')}
      </Button>
      {saved && (
        <Button variant="subtle" h={FIELD} onClick={() => remember({ ruleSets: others })}>
          {t('cleanUp.removeSet')}
        </Button>
      )}
      {children}
    </div>
  );
}
