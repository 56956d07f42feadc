import { Tabs } from '@mantine/core';
import styles from './ui.module.css';

/** A tab that is as wide in bold as it is otherwise, so that choosing one moves none. */
export function Tab({ value, label }: { readonly value: string; readonly label: string }) {
  return (
    <Tabs.Tab value={value} className={styles['tab'] ?? ''} data-label={label}>
      {label}
    </Tabs.Tab>
  );
}
