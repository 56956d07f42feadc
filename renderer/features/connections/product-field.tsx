import { Select } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionForm } from '../../../shared/contract/connections.ts';
import { type ProductId, productIds } from '../../../shared/products/products.ts';
import { Note } from '../../ui/note.tsx';
import { productOfAddress, valuesOf } from './product-values.ts';

/** Which kind of registry it is: fills in what is usual there, and says what will and what will not work. */
export function ProductField({ form }: { readonly form: UseFormReturnType<ConnectionForm> }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<ProductId | null>(null);
  const given = productOfAddress(form.values.address);
  const product = given === 'unknown' ? chosen : given;
  return (
    <>
      <Select
        label={t('products.label')}
        placeholder={t('products.any')}
        data={productIds.map((id) => ({ value: id, label: t(`products.${id}.name`) }))}
        value={product}
        clearable={product === chosen}
        onChange={(value) => {
          const id = productIds.find((known) => known === value) ?? null;
          setChosen(id);
          if (id) form.setValues(valuesOf(form.values, id));
        }}
      />
      {product && (
        <Note>
          <span>{t(`products.${product}.signIn`)}</span>
          <span className="dim">{t(`products.${product}.works`)}</span>
        </Note>
      )}
    </>
  );
}
