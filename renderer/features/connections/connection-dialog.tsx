import { Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Connection, type ConnectionForm, emptyForm, type ProbeResult } from '../../../shared/contract/connections.ts';
import { destinationOf, isSameDestination } from '../../../shared/destination.ts';
import type { CertificateView } from '../../../shared/errors.ts';
import { takeUserInfo } from '../../../shared/user-info.ts';
import { copyText } from '../../lib/copy.ts';
import { readFailure } from '../../lib/failure.ts';
import { showConnection } from '../../lib/places.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { CertificateChain } from '../../ui/certificate-chain.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import styles from './connections.module.css';
import { DiagnosisSteps } from './diagnosis-steps.tsx';
import { diagnosisText } from './diagnosis-text.ts';
import { formOf } from './form.ts';
import { ProductField } from './product-field.tsx';
import { keychainQuery, useSaveConnection, useTestConnection } from './queries.ts';
import { SecurityFields } from './security-fields.tsx';
import { SignInFields } from './sign-in-fields.tsx';
import { useDiagnosis } from './use-diagnosis.ts';

/** What is asked comes into view, and the keyboard goes on there. One function for good: a new one would do so at every render. */
function takeFocus(button: HTMLButtonElement | null): void {
  button?.focus();
}

/** One function for good: a new one would scroll at every render. */
function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

const hasTyped = ({ password, clientKey, proxyPassword }: ConnectionForm): boolean => password + clientKey + proxyPassword !== '';

const SIGN_INS = ['none', 'password', 'token', 'identity', 'helper'] as const;

function ProbeNote({ result }: { readonly result: ProbeResult }) {
  const { t } = useTranslation();
  const ms = Math.round(result.took);
  const product = result.product === 'unknown' ? undefined : t(`products.${result.product}.name`);
  return (
    <Note tone="ok" role="status">
      <strong>{t(result.signedIn ? 'connectionDialog.testSignedIn' : 'connectionDialog.testAnswers', { url: result.url, ms })}</strong>
      <span className="dim">
        {product && t('connectionDialog.testProduct', { product })}{' '}
        {t(result.listsRepositories ? 'connectionDialog.testLists' : 'connectionDialog.testNoList')}
      </span>
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

/**
 * Adds a registry, or edits one; what it says about the address was tried, not guessed. `test`: to see again what is wrong with it; `sign-in`:
 * because its password is not known, or no longer good.
 */
export function ConnectionDialog({ saved, purpose }: { readonly saved?: Connection; readonly purpose?: 'test' | 'sign-in' | undefined }) {
  const { t } = useTranslation();
  const { data: keychain } = useQuery(keychainQuery);
  const form = useForm<ConnectionForm>({
    initialValues: saved ? formOf(saved) : emptyForm,
    validate: {
      address: (value) => (value.trim() === '' ? t('connectionDialog.addressMissing') : null),
      proxyUrl: (value, { proxyKind }) => (proxyKind === 'given' && value.trim() === '' ? t('connectionDialog.proxyMissing') : null),
      helper: (value, { signIn }) => (signIn === 'helper' && value.trim() === '' ? t('connectionDialog.helperMissing') : null),
    },
    onValuesChange: () => {
      test.reset();
      setSteps(false);
      setChain(undefined);
    },
  });
  const test = useTestConnection();
  const save = useSaveConnection();
  const { run, stop: _stop, ...diagnosis } = useDiagnosis();
  const [plainUrl, setPlainUrl] = useState<string>();
  const [chain, setChain] = useState<readonly CertificateView[]>();
  const [steps, setSteps] = useState(false);
  const busy = test.isPending || save.isPending;
  const close = (): void => openDialog(null);

  const input = (values: ConnectionForm) => ({
    ...(saved ? { id: saved.id } : {}),
    // Without a keychain what is typed stays in memory; what is in the keychain is left there.
    form: { ...values, remember: values.remember && (keychain?.available !== false || !hasTyped(values)) },
  });

  const store = async (values: ConnectionForm): Promise<void> => {
    const connection = await save.mutateAsync(input(values));
    close();
    showConnection(connection.id);
  };

  /** Undefined where the person has to agree to plain http first. */
  const tryOut = async (values: ConnectionForm): Promise<ProbeResult | undefined> => {
    setPlainUrl(undefined);
    // A pasted address may hold a name and a password: they belong into their fields.
    form.setValues(takeUserInfo(values));
    const result = await test.mutateAsync(input(values));
    if (result.needsConfirmation) setPlainUrl(result.url);
    return result.needsConfirmation ? undefined : result;
  };

  const submit = async (values: ConnectionForm): Promise<void> => {
    const result = await tryOut(values);
    if (result) await store({ ...takeUserInfo(values), address: result.url });
  };

  /** Changes the form as the person agreed to, and tries again. */
  const retryWith = (change: Partial<ConnectionForm>, then: (values: ConnectionForm) => Promise<unknown>): void => {
    const values = { ...form.values, ...change };
    form.setValues(values);
    void then(values).catch(() => {});
  };

  // One that is opened because something is wrong with it says again what that is.
  const began = useRef(purpose !== 'test');
  useEffect(() => {
    if (began.current || !keychain) return;
    began.current = true;
    void tryOut(form.values).catch(() => {});
  });

  const showSteps = (): void => {
    setSteps(true);
    run({ ...input(form.values), deletes: false });
  };

  const error = save.error ?? test.error;
  const failure = error ? readFailure(error) : undefined;
  const shownChain = failure?.code === 'TLS' && failure.data.chain.length > 0 ? failure.data.chain : undefined;
  const realm = failure?.code === 'UNAUTHORIZED' && failure.data.reason === 'foreign-realm' ? failure.data.realm : undefined;
  const handlers = {
    diagnose: showSteps,
    ...(shownChain ? { 'trust-certificate': () => setChain(shownChain) } : {}),
    ...(realm === undefined
      ? {}
      : { 'trust-realm': () => retryWith({ trustedRealms: [...form.values.trustedRealms, realm] }, (values) => tryOut(values)) }),
  };
  const tested = test.data && !test.data.needsConfirmation && !save.isPending ? test.data : undefined;
  // A saved secret is used only for the registry as it was saved.
  const asSaved = saved !== undefined && isSameDestination(saved, destinationOf(form.values, form.values.address, saved));
  const hadSecret = saved !== undefined && saved.secret !== 'none' && saved.signIn === form.values.signIn && purpose !== 'sign-in';
  const signIns = SIGN_INS.map((value) => ({ value, label: t(`connectionDialog.signInWith.${value}`) }));
  return (
    <Dialog onClose={close} title={t(saved ? 'connectionDialog.edit' : 'connectionDialog.add')} size={560} closeOnClickOutside={false}>
      <form onSubmit={form.onSubmit((values) => void submit(values).catch(() => {}))} noValidate>
        <DialogBody>
          {!saved && <ProductField form={form} />}
          <TextInput
            label={t('connectionDialog.address')}
            description={t('connectionDialog.addressHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            placeholder="registry.example.com:5000"
            spellCheck={false}
            autoComplete="off"
            {...(purpose === 'sign-in' ? {} : { 'data-autofocus': true })}
            styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
            {...form.getInputProps('address')}
            onChange={(event) =>
              // What was agreed to was for the address before.
              form.setValues({ address: event.currentTarget.value, plainHttpConfirmed: false, fingerprint: '', trustedRealms: [] })
            }
          />
          <div className={styles['two']}>
            <TextInput
              label={t('connectionDialog.name')}
              placeholder={t('connectionDialog.nameHint')}
              autoComplete="off"
              {...form.getInputProps('name')}
            />
            <Select label={t('connectionDialog.signIn')} data={signIns} allowDeselect={false} {...form.getInputProps('signIn')} />
          </div>
          <SignInFields form={form} hasSecret={hadSecret && asSaved} askAgain={hadSecret && !asSaved} focus={purpose === 'sign-in'} />
          <SecurityFields form={form} saved={saved} asSaved={asSaved} />
          {plainUrl !== undefined && (
            <PlainHttpNote url={plainUrl} onConfirm={() => retryWith({ address: plainUrl, plainHttpConfirmed: true }, submit)} />
          )}
          <div ref={intoView} key={tested ? 'tested' : error ? 'failed' : 'nothing'}>
            {tested && <ProbeNote result={tested} />}
            {error && <FailureNote error={error} handlers={handlers} />}
          </div>
          {chain && (
            <TrustNote chain={chain} onTrust={() => retryWith({ fingerprint: chain[0]?.fingerprint ?? '' }, (values) => tryOut(values))} />
          )}
          {tested && !steps && (
            <div>
              <Button variant="default" onClick={showSteps}>
                {t('diagnosis.show')}
              </Button>
            </div>
          )}
          {steps && (
            <div ref={intoView}>
              <DiagnosisSteps diagnosis={diagnosis} />
              <Button
                variant="default"
                mt={8}
                disabled={diagnosis.running !== undefined}
                onClick={() =>
                  copyText(diagnosisText(t, diagnosis.steps), t('copy.done', { what: t('diagnosis.copied') }), t('copy.refused'))
                }
              >
                {t('diagnosis.copy')}
              </Button>
            </div>
          )}
        </DialogBody>
        <DialogFooter
          start={
            <>
              <Button
                variant="default"
                loading={test.isPending}
                disabled={save.isPending}
                onClick={() => !form.validate().hasErrors && void tryOut(form.values).catch(() => {})}
              >
                {t('connectionDialog.test')}
              </Button>
              {!saved && (
                <Button variant="subtle" onClick={() => openDialog({ kind: 'import' })}>
                  {t('import.action')}
                </Button>
              )}
            </>
          }
        >
          {test.error && !busy && (
            <Button variant="default" onClick={() => void store(form.values).catch(() => {})}>
              {t('connectionDialog.saveAnyway')}
            </Button>
          )}
          <Button variant="subtle" onClick={close}>
            {t('dialog.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('connectionDialog.save')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
