import { useTranslation } from 'react-i18next';
import type { LinkedDocument, SignatureFacts } from '../../../../shared/linked/document.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { CopyAtHover } from '../../../ui/copy-at-hover.tsx';
import { About } from './about.tsx';
import { FactList } from './fact-list.tsx';
import type { DocumentAddress } from './queries.ts';
import { VerifyBox } from './verify-box.tsx';

/** Who signed, by the certificate that the signature brings along. */
function Signer({ signature: { certificate } }: { readonly signature: SignatureFacts }) {
  const { t } = useTranslation();
  if (!certificate) return <span className="dim">{t('document.bareKey')}</span>;
  const name = certificate.identity ?? certificate.subject;
  return (
    <CopyAtHover text={name} label={t('document.signedBy')}>
      <strong>{name}</strong>
    </CopyAtHover>
  );
}

/** Who signed what, when, by their own word; and whether a key that a person trusts made it. */
export function SignatureView({
  document: { about },
  signature,
  address,
  subject,
}: {
  readonly document: LinkedDocument;
  readonly signature: SignatureFacts;
  readonly address: DocumentAddress;
  readonly subject: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { certificate, signed, expires, logIndex, keyHint, notes, format: kind } = signature;
  if (kind === 'notation-cose') return <p className="dim">{t('document.cose')}</p>;
  const span = certificate && { from: format.time(certificate.validFrom), to: format.time(certificate.validTo) };
  return (
    <>
      <VerifyBox address={address} subject={subject} />
      <FactList
        label={t('document.signature')}
        facts={[
          { name: t('document.signedBy'), value: <Signer signature={signature} /> },
          { name: t('document.issuer'), value: certificate?.issuer },
          { name: t('document.signs'), value: <About about={about} subject={subject} /> },
          { name: t('document.signedAt'), value: signed && t(`document.at.${signed.by}`, { time: format.time(signed.at) }) },
          { name: t('document.expires'), value: expires && format.time(expires) },
          { name: t('document.issuedBy'), value: certificate?.issuedBy },
          { name: t('document.valid'), value: span && t('document.validSpan', span) },
          { name: t('document.logIndex'), value: logIndex },
          { name: t('document.keyHint'), value: keyHint && <span className="mono">{keyHint}</span> },
          ...notes.map(([name, value]) => ({ name, value: <span className="mono">{value}</span> })),
        ]}
      />
    </>
  );
}
