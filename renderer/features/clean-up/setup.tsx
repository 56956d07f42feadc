import { Button } from '@mantine/core';
import { Trans, useTranslation } from 'react-i18next';
import { asksForPulls, isUsable } from '../../../shared/clean-up.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Note } from '../../ui/note.tsx';
import { AgeFields } from './age-fields.tsx';
import styles from './clean-up.module.css';
import { CleanUpRules } from './clean-up-rules.tsx';
import { CleanUpSets } from './clean-up-sets.tsx';
import type { DraftActions } from './draft.ts';
import { ExportPolicy } from './export-policy.tsx';
import { IntentChoice } from './intent-choice.tsx';
import { policyInput } from './policy-input.ts';
import { rulesText } from './rules-text.ts';
import { ScopeFields } from './scope-fields.tsx';
import type { DryRun } from './use-dry-run.ts';

type SentenceProps = {
  readonly draft: DraftActions;
  /** The rules are shown below, and cannot be hidden where one of them is wrong. */
  readonly isOpen: boolean;
  readonly isHeldOpen?: boolean;
};

/** The rules in one sentence, and the way to change them. */
export function Sentence({ draft, isOpen, isHeldOpen = false }: SentenceProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = isUsable(draft.ruleSet) ? rulesText(t, format, draft.ruleSet) : t('cleanUp.empty');
  return (
    <div className={styles['sentence']}>
      <p title={text}>
        <Trans
          i18nKey="cleanUp.sentence"
          values={{ title: t(`cleanUp.intents.${draft.intent}.title`), text }}
          components={{ b: <strong /> }}
        />
      </p>
      <Button variant="default" aria-expanded={isOpen} disabled={isHeldOpen} onClick={() => draft.setEditing(!isOpen)}>
        {t(isOpen ? 'cleanUp.foldRules' : 'cleanUp.changeRules')}
      </Button>
    </div>
  );
}

/** What is said before a dry run: what to clean up, where, and by which rules. */
export function Setup({
  draft,
  repository,
  protectedTags,
  run,
}: {
  readonly draft: DraftActions;
  readonly repository: string | undefined;
  /** Globs of tags that the connection protects. */
  readonly protectedTags: readonly string[];
  readonly run: DryRun;
}) {
  const { t } = useTranslation();
  // What is wrong with a rule stands at the rule.
  const isInvalid = run.kind === 'invalid';
  const isEditing = draft.isEditing || isInvalid;
  return (
    <div className={styles['setup']}>
      <IntentChoice intent={draft.intent} onChoose={draft.choose} />
      <ScopeFields repository={repository} prefix={draft.prefix} onPrefix={draft.setPrefix} />
      {draft.intent === 'age' && !isEditing && <AgeFields ruleSet={draft.ruleSet} onChange={(next) => draft.setRules(next, false)} />}
      <Sentence draft={draft} isOpen={isEditing} isHeldOpen={isInvalid} />
      {isEditing && (
        <>
          <CleanUpRules ruleSet={draft.ruleSet} invalid={isInvalid ? run.invalid : undefined} onChange={draft.setRules} />
          <CleanUpSets ruleSet={draft.ruleSet} onChoose={draft.setRules}>
            <ExportPolicy policy={policyInput(draft, repository, protectedTags, run)} />
          </CleanUpSets>
          <p className="dim">{t('cleanUp.hint')}</p>
        </>
      )}
      {asksForPulls(draft.ruleSet) && <Note>{t('cleanUp.pullHint')}</Note>}
      {draft.ruleSet.untagged && <Note>{t('cleanUp.untaggedNote')}</Note>}
      {draft.ruleSet.orphans && <Note>{t('cleanUp.untaggedHint')}</Note>}
      {!isEditing && <p className={`${styles['result']} dim`}>{t('cleanUp.resultHere')}</p>}
    </div>
  );
}
