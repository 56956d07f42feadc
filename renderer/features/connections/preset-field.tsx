import { Select } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionForm } from '../../../shared/contract/connections.ts';
import { productOfHost } from '../../../shared/products.ts';
import { Note } from '../../ui/note.tsx';
import { PRESET_NAMES, type PresetName, withPreset } from './presets.ts';

/** The product that a typed address belongs to, where its host gives it away. */
function productOfAddress(address: string): PresetName | null {
  const text = address.trim() === 'docker.io' ? 'registry-1.docker.io' : address.trim();
  const full = text.includes('://') ? text : `https://${text}`;
  const product = URL.canParse(full) ? productOfHost(new URL(full).hostname) : 'unknown';
  return product === 'unknown' ? null : product;
}

/** Which kind of registry it is: fills in what is usual there, and says what will and what will not work. */
export function PresetField({ form }: { readonly form: UseFormReturnType<ConnectionForm> }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<PresetName | null>(null);
  const product = productOfAddress(form.values.address) ?? chosen;
  return (
    <>
      <Select
        label={t('presets.label')}
        placeholder={t('presets.any')}
        data={PRESET_NAMES.map((name) => ({ value: name, label: t(`presets.${name}.name`) }))}
        value={product}
        clearable={product === chosen}
        onChange={(value) => {
          const name = PRESET_NAMES.find((known) => known === value) ?? null;
          setChosen(name);
          if (name) form.setValues(withPreset(form.values, name));
        }}
      />
      {product && (
        <Note>
          <span>{t(`presets.${product}.signIn`)}</span>
          <span className="dim">{t(`presets.${product}.works`)}</span>
        </Note>
      )}
    </>
  );
}
