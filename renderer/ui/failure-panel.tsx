import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureAction } from '../../shared/failure-text.ts';
import { readFailure } from '../../shared/shown-failure.ts';
import { displayText } from '../../shared/text.ts';
import { copyText } from '../lib/copy.ts';
import { failureText } from '../lib/failure-text.ts';
import { later } from './later.tsx';
import styles from './ui.module.css';

const CertificateChain = later(async () => (await import('./certificate-chain.tsx')).CertificateChain);

/** What this screen can do about a failure; an action without a handler is not offered. */
export type FailureHandlers = Partial<Record<FailureAction, () => void>>;

type Props = { readonly error: unknown; readonly handlers: FailureHandlers };

type ActionsProps = Props & {
  /** The first of them is the main button of what is shown. */
  readonly hasMain?: boolean;
  /** More buttons. */
  readonly children?: ReactNode;
};

/** The buttons and, one click away, the raw answer. */
export function FailureActions({ error, handlers, hasMain = false, children }: ActionsProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const failure = readFailure(error);
  const raw = `${failure.code} ${JSON.stringify(failure.data, null, 2)}`;
  const offered = failureText(t, failure).actions.filter((action) => handlers[action]);
  return (
    <>
      <div className={styles['actions']}>
        {offered.map((action, i) => (
          <Button key={action} variant={hasMain && i === 0 ? 'filled' : 'default'} onClick={handlers[action]}>
            {t(`failure.action.${action}`)}
          </Button>
        ))}
        {children}
        <Button variant="subtle" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {t('failure.details')}
        </Button>
        {shown && (
          <Button variant="subtle" onClick={() => copyText(raw, t('copy.done', { what: t('failure.details') }), t('copy.refused'))}>
            {t('failure.copy')}
          </Button>
        )}
      </div>
      {shown && failure.code === 'TLS' && failure.data.chain.length > 0 && <CertificateChain chain={failure.data.chain} />}
      {shown && <pre className={styles['raw']}>{raw}</pre>}
    </>
  );
}

/** A whole pane that could not be filled: what is true, why, what to do next. `isPage`: nothing above it says what is shown. */
export function FailurePanel({ error, handlers, isPage = false }: Props & { readonly isPage?: boolean }) {
  const { t } = useTranslation();
  const Heading = isPage ? 'h1' : 'h2';
  const text = failureText(t, readFailure(error));
  return (
    <div className={styles['trouble']}>
      <div role="alert">
        <Heading>{displayText(text.title)}</Heading>
        {text.detail !== '' && <div className="dim">{displayText(text.detail)}</div>}
        <FailureActions error={error} handlers={handlers} hasMain />
      </div>
    </div>
  );
}

/** A failure within a dialog, which has its own main button, or above stale content. */
export function FailureNote({ error, handlers, children }: Omit<ActionsProps, 'hasMain'>) {
  const { t } = useTranslation();
  const text = failureText(t, readFailure(error));
  return (
    <div className={styles['note']} data-tone="warn" role="alert">
      <strong>{displayText(text.title)}</strong>
      {text.detail !== '' && <span className="dim">{displayText(text.detail)}</span>}
      <FailureActions error={error} handlers={handlers}>
        {children}
      </FailureActions>
    </div>
  );
}
