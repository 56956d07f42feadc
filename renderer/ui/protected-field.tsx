import { useTranslation } from 'react-i18next';
import type { Confirmed } from '../lib/confirm-moves.ts';
import { useFormat } from '../lib/use-format.ts';
import { NameField } from './confirm-fields.tsx';

type Props = {
  readonly guard: Confirmed;
  /** One tag: its name is asked for. Of many, protected ones are kept unless they are typed. */
  readonly isAlone: boolean;
  /** One of them is deleted; the others are overwritten. */
  readonly deleted?: string | undefined;
  /** The name of the repository is among those that are asked for. */
  readonly isProduction?: boolean;
  readonly value: string;
  readonly onChange: (names: string) => void;
};

/** Asks for the names of protected tags that would be overwritten or deleted; nothing where there are none. */
export function ProtectedField({ guard: { names }, isAlone, deleted, isProduction = false, value, onChange }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (names.length === 0) return null;
  const deletes = deleted !== undefined && names.includes(deleted);
  const what = isProduction
    ? 'change.typeProduction'
    : !deletes
      ? 'change.typeOverwrite'
      : names.length === 1
        ? 'change.typeProtected'
        : 'change.typeBoth';
  if (isAlone) return <NameField label={t(what, { names: names.join(' ') })} value={value} onChange={onChange} />;
  return (
    <NameField
      label={t('change.protected', { names: format.names(names) })}
      description={t('change.protectedHint')}
      value={value}
      onChange={onChange}
    />
  );
}
