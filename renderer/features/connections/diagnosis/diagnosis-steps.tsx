import { Loader } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DiagnosisStep } from '../../../../shared/contract/diagnosis.ts';
import { CertificateChain } from '../../../ui/certificate-chain.tsx';
import { FailureNote } from '../../../ui/failure-panel.tsx';
import styles from './diagnosis.module.css';
import type { Diagnosis } from './diagnosis-state.ts';
import { stepText } from './diagnosis-text.ts';

const ICONS = { ok: IconCircleCheck, notice: IconAlertTriangle, failed: IconCircleX, skipped: IconCircleDashed };

function Step({ step }: { readonly step: DiagnosisStep }) {
  const { t } = useTranslation();
  const { title, result, time, cause, fix, facts } = stepText(t, step);
  const Icon = ICONS[step.result];
  return (
    <li className={styles['step']} data-result={step.result}>
      <Icon size={17} className={styles['icon']} aria-label={result} role="img" />
      <div className={styles['body']}>
        <div className={styles['line']}>
          <strong>{title}</strong>
          <span className="faint">{time}</span>
        </div>
        {cause !== '' && <span className={styles['cause']}>{cause}</span>}
        {fix !== '' && <span className="dim">{fix}</span>}
        {facts.length > 0 && (
          <dl className={styles['facts']}>
            {facts.map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
        {step.chain.length > 0 && step.result !== 'ok' && <CertificateChain chain={step.chain} />}
      </div>
    </li>
  );
}

/** The steps of a diagnosis as they end, and the one under way. */
export function DiagnosisSteps({ diagnosis }: { readonly diagnosis: Diagnosis }) {
  const { t } = useTranslation();
  const isRunning = diagnosis.kind === 'running';
  return (
    <>
      <ol className={styles['steps']} aria-label={t('diagnosis.steps')} aria-busy={isRunning}>
        {diagnosis.steps.map((step) => (
          <Step key={step.name} step={step} />
        ))}
        {isRunning && (
          <li className={styles['step']} data-result="running">
            <Loader size={15} className={styles['icon'] ?? ''} aria-label={t('diagnosis.result.running')} role="img" />
            <div className={styles['body']}>
              <strong>{t(`diagnosis.step.${diagnosis.step}`)}</strong>
            </div>
          </li>
        )}
      </ol>
      {diagnosis.kind === 'failed' && <FailureNote error={diagnosis.error} handlers={{}} />}
    </>
  );
}
