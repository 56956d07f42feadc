import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { splitFilter, withoutChip } from '../../lib/query/filter-text.ts';
import chipStyles from '../ui.module.css';
import styles from './query.module.css';

/** The finished conditions of a query. Each is a button that removes it; the focus then goes back to the field. */
export function QueryChips({
  value,
  onChange,
  focusField,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly focusField: () => void;
}) {
  const { t } = useTranslation();
  const { chips } = splitFilter(value);
  if (chips.length === 0) return null;
  return (
    <ul className={chipStyles['chips']} aria-label={t('query.filters')}>
      {chips.map((filter, i) => (
        <li key={`${filter} ${i}`}>
          <button
            type="button"
            className={chipStyles['chip']}
            aria-label={t('query.remove', { filter })}
            title={filter}
            onClick={() => {
              onChange(withoutChip(value, i));
              focusField();
            }}
          >
            <code className={styles['chipText']}>{filter}</code>
            <IconX aria-hidden="true" size={12} />
          </button>
        </li>
      ))}
    </ul>
  );
}
