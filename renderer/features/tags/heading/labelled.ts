import styles from '../tags.module.css';

/** A button that in a narrow pane is its icon alone. */
export const labelled = (label: string) => ({
  variant: 'default',
  px: 'var(--action-padding)',
  'aria-label': label,
  title: label,
  className: styles['action'] ?? '',
});
