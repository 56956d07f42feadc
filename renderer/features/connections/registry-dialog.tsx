import { Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Connection, type ConnectionDraft, emptyDraft, type ProbeResult } from '../../../shared/contract/connections.ts';
import type { CertificateView } from '../../../shared/errors.ts';
import { takeUserInfo } from '../../../shared/user-info.ts';
import { isSameWay, wayOf } from '../../../shared/way.ts';
import { copyText } from '../../lib/copy.ts';
import { readFailure } from '../../lib/failure.ts';
import { openDialog, showConnection } from '../../lib/ui-state.ts';
import { CertificateChain } from '../../ui/certificate-chain.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import styles from './connections.module.css';
import { DoctorSteps } from './diagnosis-steps.tsx';
import { diagnosisText } from './diagnosis-text.ts';
import { draftOf } from './draft.ts';
import { PresetField } from './preset-field.tsx';
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

const hasTyped = ({ password, clientKey, proxyPassword }: ConnectionDraft): boolean => password + clientKey + proxyPassword !== '';

const SIGN_INS = ['none', 'password', 'token', 'identity', 'helper'] as const;

function ProbeNote({ result }: { readonly result: ProbeResult }) {
  const { t } = useTranslation();
  const ms = Math.round(result.took);
  const product = result.product === 'unknown' ? undefined : t(`presets.${result.product}.name`);
  return (
    <Note tone="ok" role="status">
      <strong>{t(result.signedIn ? 'registryDialog.testSignedIn' : 'registryDialog.testAnswers', { url: result.url, ms })}</strong>
      <span className="dim">
        {product && t('registryDialog.testProduct', { product })}{' '}
        {t(result.listsRepositories ? 'registryDialog.testLists' : 'registryDialog.testNoList')}
      </span>
    </Note>
  );
}

function PlainHttpNote({ url, onConfirm }: { readonly url: string; readonly onConfirm: () => void }) {
  const { t } = useTranslation();
  return (
    <Note tone="warn" role="alert">
      <strong>{t('registryDialog.plainTitle', { url })}</strong>
      <span className="dim">{t('registryDialog.plainDetail')}</span>
      <div>
        <Button variant="default" mt={6} onClick={onConfirm}>
          {t('registryDialog.plainConfirm')}
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
export function RegistryDialog({ saved, purpose }: { readonly saved?: Connection; readonly purpose?: 'test' | 'sign-in' | undefined }) {
  const { t } = useTranslation();
  const { data: keychain } = useQuery(keychainQuery);
  const form = useForm<ConnectionDraft>({
    initialValues: saved ? draftOf(saved) : emptyDraft,
    validate: {
      address: (value) => (value.trim() === '' ? t('registryDialog.addressMissing') : null),
      proxyUrl: (value, { proxyKind }) => (proxyKind === 'given' && value.trim() === '' ? t('registryDialog.proxyMissing') : null),
      helper: (value, { signIn }) => (signIn === 'helper' && value.trim() === '' ? t('registryDialog.helperMissing') : null),
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

  const input = (draft: ConnectionDraft) => ({
    ...(saved ? { id: saved.id } : {}),
    // Without a keychain what is typed stays in memory; what is in the keychain is left there.
    draft: { ...draft, remember: draft.remember && (keychain?.available !== false || !hasTyped(draft)) },
  });

  const store = async (draft: ConnectionDraft): Promise<void> => {
    const connection = await save.mutateAsync(input(draft));
    close();
    showConnection(connection.id);
  };

  /** Undefined where the person has to agree to plain http first. */
  const tryOut = async (draft: ConnectionDraft): Promise<ProbeResult | undefined> => {
    setPlainUrl(undefined);
    // A pasted address may hold a name and a password: they belong into their fields.
    form.setValues(takeUserInfo(draft));
    const result = await test.mutateAsync(input(draft));
    if (result.needsConfirmation) setPlainUrl(result.url);
    return result.needsConfirmation ? undefined : result;
  };

  const submit = async (draft: ConnectionDraft): Promise<void> => {
    const result = await tryOut(draft);
    if (result) await store({ ...takeUserInfo(draft), address: result.url });
  };

  /** Changes the form as the person agreed to, and tries again. */
  const retryWith = (change: Partial<ConnectionDraft>, then: (draft: ConnectionDraft) => Promise<unknown>): void => {
    const draft = { ...form.values, ...change };
    form.setValues(draft);
    void then(draft).catch(() => {});
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
      : { 'trust-realm': () => retryWith({ trustedRealms: [...form.values.trustedRealms, realm] }, (draft) => tryOut(draft)) }),
  };
  const tested = test.data && !test.data.needsConfirmation && !save.isPending ? test.data : undefined;
  // A saved secret is used only for the registry as it was saved.
  const asSaved = saved !== undefined && isSameWay(saved, wayOf(form.values, form.values.address, saved));
  const hadSecret = saved !== undefined && saved.secret !== 'none' && saved.signIn === form.values.signIn && purpose !== 'sign-in';
  const signIns = SIGN_INS.map((value) => ({ value, label: t(`registryDialog.signInWith.${value}`) }));
  return (
    <Dialog onClose={close} title={t(saved ? 'registryDialog.edit' : 'registryDialog.add')} size={560} closeOnClickOutside={false}>
      <form onSubmit={form.onSubmit((draft) => void submit(draft).catch(() => {}))} noValidate>
        <DialogBody>
          {!saved && <PresetField form={form} />}
          <TextInput
            label={t('registryDialog.address')}
            description={t('registryDialog.addressHint')}
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
              label={t('registryDialog.name')}
              placeholder={t('registryDialog.nameHint')}
              autoComplete="off"
              {...form.getInputProps('name')}
            />
            <Select label={t('registryDialog.signIn')} data={signIns} allowDeselect={false} {...form.getInputProps('signIn')} />
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
            <TrustNote chain={chain} onTrust={() => retryWith({ fingerprint: chain[0]?.fingerprint ?? '' }, (draft) => tryOut(draft))} />
          )}
          {tested && !steps && (
            <div>
              <Button variant="default" onClick={showSteps}>
                {t('doctor.show')}
              </Button>
            </div>
          )}
          {steps && (
            <div ref={intoView}>
              <DoctorSteps diagnosis={diagnosis} />
              <Button
                variant="default"
                mt={8}
                disabled={diagnosis.running !== undefined}
                onClick={() => copyText(diagnosisText(t, diagnosis.steps), t('copy.done', { what: t('doctor.copied') }), t('copy.refused'))}
              >
                {t('doctor.copy')}
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
                {t('registryDialog.test')}
              </Button>
              {!saved && (
                <Button variant="subtle" onClick={() => openDialog({ kind: 'import' })}>
                  {t('imports.action')}
                </Button>
              )}
            </>
          }
        >
          {test.error && !busy && (
            <Button variant="default" onClick={() => void store(form.values).catch(() => {})}>
              {t('registryDialog.saveAnyway')}
            </Button>
          )}
          <Button variant="subtle" onClick={close}>
            {t('dialog.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('registryDialog.save')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
