import { TextInput } from '@mantine/core';
import { type Ref, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../lib/use-format.ts';

type FieldProps = {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The field to begin with. */
  readonly first?: Ref<HTMLInputElement> | undefined;
};

/** A field in which a name is typed as it is: nothing completes or corrects it. */
export function NameField({ label, description, value, onChange, first }: FieldProps) {
  return (
    <TextInput
      label={label}
      {...(description === undefined ? {} : { description })}
      {...(first === undefined ? {} : { ref: first, 'data-autofocus': true })}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="off"
      spellCheck={false}
    />
  );
}

type Props = {
  /** Protected tags: their names have to be typed (`ask`), or they are kept unless they are (`keep`). */
  readonly guard: { readonly kind: 'ask' | 'keep'; readonly names: readonly string[] };
  readonly names: string;
  readonly onNames: (names: string) => void;
  /** The name that has to be typed before anything is sent. */
  readonly expected: string | undefined;
  readonly confirmation: string;
  readonly onConfirmation: (name: string) => void;
};

/** Takes the focus from where the dialog began once there is something to type; not from where the person went since. */
function useFirstField() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (document.activeElement?.hasAttribute('data-autofocus')) field.current?.focus();
  }, []);
  return field;
}

/** What has to be typed before a deletion. */
export function ConfirmFields({ guard, names, onNames, expected, confirmation, onConfirmation }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const isAsked = guard.kind === 'ask';
  const first = useFirstField();
  const label = isAsked
    ? t('change.typeProtected', { names: guard.names.join(' ') })
    : t('change.protected', { names: format.names(guard.names) || names });
  return (
    <>
      {(guard.names.length > 0 || (names !== '' && !isAsked)) && (
        <NameField
          label={label}
          {...(isAsked ? {} : { description: t('change.protectedHint') })}
          value={names}
          onChange={onNames}
          first={expected === undefined && isAsked ? first : undefined}
        />
      )}
      {expected !== undefined && (
        <NameField label={t('change.typeToConfirm', { name: expected })} value={confirmation} onChange={onConfirmation} first={first} />
      )}
    </>
  );
}
