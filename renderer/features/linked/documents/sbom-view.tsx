import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sbom, SbomPackage } from '../../../../shared/linked/document.ts';
import { useFormat } from '../../../lib/use-format.ts';
import styles from './documents.module.css';
import { hasWordsIn, searchable } from './filter.ts';
import { FilterField } from './filter-field.tsx';

/** px: two lines. */
const ROW = 44;

function PackageTable({ packages }: { readonly packages: readonly SbomPackage[] }) {
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: packages.length,
    getScrollElement: () => element.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  return (
    // The box scrolls by keys; its rows do nothing.
    <div ref={element} className={styles['packages']} tabIndex={0} role="group" aria-label={t('document.packages')}>
      <div role="table" aria-label={t('document.packages')} aria-rowcount={packages.length + 1}>
        <div role="rowgroup" className={styles['packageHead']}>
          <div role="row" aria-rowindex={1} className={styles['package']}>
            <span role="columnheader">{t('document.column.name')}</span>
            <span role="columnheader">{t('document.column.version')}</span>
            <span role="columnheader">{t('document.column.licence')}</span>
            <span role="columnheader" className={styles['purlHead']}>
              {t('document.column.purl')}
            </span>
          </div>
        </div>
        <div role="rowgroup" className={styles['packageRows']} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const one = packages[index];
            return (
              one && (
                <div
                  key={index}
                  role="row"
                  aria-rowindex={index + 2}
                  className={styles['package']}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <span role="cell" className="cut" title={one.name}>
                    {one.name}
                  </span>
                  <span role="cell" className="mono cut" title={one.version}>
                    {one.version}
                  </span>
                  <span role="cell" className="cut" title={one.licence}>
                    {one.licence}
                  </span>
                  <span role="cell" className={`${styles['purl']} mono faint cut`} title={one.purl}>
                    {one.purl}
                  </span>
                </div>
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** The packages of an SBOM, with a filter. `packages` may still be growing. */
export function SbomView({ sbom, packages }: { readonly sbom: Sbom; readonly packages: readonly SbomPackage[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [typed, setTyped] = useState('');
  const words = useDeferredValue(typed.trim());
  const isFiltered = words !== '';
  // Made once for all keys: of 50,000 packages it takes ten times as long as to look into them.
  const texts = useMemo(
    () => (isFiltered ? packages.map(({ name, version, licence, purl }) => searchable([name, version, licence, purl])) : []),
    [packages, isFiltered],
  );
  const shown = useMemo(() => {
    const isFound = hasWordsIn(words);
    return isFiltered ? packages.filter((_, i) => isFound(texts[i] ?? '')) : packages;
  }, [packages, texts, words, isFiltered]);
  const { packageCount } = sbom;
  const all = format.number(packageCount);
  if (packageCount === 0) return <p className="dim">{t('document.noPackages')}</p>;
  return (
    <>
      <FilterField name={t('document.filterPackages', { count: packageCount, shown: all })} value={typed} onChange={setTyped} />
      <p role="status" className="dim">
        {shown.length < packageCount ? t('document.packagesRead', { shown: format.number(shown.length), all }) : ''}
      </p>
      {shown.length > 0 ? <PackageTable packages={shown} /> : <p className="dim">{t('document.noMatch')}</p>}
    </>
  );
}
