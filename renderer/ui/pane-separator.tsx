import { Separator } from 'react-resizable-panels';
import styles from './ui.module.css';

/** The line between two panes: dragged, moved by the arrow keys, and put back to the default size by a double click or Enter. */
export function PaneSeparator({ label, onReset }: { readonly label: string; readonly onReset: () => void }) {
  return (
    // The library's own double click goes to the size that the pane began with, which is the remembered one.
    <Separator
      className={styles['separator'] ?? ''}
      aria-label={label}
      title={label}
      disableDoubleClick
      onDoubleClick={onReset}
      onKeyDown={(event) => event.key === 'Enter' && onReset()}
    />
  );
}
