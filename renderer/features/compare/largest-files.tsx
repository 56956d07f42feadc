import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FilesOf } from '../../../shared/contract/files.ts';
import { openTab } from '../../lib/places.ts';
import styles from './compare.module.css';
import { FileCounts, FileLine, pathText } from './file-line.tsx';
import { filesQuery } from './queries.ts';

const MOST_LINES = 5;
const COLUMNS = 5;

/** The files that two images differ in most, where both were read: nothing is read for it. The tab Files has all of them, and says what is wrong. */
export function LargestFiles({
  from,
  to,
  names,
}: {
  readonly from: FilesOf;
  readonly to: FilesOf;
  readonly names: { readonly from: string; readonly to: string };
}) {
  const { t } = useTranslation();
  const { data } = useQuery(filesQuery(from, to));
  if (!data || data.count === 0) return null;
  const title = t('compare.largestFiles');
  return (
    <table className={styles['table']} aria-label={title}>
      <thead>
        <tr>
          <th colSpan={2}>{title}</th>
          <th className={styles['number']}>{names.from}</th>
          <th className={styles['number']}>{names.to}</th>
          <th className={styles['number']}>{t('compare.difference')}</th>
        </tr>
      </thead>
      <tbody>
        {data.rows.slice(0, MOST_LINES).map((row) => (
          <FileLine key={row.path} row={row}>
            <code>{pathText(row)}</code>
          </FileLine>
        ))}
        <tr className="dim">
          <td colSpan={COLUMNS}>
            <FileCounts counts={data} />
            {' · '}
            <button type="button" className={styles['open']} onClick={() => openTab('files')}>
              {t('compare.allFiles')}
            </button>
          </td>
        </tr>
      </tbody>
    </table>
  );
}
