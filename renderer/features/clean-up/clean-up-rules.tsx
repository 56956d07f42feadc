import { ActionIcon, Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { emptyRule } from '../../../shared/clean-up.ts';
import type { CleanUpEvent, CleanUpRule, RuleSet } from '../../../shared/contract/clean-up.ts';
import styles from './clean-up.module.css';

/** A field of a rule that cannot be used. */
export type Invalid = Extract<CleanUpEvent, { kind: 'invalid' }>;

const plain = { autoComplete: 'off', spellCheck: false, styles: { input: { fontFamily: 'var(--mono)', fontSize: 12 } } };
const numberOf = (value: string | number): number | null => (value === '' ? null : Math.max(0, Math.round(Number(value))));

const KINDS = { match: ['glob', 'regex', 'builds'], except: ['glob', 'regex'] } as const;

/** A text field with a pattern, and what it is read as. */
function PatternFields({
  name,
  rule,
  error,
  onChange,
}: {
  readonly name: 'match' | 'except';
  readonly rule: CleanUpRule;
  readonly error: string | undefined;
  readonly onChange: (part: Partial<CleanUpRule>) => void;
}) {
  const { t } = useTranslation();
  const kind = `${name}Kind` as const;
  const isBuilds = rule[kind] === 'builds';
  return (
    <>
      <TextInput
        label={t(`cleanUp.${name}`)}
        placeholder={t(isBuilds ? 'cleanUp.buildNames' : name === 'match' ? 'cleanUp.all' : 'cleanUp.none')}
        value={isBuilds ? '' : rule[name]}
        disabled={isBuilds}
        onChange={(event) => onChange({ [name]: event.currentTarget.value })}
        error={error}
        {...plain}
      />
      <Select
        label={t('cleanUp.pattern')}
        aria-label={t(`cleanUp.${kind}`)}
        data={KINDS[name].map((value) => ({ value, label: t(`cleanUp.${value}`) }))}
        value={rule[kind]}
        onChange={(value) => onChange({ [kind]: KINDS[name].find((entry) => entry === value) ?? 'glob' })}
      />
    </>
  );
}

/** How many of the newest tags are kept, and since when tags that are deleted were neither made nor pulled. */
function LimitFields({ rule, onChange }: { readonly rule: CleanUpRule; readonly onChange: (part: Partial<CleanUpRule>) => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles['limits']}>
      <NumberInput
        label={t('cleanUp.keepNewest')}
        placeholder={t('cleanUp.noLimit')}
        min={0}
        value={rule.keepNewest ?? ''}
        onChange={(value) => onChange({ keepNewest: numberOf(value) })}
      />
      <Select
        label={t('cleanUp.newestBy')}
        data={[
          { value: 'date', label: t('cleanUp.byDate') },
          { value: 'version', label: t('cleanUp.byVersion') },
          { value: 'minor', label: t('cleanUp.byMinor') },
        ]}
        value={rule.newestBy}
        onChange={(value) => onChange({ newestBy: value === 'version' || value === 'minor' ? value : 'date' })}
        disabled={rule.keepNewest === null}
      />
      <NumberInput
        label={t('cleanUp.olderThan')}
        placeholder={t('cleanUp.anyAge')}
        min={0}
        value={rule.olderThanDays ?? ''}
        onChange={(value) => onChange({ olderThanDays: numberOf(value) })}
      />
      <NumberInput
        label={t('cleanUp.notPulled')}
        placeholder={t('cleanUp.anyPull')}
        min={0}
        value={rule.notPulledDays ?? ''}
        onChange={(value) => onChange({ notPulledDays: numberOf(value) })}
      />
    </div>
  );
}

function Rule({
  rule,
  number,
  invalid,
  onChange,
  onRemove,
}: {
  readonly rule: CleanUpRule;
  readonly number: number;
  readonly invalid: Invalid | undefined;
  readonly onChange: (rule: CleanUpRule) => void;
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation();
  const change = (part: Partial<CleanUpRule>): void => onChange({ ...rule, ...part });
  const problem = (field: Invalid['field']): string | undefined =>
    invalid?.rule === number && invalid.field === field
      ? t(invalid.why === 'unsupported' ? 'cleanUp.invalid.unsupported' : `cleanUp.invalid.${field}`)
      : undefined;
  return (
    <fieldset className={styles['rule']} aria-label={t('cleanUp.rule', { number })}>
      <span className={styles['number']}>{number}</span>
      <PatternFields name="match" rule={rule} error={problem('match')} onChange={change} />
      <PatternFields name="except" rule={rule} error={problem('except')} onChange={change} />
      <TextInput
        label={t('cleanUp.versions')}
        placeholder="<2.0.0"
        value={rule.versions}
        onChange={(event) => change({ versions: event.currentTarget.value })}
        error={problem('versions')}
        {...plain}
      />
      <LimitFields rule={rule} onChange={change} />
      <ActionIcon variant="subtle" color="gray" aria-label={t('cleanUp.removeRule', { number })} onClick={onRemove}>
        <IconTrash aria-hidden="true" size={15} />
      </ActionIcon>
    </fieldset>
  );
}

const BOXES = ['keepFloating', 'keepNewestRelease', 'orphans', 'untagged', 'untagOnly'] as const;

/** The rules of a clean-up. The first rule that matches a tag decides about it. */
export function CleanUpRules({
  ruleSet,
  invalid,
  onChange,
}: {
  readonly ruleSet: RuleSet;
  readonly invalid: Invalid | undefined;
  readonly onChange: (ruleSet: RuleSet) => void;
}) {
  const { t } = useTranslation();
  const { rules, graceDays } = ruleSet;
  const replace = (at: number, rule: CleanUpRule): void => onChange({ ...ruleSet, rules: rules.map((old, i) => (i === at ? rule : old)) });
  return (
    <div className={styles['rules']}>
      {rules.map((rule, i) => (
        <Rule
          key={i}
          rule={rule}
          number={i + 1}
          invalid={invalid}
          onChange={(next) => replace(i, next)}
          onRemove={() => onChange({ ...ruleSet, rules: rules.filter((_, at) => at !== i) })}
        />
      ))}
      <div className={styles['options']}>
        <Button variant="default" onClick={() => onChange({ ...ruleSet, rules: [...rules, emptyRule] })} disabled={rules.length >= 20}>
          {t('cleanUp.addRule')}
        </Button>
        <span className={styles['grace']}>
          {t('cleanUp.grace')}
          <NumberInput
            w={72}
            min={0}
            value={graceDays}
            onChange={(value) => onChange({ ...ruleSet, graceDays: numberOf(value) ?? 0 })}
            aria-label={t('cleanUp.graceDays')}
          />
          {t('cleanUp.days')}
        </span>
        {BOXES.map((box) => (
          <Checkbox
            key={box}
            label={t(`cleanUp.${box}`)}
            checked={ruleSet[box]}
            onChange={(event) => onChange({ ...ruleSet, [box]: event.currentTarget.checked })}
          />
        ))}
      </div>
    </div>
  );
}
