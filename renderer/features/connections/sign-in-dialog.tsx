import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formOf } from '../../../shared/connection-form.ts';
import type { Connection } from '../../../shared/contract/connections.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FormOutcome } from './form-outcome.tsx';
import { SIGN_INS, SignInChoice, SignInFields } from './sign-in-fields.tsx';
import { type AskedFor, useConnectionForm } from './use-connection-form.ts';

const WAYS = SIGN_INS.filter((way) => way !== 'none');

/** Asks for the sign-in of a saved registry and nothing else: it has none, or it was refused. */
export function SignInDialog({ connection }: { readonly connection: Connection }) {
  const { t } = useTranslation();
  const saved = formOf(connection);
  const signIn = saved.signIn === 'none' ? 'password' : saved.signIn;
  const { form, state, actions, diagnosis, asked } = useConnectionForm(connection, { ...saved, signIn }, false);
  const [first] = useState<AskedFor>({ field: saved.username === '' ? 'username' : 'password' });
  const close = (): void => openDialog(null);
  return (
    <Dialog onClose={close} title={t('signIn.title', { name: connection.name })} size={460} closeOnClickOutside={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          actions.save();
        }}
        noValidate
      >
        <DialogBody>
          <span className="mono dim cut" title={connection.url}>
            {connection.url}
          </span>
          <SignInChoice form={form} ways={WAYS} />
          <SignInFields form={form} hasSecret={false} askAgain={false} asked={asked ?? first} />
          <FormOutcome form={form} state={state} actions={actions} diagnosis={diagnosis} />
        </DialogBody>
        <DialogFooter
          start={
            <Button variant="subtle" onClick={() => openDialog({ kind: 'edit-connection', id: connection.id })}>
              {t('connections.edit')}
            </Button>
          }
        >
          <Button variant="subtle" onClick={close}>
            {t('dialog.cancel')}
          </Button>
          <Button type="submit" loading={state.kind === 'testing' || state.kind === 'saving'}>
            {t('signIn.apply')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
