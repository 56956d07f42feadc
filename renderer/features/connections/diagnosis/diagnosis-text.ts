import type { TFunction } from 'i18next';
import type { DiagnosisFact, DiagnosisStep } from '../../../../shared/contract/diagnosis.ts';
import { productIds } from '../../../../shared/products/products.ts';
import { readFailure, type ShownFailure } from '../../../../shared/shown-failure.ts';
import { displayText } from '../../../../shared/text.ts';
import { utcOf } from '../../../../shared/utc.ts';
import { failureText } from '../../../lib/failure-text.ts';

/** A step in words: what it says, what to do about it, and what was seen. */
export type StepText = {
  readonly title: string;
  readonly result: string;
  readonly time: string;
  readonly cause: string;
  readonly fix: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
};

const ABILITIES = ['works', 'refused', 'no-permission', 'unknown'] as const;

function valueText(t: TFunction, { key, value }: DiagnosisFact): string {
  const ability = ABILITIES.find((known) => known === value);
  if ((key === 'by-digest' || key === 'by-tag') && ability) return t(`diagnosis.ability.${ability}`);
  const product = productIds.find((known) => known === value);
  if (key === 'product' && product) return t(`products.${product}.name`);
  return displayText(value);
}

/** The registry's own words where a step failed; those of a status that has no meaning of its own are in its detail already. */
function saidIn(failure: ShownFailure): string {
  if (failure.code === 'REGISTRY' || !('errors' in failure.data) || !failure.data.errors) return '';
  return failure.data.errors.map(({ code, message }) => [code, message].filter(Boolean).join(': ')).join('. ');
}

/** What steps come to of which none failed: whether all is well, or something is to be read. */
export function healthyText(t: TFunction, steps: readonly DiagnosisStep[]): string {
  const count = steps.filter(({ result }) => result === 'notice').length;
  return count === 0 ? t('diagnosis.healthy') : t('diagnosis.healthyBut', { count });
}

/** The words of a step. */
export function stepText(t: TFunction, step: DiagnosisStep): StepText {
  const shown = step.failure ? readFailure(step.failure) : undefined;
  const failure = shown && failureText(t, shown);
  const said = shown ? displayText(saidIn(shown)) : '';
  const facts = step.facts.map((fact) => ({ label: t(`diagnosis.fact.${fact.key}`), value: valueText(t, fact) }));
  const time = step.took < 1 ? '<1' : String(Math.round(step.took));
  return {
    title: t(`diagnosis.step.${step.name}`),
    result: t(`diagnosis.result.${step.result}`),
    time: step.result === 'skipped' ? '' : t('diagnosis.ms', { ms: time }),
    cause: failure ? displayText(failure.title) : step.note ? t(`diagnosis.note.${step.note}`) : '',
    fix: failure ? displayText(failure.detail) : '',
    facts: said === '' ? facts : [...facts, { label: t('diagnosis.fact.said'), value: said }],
  };
}

/** The whole diagnosis as text, to paste into a ticket. No step carries a secret. */
export function diagnosisText(t: TFunction, steps: readonly DiagnosisStep[]): string {
  const lines = steps.flatMap((step) => {
    const { title, result, time, cause, fix, facts } = stepText(t, step);
    const chain = step.chain.map(({ subject, issuer, validTo, fingerprint }) => {
      const issued = t('failure.chain.issued', { issuer: displayText(issuer), validTo: utcOf(validTo) });
      return `    ${displayText(subject)}, ${issued}, ${fingerprint}`;
    });
    return [
      `[${result}] ${title}${time === '' ? '' : ` (${time})`}`,
      ...[cause, fix].filter(Boolean).map((text) => `    ${text}`),
      ...facts.map(({ label, value }) => `    ${label}: ${value}`),
      ...chain,
    ];
  });
  return lines.join('\n');
}
