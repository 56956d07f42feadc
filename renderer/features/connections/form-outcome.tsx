import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProbeResult } from '../../../shared/contract/connections.ts';
import type { CertificateView } from '../../../shared/errors.ts';
import { readFailure } from '../../../shared/shown-failure.ts';
import { copyText } from '../../lib/copy.ts';
import { failureText } from '../../lib/failure-text.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useStalled } from '../../lib/use-stalled.ts';
import { CertificateChain } from '../../ui/certificate-chain.tsx';
import { FailureActions, type FailureHandlers, FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import type { Diagnosis } from './diagnosis/diagnosis-state.ts';
import { DiagnosisSteps } from './diagnosis/diagnosis-steps.tsx';
import { diagnosisText } from './diagnosis/diagnosis-text.ts';
import { type FormActions, type FormState, isNoAddress, type UsedConnectionForm } from './use-connection-form.ts';

/** Moves the focus to what appears in place of a button that was pressed. It is one constant function: a new one would do so at every render. */
function takeFocus(element: HTMLElement | null): void {
  element?.focus();
}

/** It is one constant function: a new one would scroll at every render. */
function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

function ProbeNote({ result, hasSignIn }: { readonly result: ProbeResult; readonly hasSignIn: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const ms = Math.round(result.took);
  const product = result.product === 'unknown' ? undefined : t(`products.${result.product}.name`);
  return (
    <Note tone="ok" role="status">
      <strong>{t(result.signedIn ? 'connectionDialog.testSignedIn' : 'connectionDialog.testAnswers', { url: result.url, ms })}</strong>
      <span className="dim">
        {format.sentences([
          product && t('connectionDialog.testProduct', { product }),
          t(result.listsRepositories ? 'connectionDialog.testLists' : 'connectionDialog.testNoList'),
        ])}
      </span>
      {hasSignIn && !result.signedIn && <span>{t('connectionDialog.testNotAsked')}</span>}
    </Note>
  );
}

function PlainHttpNote({ url, onConfirm }: { readonly url: string; readonly onConfirm: () => void }) {
  const { t } = useTranslation();
  return (
    <Note tone="warn" role="alert">
      <strong>{t('connectionDialog.plainTitle', { url })}</strong>
      <span className="dim">{t('connectionDialog.plainDetail')}</span>
      <div>
        <Button variant="default" mt={6} onClick={onConfirm}>
          {t('connectionDialog.plainConfirm')}
        </Button>
      </div>
    </Note>
  );
}

/** The chain that was shown, to be compared before it is trusted. */
function TrustNote({ chain, onTrust }: { readonly chain: readonly CertificateView[]; readonly onTrust: () => void }) {
  const { t } = useTranslation();
  return (
    <Note tone="warn" role="alert">
      <strong>{t('trustCertificate.title')}</strong>
      <span className="dim">{t('trustCertificate.detail')}</span>
      <CertificateChain chain={chain} />
      <div>
        <Button ref={takeFocus} variant="default" mt={6} onClick={onTrust}>
          {t('trustCertificate.apply')}
        </Button>
      </div>
    </Note>
  );
}

function CopySteps({ diagnosis }: { readonly diagnosis: Diagnosis }) {
  const { t } = useTranslation();
  const copy = (): void =>
    void copyText(diagnosisText(t, diagnosis.steps), t('copy.done', { what: t('diagnosis.copied') }), t('copy.refused'));
  return (
    <Button variant="default" disabled={diagnosis.kind === 'running'} onClick={copy}>
      {t('diagnosis.copy')}
    </Button>
  );
}

/** The steps of the diagnosis, which say how it fails: what can be done about that is below them. */
function Steps({ diagnosis, children }: { readonly diagnosis: Diagnosis; readonly children: ReactNode }) {
  const end = useRef<HTMLDivElement>(null);
  // The step that has just ended is in view, and at last the one that failed with what can be done about it.
  useEffect(() => {
    if (diagnosis.kind !== 'idle') end.current?.scrollIntoView({ block: 'nearest' });
  }, [diagnosis]);
  return (
    <div ref={takeFocus} tabIndex={-1} style={{ outline: 'none' }}>
      <DiagnosisSteps diagnosis={diagnosis} />
      <div style={{ marginTop: 8 }}>{children}</div>
      <div ref={end} />
    </div>
  );
}

/** What can be done about this failure from the form. */
function handlersOf(error: unknown, { askToTrust, trustRealm }: FormActions): FailureHandlers {
  const failure = readFailure(error);
  const chain = failure.code === 'TLS' && failure.data.chain.length > 0 ? failure.data.chain : undefined;
  const realm = failure.code === 'UNAUTHORIZED' && failure.data.reason === 'foreign-realm' ? failure.data.realm : undefined;
  return {
    ...(chain ? { 'trust-certificate': () => askToTrust(chain) } : {}),
    ...(realm === undefined ? {} : { 'trust-realm': () => trustRealm(realm) }),
  };
}

/** The ways on from a failure: to look at each step unless they are shown, and to save nevertheless what was only tested. */
function WaysOn({ state, actions }: { readonly state: Extract<FormState, { kind: 'failed' }>; readonly actions: FormActions }) {
  const { t } = useTranslation();
  const failure = readFailure(state.error);
  const canDiagnose = failureText(t, failure).actions.includes('diagnose');
  return (
    <>
      {canDiagnose && !state.showsSteps && (
        <Button variant="default" onClick={actions.showSteps}>
          {t('diagnosis.here')}
        </Button>
      )}
      {state.by === 'test' && !isNoAddress(state.error) && (
        <Button variant="default" onClick={actions.saveAnyway}>
          {t('connectionDialog.saveAnyway')}
        </Button>
      )}
    </>
  );
}

/** That a test takes its time, and a way to end it. */
function Trying({ address, onStop }: { readonly address: string; readonly onStop: () => void }) {
  const { t } = useTranslation();
  const isLong = useStalled(true, 0);
  if (!isLong) return null;
  return (
    <div ref={intoView}>
      <Note role="status">
        <span>{t('connectionDialog.trying', { address })}</span>
        <div>
          <Button size="xs" variant="default" onClick={onStop}>
            {t('diagnosis.stop')}
          </Button>
        </div>
      </Note>
    </div>
  );
}

const showsSteps = (state: FormState): boolean => 'showsSteps' in state && state.showsSteps;

/** What the test or the saving came to, and what it asks of the person. */
export function FormOutcome({ form, state, actions, diagnosis }: Pick<UsedConnectionForm, 'form' | 'state' | 'actions' | 'diagnosis'>) {
  const { t } = useTranslation();
  const chain = state.kind === 'failed' ? state.chain : undefined;
  const isOutcome = state.kind === 'answered' || state.kind === 'failed';
  return (
    <>
      {state.kind === 'testing' && <Trying address={form.values.address} onStop={actions.stop} />}
      {state.kind === 'plain-http' && <PlainHttpNote url={state.url} onConfirm={() => actions.agreeToPlainHttp(state.url)} />}
      <div ref={isOutcome ? intoView : undefined} key={isOutcome ? state.kind : 'none'}>
        {state.kind === 'answered' && <ProbeNote result={state.result} hasSignIn={form.values.signIn !== 'none'} />}
        {state.kind === 'failed' && !state.showsSteps && (
          <FailureNote error={state.error} handlers={handlersOf(state.error, actions)}>
            <WaysOn state={state} actions={actions} />
          </FailureNote>
        )}
      </div>
      {state.kind === 'answered' && !state.showsSteps && (
        <div>
          <Button variant="default" onClick={actions.showSteps}>
            {t('diagnosis.show')}
          </Button>
        </div>
      )}
      {showsSteps(state) && (
        <Steps diagnosis={diagnosis}>
          {state.kind === 'failed' ? (
            <FailureActions error={state.error} handlers={handlersOf(state.error, actions)}>
              <WaysOn state={state} actions={actions} />
              <CopySteps diagnosis={diagnosis} />
            </FailureActions>
          ) : (
            <CopySteps diagnosis={diagnosis} />
          )}
        </Steps>
      )}
      {chain && <TrustNote chain={chain} onTrust={() => actions.trust(chain)} />}
    </>
  );
}
