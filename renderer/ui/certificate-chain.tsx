import { useTranslation } from 'react-i18next';
import type { CertificateView } from '../../shared/errors.ts';
import { displayText } from '../../shared/text.ts';
import { useFormat } from '../lib/use-format.ts';
import styles from './ui.module.css';

/** The certificates that a server showed, its own first. */
export function CertificateChain({ chain }: { readonly chain: readonly CertificateView[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const dated = (text: string): string => (Number.isNaN(Date.parse(text)) ? text : format.exactTime(new Date(text).toISOString()));
  return (
    <ol className={styles['chain']} aria-label={t('failure.chain.label')}>
      {chain.map((certificate) => (
        <li key={certificate.fingerprint}>
          <strong>{displayText(certificate.subject)}</strong>
          <span className="dim">
            {t('failure.chain.issued', { issuer: displayText(certificate.issuer), validTo: dated(certificate.validTo) })}
          </span>
          <span className="mono faint">SHA-256 {certificate.fingerprint}</span>
        </li>
      ))}
    </ol>
  );
}
