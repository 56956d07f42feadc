import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';

/** The filter of a list within a document. */
export function FilterField({
  name,
  value,
  onChange,
}: {
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <TextInput
      type="search"
      role="searchbox"
      aria-label={name}
      placeholder={name}
      leftSection={<IconSearch aria-hidden="true" size={14} />}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
