import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal, Verification } from '../../../../shared/linked/document.ts';
import { readFailure } from '../../../../shared/shown-failure.ts';
import { failureText } from '../../../lib/failure-text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { Note } from '../../../ui/note.tsx';
import styles from './documents.module.css';
import { KeyForm } from './key-form.tsx';
import { type DocumentAddress, verifyQuery } from './queries.ts';
import { forgetKey, trustKey, useSigningKey } from './signing-keys.ts';

/** What no other key mends: the signature belongs to something else. */
const FORGED: readonly Refusal[] = ['damaged', 'other-image'];

/** What came of verifying: nothing else on screen calls a signature verified. */
function Outcome({ outcome }: { readonly outcome: Verification }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (outcome.kind === 'refused') {
    const { why, detail = '' } = outcome;
    const time = Number.isNaN(Date.parse(detail)) ? detail : format.time(detail);
    const isForged = FORGED.includes(why);
    return (
      <Note tone={isForged ? 'danger' : 'warn'} role={isForged ? 'alert' : 'status'}>
        <strong>{t('document.notVerified')}</strong>
        <span>{t(`document.refused.${why}`, { detail, time })}</span>
      </Note>
    );
  }
  return (
    <Note tone="ok" role="status">
      <strong>{t(`document.verified.${outcome.by}`)}</strong>
      {outcome.subject !== undefined && <span>{outcome.subject}</span>}
      <span className="mono">SHA-256 {outcome.fingerprint}</span>
      <span className="dim">{format.sentences([t('document.notProven'), t('document.session')])}</span>
    </Note>
  );
}

/** Whether a signature was verified, and the way to verify it with a key that a person trusts. */
export function VerifyBox({ address, subject }: { readonly address: DocumentAddress; readonly subject: string }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const open = useRef<HTMLButtonElement>(null);
  const pem = useSigningKey(address.connectionId);
  const { data, error, isFetching } = useQuery({ ...verifyQuery(address, subject, pem ?? ''), enabled: pem !== undefined });
  const take = (text: string): void => {
    trustKey(address.connectionId, text);
    setOpen(false);
  };
  return (
    <>
      {pem === undefined && (
        <Note>
          <strong>{t('document.notVerified')}</strong>
          <span className="dim">{t('document.notVerifiedDetail')}</span>
        </Note>
      )}
      {data && <Outcome outcome={data} />}
      {error && (
        <Note tone="warn" role="alert">
          <strong>{t('document.notVerified')}</strong>
          <span>{failureText(t, readFailure(error)).title}</span>
        </Note>
      )}
      {isFetching && !data && <p role="status">{t('document.verifying')}</p>}
      {isOpen ? (
        <KeyForm onKey={take} onCancel={() => setOpen(false)} />
      ) : (
        <div className={styles['buttons']}>
          <Button ref={open} variant="default" onClick={() => setOpen(true)}>
            {t(pem === undefined ? 'document.verifyWith' : 'document.otherKey')}
          </Button>
          {pem !== undefined && (
            <Button
              variant="subtle"
              onClick={() => {
                forgetKey(address.connectionId);
                open.current?.focus();
              }}
            >
              {t('document.forgetKey')}
            </Button>
          )}
        </div>
      )}
    </>
  );
}
