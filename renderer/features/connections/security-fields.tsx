import { Button, Checkbox, Collapse, PasswordInput, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection, ConnectionForm } from '../../../shared/contract/connections.ts';
import { keepsProxyPassword } from '../../../shared/destination.ts';
import { OFFERED_PATTERNS } from '../../../shared/pattern.ts';
import styles from './connections.module.css';

type Form = UseFormReturnType<ConnectionForm>;

const PROXIES = ['system', 'none', 'given'] as const;

/** The way through the network: a proxy of this registry's own may have its own sign-in. */
function ProxyFields({ form, saved }: { readonly form: Form; readonly saved: Connection | undefined }) {
  const { t } = useTranslation();
  const plain = { autoComplete: 'off', spellCheck: false };
  return (
    <>
      <Select
        label={t('connectionDialog.proxy')}
        allowDeselect={false}
        data={PROXIES.map((value) => ({ value, label: t(`connectionDialog.proxyWith.${value}`) }))}
        {...form.getInputProps('proxyKind')}
      />
      {form.values.proxyKind === 'given' && (
        <>
          <TextInput
            label={t('connectionDialog.proxyUrl')}
            placeholder="http://proxy.example.com:3128"
            {...plain}
            {...form.getInputProps('proxyUrl')}
          />
          <div className={styles['two']}>
            <TextInput label={t('connectionDialog.proxyUsername')} {...plain} {...form.getInputProps('proxyUsername')} />
            <PasswordInput
              visibilityToggleButtonProps={{ 'aria-label': t('connectionDialog.showPassword') }}
              label={t('connectionDialog.proxyPassword')}
              autoComplete="off"
              placeholder={keepsProxyPassword(saved, form.values) ? t('connectionDialog.unchanged') : undefined}
              {...form.getInputProps('proxyPassword')}
            />
          </div>
        </>
      )}
    </>
  );
}

/** A certificate that was trusted for what it is. It is only ever set after the person has seen it. */
function PinnedField({ form }: { readonly form: Form }) {
  const { t } = useTranslation();
  if (form.values.fingerprint === '') return null;
  return (
    <div className={styles['pinned']}>
      <span>{t('connectionDialog.fingerprint')}</span>
      <span className="mono faint">{form.values.fingerprint}</span>
      <Button variant="default" onClick={() => form.setFieldValue('fingerprint', '')}>
        {t('trustCertificate.forget')}
      </Button>
    </div>
  );
}

function isUsed(values: ConnectionForm): boolean {
  return (
    values.ca !== '' ||
    values.readOnly ||
    values.clientCertificate !== '' ||
    values.fingerprint !== '' ||
    values.proxyKind !== 'system' ||
    values.protectedTags.length > 0
  );
}

/** The fold "Security": certificates, the proxy, read-only. Open from the start where something in it is set. */
export function SecurityFields({
  form,
  saved,
  asSaved,
}: {
  readonly form: Form;
  readonly saved: Connection | undefined;
  /** The form has the same destination as the saved registry: its secrets are still used. */
  readonly asSaved: boolean;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(isUsed(form.values));
  const keepsKey = asSaved && saved?.hasClientKey && saved.clientCertificate === form.values.clientCertificate.trim();
  const Chevron = open ? IconChevronDown : IconChevronRight;
  const pem = { minRows: 2, maxRows: 5, autosize: true, spellCheck: false, styles: { input: { fontFamily: 'var(--mono)', fontSize: 11 } } };
  return (
    <>
      <button type="button" className={styles['fold']} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Chevron size={14} /> {t('connectionDialog.security')}
      </button>
      <Collapse expanded={open} transitionDuration={0}>
        <section className={styles['section']} aria-label={t('connectionDialog.security')}>
          <PinnedField form={form} />
          <Textarea {...pem} label={t('connectionDialog.ca')} placeholder="-----BEGIN CERTIFICATE-----" {...form.getInputProps('ca')} />
          <Textarea {...pem} label={t('connectionDialog.clientCertificate')} {...form.getInputProps('clientCertificate')} />
          <Textarea
            {...pem}
            label={t('connectionDialog.clientKey')}
            placeholder={keepsKey ? t('connectionDialog.unchanged') : undefined}
            {...form.getInputProps('clientKey')}
          />
          <ProxyFields form={form} saved={saved} />
          <TagsInput
            label={t('connectionDialog.protectedTags')}
            description={t('connectionDialog.protectedTagsHint')}
            data={[...OFFERED_PATTERNS]}
            clearable
            acceptValueOnBlur
            {...form.getInputProps('protectedTags')}
          />
          <Checkbox
            label={t('connectionDialog.readOnly')}
            description={t('connectionDialog.readOnlyHint')}
            {...form.getInputProps('readOnly', { type: 'checkbox' })}
          />
        </section>
      </Collapse>
    </>
  );
}
