import { Checkbox, PasswordInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ConnectionDraft } from '../../../shared/contract/connections.ts';
import { Note } from '../../ui/note.tsx';
import styles from './connections.module.css';
import { keychainQuery } from './queries.ts';

type Form = UseFormReturnType<ConnectionDraft>;

const below = ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[];

/** What the chosen way to sign in takes. */
export function SignInFields({
  form,
  hasSecret,
  askAgain,
  focus,
}: {
  readonly form: Form;
  readonly hasSecret: boolean;
  /** One is saved, for another way than the form describes now. */
  readonly askAgain: boolean;
  /** The password is what the dialog was opened for. */
  readonly focus: boolean;
}) {
  const { t } = useTranslation();
  const { signIn } = form.values;
  const plain = { autoComplete: 'off', spellCheck: false };
  const secret = {
    autoComplete: 'off',
    placeholder: hasSecret ? t('registryDialog.unchanged') : undefined,
    ...(askAgain ? { description: t('registryDialog.askAgain'), inputWrapperOrder: below } : {}),
    visibilityToggleButtonProps: { 'aria-label': t('registryDialog.showPassword'), tabIndex: 0 },
    ...(focus ? { 'data-autofocus': true } : {}),
  };
  switch (signIn) {
    case 'none':
      return null;
    case 'helper':
      return (
        <TextInput
          label={t('registryDialog.helper')}
          description={t('registryDialog.helperHint')}
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
            <TextInput label={t('registryDialog.username')} {...plain} {...form.getInputProps('username')} />
            <PasswordInput {...secret} label={t('registryDialog.password')} {...form.getInputProps('password')} />
          </div>
          <RememberField form={form} />
        </>
      );
    case 'token':
    case 'identity':
      return (
        <>
          {signIn === 'identity' && (
            <TextInput label={t('registryDialog.usernameOptional')} {...plain} {...form.getInputProps('username')} />
          )}
          <PasswordInput
            description={t(signIn === 'token' ? 'registryDialog.tokenHint' : 'registryDialog.identityHint')}
            inputWrapperOrder={below}
            {...secret}
            label={t('registryDialog.token')}
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
