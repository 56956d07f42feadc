import { Skeleton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileDifference, FilesOf } from '../../../shared/contract/files.ts';
import { nameText } from '../../lib/text/name-text.ts';
import { useFormat } from '../../lib/use-format.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import styles from './compare.module.css';
import { MarkSign } from './mark.tsx';
import { filesQuery } from './queries.ts';
import { Rows } from './rows.tsx';
import { signedBytes } from './signed.ts';

const COLUMNS = 5;

function Line({ row }: { readonly row: FileDifference }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { mark, path, kind, left, right, files } = row;
  const difference = (right ?? 0) - (left ?? 0);
  const shown = `/${nameText(path)}${kind === 'folder' ? '/' : ''}`;
  return (
    <tr data-mark={mark}>
      <td className={styles['sign']}>
        <MarkSign mark={mark} />
      </td>
      <td className={styles['one']} title={shown}>
        <code>{shown}</code>
        {files !== undefined && <span className="dim"> · {t('compare.filesIn', { count: files, shown: format.number(files) })}</span>}
      </td>
      {[left, right].map((size, i) => (
        <td key={i} className={styles['number']} title={size === undefined ? undefined : format.exactBytes(size)}>
          {size !== undefined && format.bytes(size)}
        </td>
      ))}
      <td className={styles['number']} title={format.exactBytes(difference)}>
        {signedBytes(format, difference)}
      </td>
    </tr>
  );
}

type Props = { readonly from: FilesOf; readonly to: FilesOf; readonly names: { readonly from: string; readonly to: string } };

/** The files that two images differ in, the largest differences first. Both were read before. */
export function FilesTable({ from, to, names }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(filesQuery(from, to));
  const [typed, setTyped] = useState('');
  const wanted = useDeferredValue(typed.trim().toLowerCase());
  const rows = useMemo(() => data?.rows.filter(({ path }) => path.toLowerCase().includes(wanted)) ?? [], [data, wanted]);
  if (error) return <FailureNote error={error} handlers={{ retry: () => void refetch(), refresh: () => void refetch() }} />;
  if (!data) return <Skeleton height={24} radius={4} />;
  const counts = (['changed', 'added', 'removed'] as const).map((mark) =>
    t(`compare.fileCount.${mark}`, { count: data[mark], shown: format.number(data[mark]) }),
  );
  return (
    <>
      <div className={styles['filesBar']}>
        <TextInput
          type="search"
          size="xs"
          aria-label={t('compare.filterFiles')}
          placeholder={t('compare.filterFiles')}
          leftSection={<IconSearch aria-hidden="true" size={14} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <span role="status">{format.list(counts)}</span>
      </div>
      {data.undecided > 0 && <Note>{t('compare.undecided', { count: data.undecided, shown: format.number(data.undecided) })}</Note>}
      {rows.length === 0 ? (
        <p className="dim">{t(data.count === 0 ? 'compare.noFileDiffers' : 'compare.noFileFound')}</p>
      ) : (
        <table className={styles['table']} aria-label={t('compare.files')}>
          <thead>
            <tr>
              <td />
              <th>{t('compare.path')}</th>
              <th className={styles['number']}>{names.from}</th>
              <th className={styles['number']}>{names.to}</th>
              <th className={styles['number']}>{t('compare.difference')}</th>
            </tr>
          </thead>
          <Rows shown={rows.map((row, at) => ({ kind: 'row', row, at }))} columns={COLUMNS} foldText={() => ''}>
            {(row) => <Line row={row} />}
          </Rows>
        </table>
      )}
      {data.count > data.rows.length && (
        <p className="dim">{t('compare.filesCut', { shown: format.number(data.rows.length), all: format.number(data.count) })}</p>
      )}
    </>
  );
}
