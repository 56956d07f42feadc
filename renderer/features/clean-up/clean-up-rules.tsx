import { ActionIcon, Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type CleanUpEvent, type CleanUpRule, emptyRule, type RuleSet } from '../../../shared/contract/clean-up.ts';
import styles from './clean-up.module.css';

/** A field of a rule that cannot be used. */
export type Invalid = Extract<CleanUpEvent, { kind: 'invalid' }>;

const plain = { autoComplete: 'off', spellCheck: false, styles: { input: { fontFamily: 'var(--mono)', fontSize: 12 } } };
const numberOf = (value: string | number): number | null => (value === '' ? null : Math.max(0, Math.round(Number(value))));

/** Whether a pattern is a glob or a regular expression. */
function KindSelect({
  label,
  value,
  onChange,
}: {
  label: string;
  value: CleanUpRule['matchKind'];
  onChange: (kind: CleanUpRule['matchKind']) => void;
}) {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={label}
      data={[
        { value: 'glob', label: t('cleanUp.glob') },
        { value: 'regex', label: t('cleanUp.regex') },
      ]}
      value={value}
      onChange={(kind) => onChange(kind === 'regex' ? 'regex' : 'glob')}
    />
  );
}

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
  return (
    <>
      <TextInput
        className={styles['words'] ?? ''}
        label={t(`cleanUp.${name}`)}
        placeholder={t(name === 'match' ? 'cleanUp.all' : 'cleanUp.none')}
        value={rule[name]}
        onChange={(event) => onChange({ [name]: event.currentTarget.value })}
        error={error}
        {...plain}
      />
      <KindSelect label={t(`cleanUp.${kind}`)} value={rule[kind]} onChange={(value) => onChange({ [kind]: value })} />
    </>
  );
}

/** How many of the newest tags are kept, and from which age on tags are deleted. */
function LimitFields({ rule, onChange }: { readonly rule: CleanUpRule; readonly onChange: (part: Partial<CleanUpRule>) => void }) {
  const { t } = useTranslation();
  return (
    <>
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
        ]}
        value={rule.newestBy}
        onChange={(value) => onChange({ newestBy: value === 'version' ? 'version' : 'date' })}
        disabled={rule.keepNewest === null}
      />
      <NumberInput
        label={t('cleanUp.olderThan')}
        placeholder={t('cleanUp.anyAge')}
        min={0}
        value={rule.olderThanDays ?? ''}
        onChange={(value) => onChange({ olderThanDays: numberOf(value) })}
      />
    </>
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
  readonly onRemove: (() => void) | undefined;
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
        className={styles['words'] ?? ''}
        label={t('cleanUp.versions')}
        placeholder="<2.0.0"
        value={rule.versions}
        onChange={(event) => change({ versions: event.currentTarget.value })}
        error={problem('versions')}
        {...plain}
      />
      <LimitFields rule={rule} onChange={change} />
      {onRemove && (
        <ActionIcon variant="subtle" color="gray" aria-label={t('cleanUp.removeRule', { number })} onClick={onRemove}>
          <IconTrash size={15} />
        </ActionIcon>
      )}
    </fieldset>
  );
}

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
  const { rules, graceDays, untagOnly } = ruleSet;
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
          onRemove={rules.length > 1 ? () => onChange({ ...ruleSet, rules: rules.filter((_, at) => at !== i) }) : undefined}
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
        <Checkbox
          label={t('cleanUp.untagOnly')}
          checked={untagOnly}
          onChange={(event) => onChange({ ...ruleSet, untagOnly: event.currentTarget.checked })}
        />
      </div>
    </div>
  );
}
