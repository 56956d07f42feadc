import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readAddress } from '../../../shared/address.ts';
import { formOf } from '../../../shared/connection-form.ts';
import { emptyForm, type ListedConnection } from '../../../shared/contract/connections.ts';
import { destinationOf, isSameDestination } from '../../../shared/destination.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { Note } from '../../ui/note.tsx';
import styles from './connections.module.css';
import { FormOutcome } from './form-outcome.tsx';
import { FormSection } from './form-section.tsx';
import { ListFields } from './list-fields.tsx';
import { NetworkFields } from './network-fields.tsx';
import { ProductField } from './product-field.tsx';
import { connectionsQuery } from './queries.ts';
import { SafetyFields } from './safety-fields.tsx';
import { SIGN_INS, SignInChoice, SignInFields } from './sign-in-fields.tsx';
import { type UsedConnectionForm, useConnectionForm } from './use-connection-form.ts';

type Form = UsedConnectionForm['form'];

function AddressField({ form }: { readonly form: Form }) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t('connectionDialog.address')}
      description={t('connectionDialog.addressHint')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder="registry.example.com:5000"
      spellCheck={false}
      autoComplete="off"
      data-autofocus
      styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
      {...form.getInputProps('address')}
      onChange={(event) =>
        // What was agreed to was for the address before.
        form.setValues({ address: event.currentTarget.value, plainHttpConfirmed: false, fingerprint: '', trustedRealms: [] })
      }
    />
  );
}

/** Says that a new registry is saved already. Two of one address may be meant: each has a sign-in of its own. */
function SavedNote({ address }: { readonly address: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(connectionsQuery);
  const urls = readAddress(address)?.urls ?? [];
  const names = data?.connections.filter(({ url }) => urls.includes(url)).map(({ name }) => name) ?? [];
  return names.length > 0 && <Note role="status">{t('connectionDialog.savedAs', { names: format.names(names) })}</Note>;
}

function NameField({ form }: { readonly form: Form }) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t('connectionDialog.name')}
      placeholder={t('connectionDialog.nameHint')}
      autoComplete="off"
      {...form.getInputProps('name')}
    />
  );
}

type FooterProps = Pick<UsedConnectionForm, 'state' | 'actions'> & {
  readonly isNew: boolean;
  /** It was asked whether what was typed is discarded. */
  readonly asksToDiscard: boolean;
};

function Footer({ state, actions, isNew, asksToDiscard }: FooterProps) {
  const { t } = useTranslation();
  const isTesting = state.kind === 'testing' && state.by === 'test';
  const isSaving = state.kind === 'saving' || (state.kind === 'testing' && state.by === 'save');
  return (
    <DialogFooter
      confirm={
        asksToDiscard && (
          <Note tone="warn" role="alert">
            {t('connectionDialog.discard')}
          </Note>
        )
      }
      start={
        <>
          <Button variant="default" loading={isTesting} disabled={isSaving} onClick={actions.test}>
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
      <Button variant="subtle" onClick={() => openDialog(null)}>
        {t('dialog.cancel')}
      </Button>
      <Button type="submit" loading={isSaving} disabled={isTesting}>
        {t('connectionDialog.save')}
      </Button>
    </DialogFooter>
  );
}

type ConnectionDialogProps = {
  readonly saved?: ListedConnection;
  /** What a new registry begins with. */
  readonly address?: string | undefined;
  readonly testsFirst?: boolean;
};

/** Adds a registry, or edits one; what it says about the address was tried, not guessed. `testsFirst`: opened because it fails. */
export function ConnectionDialog({ saved, address = '', testsFirst = false }: ConnectionDialogProps) {
  const { t } = useTranslation();
  const initial = saved ? formOf(saved) : { ...emptyForm, address };
  const { form, state, actions, diagnosis, asked } = useConnectionForm(saved, initial, testsFirst);
  const [asksToDiscard, setAsksToDiscard] = useState(false);
  // A saved secret is used only for the destination it was saved for.
  const asSaved = saved !== undefined && isSameDestination(saved, destinationOf(form.values, form.values.address, saved));
  const hadSecret = saved !== undefined && saved.secret !== 'none' && saved.signIn === form.values.signIn;
  const title = t(saved ? 'connectionDialog.edit' : 'connectionDialog.add');
  // What is asked for is said where it is typed.
  const outcome = <FormOutcome form={form} state={state} actions={actions} diagnosis={diagnosis} />;
  return (
    <Dialog
      // Escape is also pressed to leave a list or a field.
      onClose={() => (form.isDirty() && !asksToDiscard ? setAsksToDiscard(true) : openDialog(null))}
      title={title}
      size={560}
      closeOnClickOutside={false}
    >
      <form
        onInput={() => setAsksToDiscard(false)}
        onSubmit={(event) => {
          event.preventDefault();
          actions.save();
        }}
        noValidate
      >
        <DialogBody>
          {!saved && <ProductField form={form} />}
          <div className={styles['address']}>
            <AddressField form={form} />
            <NameField form={form} />
          </div>
          {!saved && <SavedNote address={form.values.address} />}
          <FormSection title={t('connectionDialog.signInTitle')}>
            {asked && outcome}
            <SignInChoice form={form} ways={SIGN_INS} />
            <SignInFields form={form} hasSecret={hadSecret && asSaved} askAgain={hadSecret && !asSaved} asked={asked} />
          </FormSection>
          <SafetyFields form={form} />
          <ListFields form={form} />
          <NetworkFields form={form} saved={saved} asSaved={asSaved} />
          {!asked && outcome}
        </DialogBody>
        <Footer {...{ state, actions, asksToDiscard }} isNew={!saved} />
      </form>
    </Dialog>
  );
}
