import { Checkbox, PasswordInput, Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionForm } from '../../../shared/contract/connections.ts';
import { failureText } from '../../lib/failure-text.ts';
import { Note } from '../../ui/note.tsx';
import styles from './connections.module.css';
import { keychainQuery } from './queries.ts';
import type { AskedFor } from './use-connection-form.ts';

type Form = UseFormReturnType<ConnectionForm>;

const below = ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[];

export const SIGN_INS = ['none', 'password', 'token', 'identity', 'helper'] as const;

/** How to sign in. */
export function SignInChoice({ form, ways }: { readonly form: Form; readonly ways: readonly ConnectionForm['signIn'][] }) {
  const { t } = useTranslation();
  const data = ways.map((value) => ({ value, label: t(`connectionDialog.signInWith.${value}`) }));
  return <Select aria-label={t('connectionDialog.signIn')} data={data} allowDeselect={false} {...form.getInputProps('signIn')} />;
}

/** Puts the cursor into the field that the registry asks for, as often as it asks. */
function useCursor(asked: AskedFor | undefined) {
  const username = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const field = asked?.field === 'username' ? username : password;
    if (asked) field.current?.focus();
  }, [asked]);
  return { username, password };
}

/** What the chosen way to sign in takes. */
export function SignInFields({
  form,
  hasSecret,
  askAgain,
  asked,
}: {
  readonly form: Form;
  readonly hasSecret: boolean;
  /** One is saved, for another way than the form describes now. */
  readonly askAgain: boolean;
  /** What the registry asked for. */
  readonly asked: AskedFor | undefined;
}) {
  const { t } = useTranslation();
  const { signIn } = form.values;
  const cursor = useCursor(asked);
  // Where the dialog is opened for it, the dialog puts the cursor there.
  const autofocus = (field: AskedFor['field']) => (asked?.field === field ? { 'data-autofocus': true } : {});
  const plain = { autoComplete: 'off', spellCheck: false };
  const secret = {
    autoComplete: 'off',
    placeholder: hasSecret ? t('connectionDialog.unchanged') : undefined,
    ...(askAgain ? { description: t('connectionDialog.askAgain'), inputWrapperOrder: below } : {}),
    visibilityToggleButtonProps: {
      'aria-label': t(signIn === 'password' ? 'connectionDialog.showPassword' : 'connectionDialog.showToken'),
      tabIndex: 0,
    },
    ref: cursor.password,
    ...autofocus('password'),
  };
  switch (signIn) {
    case 'none':
      return null;
    case 'helper':
      return (
        <TextInput
          label={t('connectionDialog.helper')}
          description={t('connectionDialog.helperHint')}
          inputWrapperOrder={below}
          placeholder="ecr-login"
          {...plain}
          {...form.getInputProps('helper')}
        />
      );
    case 'password':
      return (
        <>
          <div className={styles['two']}>
            <TextInput
              ref={cursor.username}
              {...autofocus('username')}
              label={t('connectionDialog.username')}
              {...plain}
              {...form.getInputProps('username')}
            />
            <PasswordInput {...secret} label={t('connectionDialog.password')} {...form.getInputProps('password')} />
          </div>
          <RememberField form={form} />
        </>
      );
    case 'token':
    case 'identity':
      return (
        <>
          {signIn === 'identity' && (
            <TextInput label={t('connectionDialog.usernameOptional')} {...plain} {...form.getInputProps('username')} />
          )}
          <PasswordInput
            description={t(signIn === 'token' ? 'connectionDialog.tokenHint' : 'connectionDialog.identityHint')}
            inputWrapperOrder={below}
            {...secret}
            label={t('connectionDialog.token')}
            {...form.getInputProps('password')}
          />
          <RememberField form={form} />
        </>
      );
  }
}

/** On by default where there is a keychain; where there is none that is said, and the secret lives as long as the application. */
function RememberField({ form }: { readonly form: Form }) {
  const { t } = useTranslation();
  const { data: keychain } = useQuery(keychainQuery);
  if (!keychain) return <Checkbox label={t('connectionDialog.remember')} disabled />;
  if (!keychain.obstacle)
    return <Checkbox label={t('connectionDialog.remember')} {...form.getInputProps('remember', { type: 'checkbox' })} />;
  return (
    <Note tone="warn">
      <strong>{t('connectionDialog.noKeychain')}</strong>
      <span className="dim">{t('connectionDialog.sessionOnly')}</span>
      <span className="faint">{failureText(t, { code: 'KEYCHAIN', data: keychain.obstacle }).detail}</span>
    </Note>
  );
}
