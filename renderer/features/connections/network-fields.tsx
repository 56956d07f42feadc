import { Button, Collapse, PasswordInput, Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection, ConnectionForm } from '../../../shared/contract/connections.ts';
import { keepsProxyPassword } from '../../../shared/destination.ts';
import styles from './connections.module.css';
import { FormSection } from './form-section.tsx';
import { CertificateField, KeyField } from './pem-field.tsx';

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
              visibilityToggleButtonProps={{ 'aria-label': t('connectionDialog.showProxyPassword') }}
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

const hasCertificates = ({ ca, clientCertificate, fingerprint }: ConnectionForm): boolean => ca + clientCertificate + fingerprint !== '';

type Props = {
  readonly form: Form;
  readonly saved: Connection | undefined;
  /** The form has the same destination as the saved registry: its secrets are still used. */
  readonly asSaved: boolean;
};

/** Which certificates are believed, and which one is shown. Open from the start where one is set. */
function Certificates({ form, saved, asSaved }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(hasCertificates(form.values));
  const { ca, clientCertificate, clientKey } = form.values;
  const keepsKey = asSaved && saved?.hasClientKey === true && saved.clientCertificate === clientCertificate.trim();
  const Chevron = open ? IconChevronDown : IconChevronRight;
  const set = (field: 'ca' | 'clientCertificate' | 'clientKey') => (value: string) => form.setFieldValue(field, value);
  return (
    <>
      <button type="button" className={styles['fold']} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Chevron size={14} /> {t('connectionDialog.certificates')}
      </button>
      <Collapse expanded={open} transitionDuration={0}>
        <div className={styles['folded']}>
          <PinnedField form={form} />
          <CertificateField label={t('connectionDialog.ca')} value={ca} onChange={set('ca')} />
          <CertificateField
            label={t('connectionDialog.clientCertificate')}
            value={clientCertificate}
            onChange={set('clientCertificate')}
            onKey={set('clientKey')}
          />
          <KeyField label={t('connectionDialog.clientKey')} value={clientKey} onChange={set('clientKey')} isSaved={keepsKey} />
        </div>
      </Collapse>
    </>
  );
}

/** The way to the registry: its proxy, and its certificates. */
export function NetworkFields(props: Props) {
  const { t } = useTranslation();
  return (
    <FormSection title={t('connectionDialog.network')}>
      <ProxyFields form={props.form} saved={props.saved} />
      <Certificates {...props} />
    </FormSection>
  );
}
