import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use-format.ts';

type Props = {
  readonly label: string;
  readonly description?: string;
  readonly most: number;
  readonly value: number;
  readonly onChange: (value: number) => void;
};

/** A setting that is a whole number from 1 on. What is no such number is said and not taken, and never made into another. */
export function WholeNumberField({ label, description, most, value, onChange }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [typed, setTyped] = useState<number | string>(value);
  const isTaken = (given: number | string): given is number =>
    typeof given === 'number' && Number.isInteger(given) && given >= 1 && given <= most;
  return (
    <NumberInput
      label={label}
      {...(description === undefined ? {} : { description })}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      size="sm"
      min={1}
      max={most}
      clampBehavior="none"
      value={typed}
      error={isTaken(typed) ? undefined : t('settings.wholeNumber', { most: format.number(most) })}
      onChange={(given) => {
        setTyped(given);
        if (isTaken(given)) onChange(given);
      }}
    />
  );
}
