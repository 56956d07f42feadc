import { Checkbox, TagsInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { ConnectionForm } from '../../../shared/contract/connections.ts';
import { OFFERED_PATTERNS } from '../../../shared/pattern.ts';
import { FormSection } from './form-section.tsx';

/** What keeps a registry from changes by mistake. */
export function SafetyFields({ form }: { readonly form: UseFormReturnType<ConnectionForm> }) {
  const { t } = useTranslation();
  return (
    <FormSection title={t('connectionDialog.safety')}>
      <Checkbox
        label={t('connectionDialog.readOnly')}
        description={t('connectionDialog.readOnlyHint')}
        {...form.getInputProps('readOnly', { type: 'checkbox' })}
      />
      <Checkbox
        label={t('connectionDialog.production')}
        description={t('connectionDialog.productionHint')}
        {...form.getInputProps('production', { type: 'checkbox' })}
      />
      <TagsInput
        label={t('connectionDialog.protectedTags')}
        description={t('connectionDialog.protectedTagsHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={[...OFFERED_PATTERNS]}
        clearable
        acceptValueOnBlur
        // No tag holds a space: one pattern of two words would protect nothing.
        splitChars={[',', ' ']}
        {...form.getInputProps('protectedTags')}
      />
    </FormSection>
  );
}
