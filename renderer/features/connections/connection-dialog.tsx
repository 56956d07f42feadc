import { Button, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { destinationOf, isSameDestination } from '../../../shared/destination.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import styles from './connections.module.css';
import { FormOutcome } from './form-outcome.tsx';
import { ProductField } from './product-field.tsx';
import { SecurityFields } from './security-fields.tsx';
import { SignInFields } from './sign-in-fields.tsx';
import { type UsedConnectionForm, useConnectionForm } from './use-connection-form.ts';

const SIGN_INS = ['none', 'password', 'token', 'identity', 'helper'] as const;

type Form = UsedConnectionForm['form'];

function AddressField({ form, focus }: { readonly form: Form; readonly focus: boolean }) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t('connectionDialog.address')}
      description={t('connectionDialog.addressHint')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder="registry.example.com:5000"
      spellCheck={false}
      autoComplete="off"
      {...(focus ? { 'data-autofocus': true } : {})}
      styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
      {...form.getInputProps('address')}
      onChange={(event) =>
        // What was agreed to was for the address before.
        form.setValues({ address: event.currentTarget.value, plainHttpConfirmed: false, fingerprint: '', trustedRealms: [] })
      }
    />
  );
}

function NameAndSignIn({ form }: { readonly form: Form }) {
  const { t } = useTranslation();
  const signIns = SIGN_INS.map((value) => ({ value, label: t(`connectionDialog.signInWith.${value}`) }));
  return (
    <div className={styles['two']}>
      <TextInput
        label={t('connectionDialog.name')}
        placeholder={t('connectionDialog.nameHint')}
        autoComplete="off"
        {...form.getInputProps('name')}
      />
      <Select label={t('connectionDialog.signIn')} data={signIns} allowDeselect={false} {...form.getInputProps('signIn')} />
    </div>
  );
}

function Footer({ state, actions, isNew }: Pick<UsedConnectionForm, 'state' | 'actions'> & { readonly isNew: boolean }) {
  const { t } = useTranslation();
  const isBusy = state.kind === 'testing' || state.kind === 'saving';
  return (
    <DialogFooter
      start={
        <>
          <Button variant="default" loading={state.kind === 'testing'} disabled={state.kind === 'saving'} onClick={actions.test}>
            {t('connectionDialog.test')}
          </Button>
          {isNew && (
            <Button variant="subtle" onClick={() => openDialog({ kind: 'import' })}>
              {t('import.action')}
            </Button>
          )}
        </>
      }
    >
      {state.kind === 'failed' && state.by === 'test' && (
        <Button variant="default" onClick={actions.saveAnyway}>
          {t('connectionDialog.saveAnyway')}
        </Button>
      )}
      <Button variant="subtle" onClick={() => openDialog(null)}>
        {t('dialog.cancel')}
      </Button>
      <Button type="submit" loading={isBusy}>
        {t('connectionDialog.save')}
      </Button>
    </DialogFooter>
  );
}

/**
 * Adds a registry, or edits one; what it says about the address was tried, not guessed. `test`: opened because it fails, so it tests first;
 * `sign-in`: opened because its password is unknown or was refused.
 */
export function ConnectionDialog({ saved, purpose }: { readonly saved?: Connection; readonly purpose?: 'test' | 'sign-in' | undefined }) {
  const { t } = useTranslation();
  const { form, state, actions, diagnosis } = useConnectionForm(saved, purpose === 'test');
  // A saved secret is used only for the destination it was saved for.
  const asSaved = saved !== undefined && isSameDestination(saved, destinationOf(form.values, form.values.address, saved));
  const hadSecret = saved !== undefined && saved.secret !== 'none' && saved.signIn === form.values.signIn && purpose !== 'sign-in';
  const title = t(saved ? 'connectionDialog.edit' : 'connectionDialog.add');
  return (
    <Dialog onClose={() => openDialog(null)} title={title} size={560} closeOnClickOutside={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          actions.save();
        }}
        noValidate
      >
        <DialogBody>
          {!saved && <ProductField form={form} />}
          <AddressField form={form} focus={purpose !== 'sign-in'} />
          <NameAndSignIn form={form} />
          <SignInFields form={form} hasSecret={hadSecret && asSaved} askAgain={hadSecret && !asSaved} focus={purpose === 'sign-in'} />
          <SecurityFields form={form} saved={saved} asSaved={asSaved} />
          <FormOutcome state={state} actions={actions} diagnosis={diagnosis} />
        </DialogBody>
        <Footer state={state} actions={actions} isNew={!saved} />
      </form>
    </Dialog>
  );
}
