import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScanResults } from '../../../../shared/linked/document.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { VirtualList } from '../../../ui/virtual-list.tsx';
import styles from './documents.module.css';
import { hasWords } from './filter.ts';
import { FilterField } from './filter-field.tsx';

const stay = (): void => {};

/** What a scanner found, the most severe first. */
export function ScanResultsView({ scan }: { readonly scan: ScanResults }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [typed, setTyped] = useState('');
  const words = useDeferredValue(typed.trim());
  const { results, resultCount: count, counts } = scan;
  const shown = useMemo(
    () =>
      results.filter(({ rule, severity, message, location }) =>
        hasWords([rule, t(`document.severity.${severity}`), message, location], words),
      ),
    [results, words, t],
  );
  if (count === 0) return <p className="dim">{t('document.noResults')}</p>;
  return (
    <>
      <p className={styles['counts']}>
        {counts.map(({ severity, count: some }) => (
          <span key={severity} className={styles['mark']} data-severity={severity}>
            {t('document.severityCount', { shown: format.number(some), severity: t(`document.severity.${severity}`) })}
          </span>
        ))}
      </p>
      <FilterField name={t('document.filterResults', { count, shown: format.number(count) })} value={typed} onChange={setTyped} />
      {count > results.length && (
        <p className="dim">{t('document.cut', { shown: format.number(results.length), all: format.number(count) })}</p>
      )}
      {shown.length === 0 && <p className="dim">{t('document.noMatch')}</p>}
      <VirtualList items={shown} label={t('document.results')} keyOf={(_, i) => i} rowHeight={52} onEnd={stay}>
        {({ rule, severity, message, location }) => (
          <div className={styles['item']}>
            <span className={styles['itemHead']}>
              <strong>{rule}</strong>
              <span className={styles['mark']} data-severity={severity}>
                {t(`document.severity.${severity}`)}
              </span>
            </span>
            {message !== undefined && <span>{message}</span>}
            {location !== undefined && <span className="mono faint">{location}</span>}
          </div>
        )}
      </VirtualList>
    </>
  );
}
