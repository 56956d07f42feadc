import { Button, Menu } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isUsable } from '../../../shared/clean-up.ts';
import { type PolicyInput, type PolicyProduct, policyProducts } from '../../../shared/policies/policy.ts';
import { later } from '../../ui/later.tsx';

const PolicyDialog = later(async () => (await import('./policy-dialog.tsx')).PolicyDialog);

/** px: as tall as the field beside it. */
const FIELD = 36;

/** Writes the rules as a policy of a product that deletes by rules of its own. */
export function ExportPolicy({ policy }: { readonly policy: PolicyInput }) {
  const { t } = useTranslation();
  const [product, setProduct] = useState<PolicyProduct | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const show = (chosen: PolicyProduct): void => {
    // The item leaves with its menu: the dialog returns the focus to the button.
    button.current?.focus();
    setProduct(chosen);
  };
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button ref={button} variant="default" h={FIELD} disabled={!isUsable(policy.ruleSet)}>
            {t('cleanUp.policy.export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {policyProducts.map((entry) => (
            <Menu.Item key={entry} onClick={() => show(entry)}>
              {t(`products.${entry}.name`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {product && <PolicyDialog product={product} input={policy} onClose={() => setProduct(null)} />}
    </>
  );
}
