import { Autocomplete, Select } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ConnectionForm, connectionColours } from '../../../shared/contract/connections.ts';
import marks from '../../ui/ui.module.css';
import styles from './connections.module.css';
import { FormSection } from './form-section.tsx';
import { foldersOf } from './list-folders.ts';
import { connectionsQuery } from './queries.ts';

const Colour = ({ colour }: { readonly colour: string }) => <i className={marks['colour']} data-colour={colour} aria-hidden="true" />;

/** Where a registry stands in the list, and the colour that marks it. */
export function ListFields({ form }: { readonly form: UseFormReturnType<ConnectionForm> }) {
  const { t } = useTranslation();
  const { data } = useQuery(connectionsQuery);
  return (
    <FormSection title={t('connectionDialog.list')}>
      <div className={styles['two']}>
        <Autocomplete
          label={t('connectionDialog.folder')}
          placeholder={t('connectionDialog.nameHint')}
          data={foldersOf(data?.connections ?? []).flatMap(({ folder }) => (folder === '' ? [] : [folder]))}
          maxLength={100}
          {...form.getInputProps('folder')}
        />
        <Select
          label={t('connectionDialog.colour')}
          data={connectionColours.map((value) => ({ value, label: t(`connectionDialog.colourName.${value}`) }))}
          allowDeselect={false}
          leftSection={<Colour colour={form.values.colour} />}
          renderOption={({ option }) => (
            <span className={styles['option']}>
              <Colour colour={option.value} />
              {option.label}
            </span>
          )}
          {...form.getInputProps('colour')}
        />
      </div>
    </FormSection>
  );
}
