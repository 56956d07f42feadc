import { Button, Checkbox, Collapse, PasswordInput, Select, Textarea, TextInput } from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection, ConnectionDraft, ProbeResult } from '../../../shared/contract/connections.ts';
import { openDialog, showConnection } from '../../lib/ui-state.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import styles from './connections.module.css';
import { draftOf, emptyDraft } from './draft.ts';
import { keychainQuery, useSaveConnection, useTestConnection } from './queries.ts';

type Form = UseFormReturnType<ConnectionDraft>;

function SignInFields({ form, hasSecret }: { readonly form: Form; readonly hasSecret: boolean }) {
  const { t } = useTranslation();
  const { signIn } = form.values;
  if (signIn === 'none') return null;
  const placeholder = hasSecret ? t('registryDialog.unchanged') : undefined;
  return (
    <>
      {signIn === 'password' ? (
        <div className={styles['two']}>
          <TextInput label={t('registryDialog.username')} autoComplete="off" spellCheck={false} {...form.getInputProps('username')} />
          <PasswordInput
            label={t('registryDialog.password')}
            autoComplete="off"
            placeholder={placeholder}
            {...form.getInputProps('password')}
          />
        </div>
      ) : (
        <PasswordInput label={t('registryDialog.token')} autoComplete="off" placeholder={placeholder} {...form.getInputProps('password')} />
      )}
      <RememberField form={form} />
    </>
  );
}

/** On by default where there is a keychain; where there is none that is said, and the secret lives as long as the application. */
function RememberField({ form }: { readonly form: Form }) {
  const { t } = useTranslation();
  const { data: keychain } = useQuery(keychainQuery);
  if (!keychain) return <Checkbox label={t('registryDialog.remember')} disabled />;
  if (keychain.available)
    return <Checkbox label={t('registryDialog.remember')} {...form.getInputProps('remember', { type: 'checkbox' })} />;
  return (
    <Note tone="warn">
      <strong>{t('registryDialog.noKeychain')}</strong>
      <span className="dim">{t('registryDialog.sessionOnly')}</span>
      <span className="faint">{keychain.reason}</span>
    </Note>
  );
}

function SecurityFields({ form, saved }: { readonly form: Form; readonly saved: Connection | undefined }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(saved !== undefined && (saved.ca !== '' || saved.readOnly || saved.clientCertificate !== ''));
  const Chevron = open ? IconChevronDown : IconChevronRight;
  const pem = { minRows: 2, maxRows: 5, autosize: true, spellCheck: false, styles: { input: { fontFamily: 'var(--mono)', fontSize: 11 } } };
  return (
    <>
      <button type="button" className={styles['fold']} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Chevron size={14} /> {t('registryDialog.security')}
      </button>
      <Collapse expanded={open} transitionDuration={0}>
        <section className={styles['section']} aria-label={t('registryDialog.security')}>
          <Textarea {...pem} label={t('registryDialog.ca')} placeholder="-----BEGIN CERTIFICATE-----" {...form.getInputProps('ca')} />
          <Textarea {...pem} label={t('registryDialog.clientCertificate')} {...form.getInputProps('clientCertificate')} />
          <Textarea
            {...pem}
            label={t('registryDialog.clientKey')}
            placeholder={saved?.hasClientKey ? t('registryDialog.unchanged') : undefined}
            {...form.getInputProps('clientKey')}
          />
          <Checkbox
            label={t('registryDialog.readOnly')}
            description={t('registryDialog.readOnlyHint')}
            {...form.getInputProps('readOnly', { type: 'checkbox' })}
          />
        </section>
      </Collapse>
    </>
  );
}

function ProbeNote({ result }: { readonly result: ProbeResult }) {
  const { t } = useTranslation();
  return (
    <Note tone="ok" role="status">
      <strong>
        {t(result.signedIn ? 'registryDialog.testSignedIn' : 'registryDialog.testAnswers', {
          url: result.url,
          ms: Math.round(result.took),
        })}
      </strong>
      <span className="dim">{t(result.listsRepositories ? 'registryDialog.testLists' : 'registryDialog.testNoList')}</span>
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

/** Adds a registry, or edits one; what it says about the address was tried, not guessed. */
export function RegistryDialog({ saved }: { readonly saved?: Connection }) {
  const { t } = useTranslation();
  const { data: keychain } = useQuery(keychainQuery);
  const form = useForm<ConnectionDraft>({
    initialValues: saved ? draftOf(saved) : emptyDraft,
    validate: { address: (value) => (value.trim() === '' ? t('registryDialog.addressMissing') : null) },
    onValuesChange: () => test.reset(),
  });
  const test = useTestConnection();
  const save = useSaveConnection();
  const [plainUrl, setPlainUrl] = useState<string>();
  const busy = test.isPending || save.isPending;
  const close = (): void => openDialog(null);

  const input = (draft: ConnectionDraft) => ({
    ...(saved ? { id: saved.id } : {}),
    draft: { ...draft, remember: draft.remember && keychain?.available !== false },
  });

  const store = async (draft: ConnectionDraft): Promise<void> => {
    const connection = await save.mutateAsync(input(draft));
    close();
    showConnection(connection.id);
  };

  /** Undefined where the person has to agree to plain http first. */
  const tryOut = async (draft: ConnectionDraft): Promise<ProbeResult | undefined> => {
    setPlainUrl(undefined);
    const result = await test.mutateAsync(input(draft));
    if (result.needsConfirmation) setPlainUrl(result.url);
    return result.needsConfirmation ? undefined : result;
  };

  const submit = async (draft: ConnectionDraft): Promise<void> => {
    const result = await tryOut(draft);
    if (result) await store({ ...draft, address: result.url });
  };

  const confirmPlain = (): void => {
    const confirmed = { ...form.values, address: plainUrl ?? '', plainHttpConfirmed: true };
    form.setValues(confirmed);
    void submit(confirmed).catch(() => {});
  };

  const error = save.error ?? test.error;
  const tested = test.data && !test.data.needsConfirmation && !save.isPending ? test.data : undefined;
  const signIns = (['none', 'password', 'token'] as const).map((value) => ({ value, label: t(`registryDialog.signInWith.${value}`) }));
  return (
    <Dialog onClose={close} title={t(saved ? 'registryDialog.edit' : 'registryDialog.add')} size={560} closeOnClickOutside={false}>
      <form onSubmit={form.onSubmit((draft) => void submit(draft).catch(() => {}))} noValidate>
        <DialogBody>
          <TextInput
            label={t('registryDialog.address')}
            description={t('registryDialog.addressHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            placeholder="registry.example.com:5000"
            spellCheck={false}
            autoComplete="off"
            data-autofocus
            styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
            {...form.getInputProps('address')}
          />
          <div className={styles['two']}>
            <TextInput
              label={t('registryDialog.name')}
              placeholder={t('registryDialog.nameHint')}
              autoComplete="off"
              {...form.getInputProps('name')}
            />
            <Select label={t('registryDialog.signIn')} data={signIns} {...form.getInputProps('signIn')} />
          </div>
          <SignInFields form={form} hasSecret={saved !== undefined && saved.secret !== 'none'} />
          <SecurityFields form={form} saved={saved} />
          {plainUrl !== undefined && <PlainHttpNote url={plainUrl} onConfirm={confirmPlain} />}
          {tested && <ProbeNote result={tested} />}
          {error && <FailureNote error={error} handlers={{}} />}
        </DialogBody>
        <DialogFooter
          start={
            <Button
              variant="default"
              loading={test.isPending}
              disabled={save.isPending}
              onClick={() => !form.validate().hasErrors && void tryOut(form.values).catch(() => {})}
            >
              {t('registryDialog.test')}
            </Button>
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
