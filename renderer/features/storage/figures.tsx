import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StorageResult } from '../../../shared/contract/storage.ts';
import { useFormat } from '../../lib/use-format.ts';
import styles from './storage.module.css';

function Figure({
  name,
  value,
  exact,
  detail,
}: {
  readonly name: string;
  readonly value: string;
  readonly exact?: string;
  readonly detail: ReactNode;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd title={exact}>
        <strong>{value}</strong>
        <span className="dim">{detail}</span>
      </dd>
    </div>
  );
}

/** How much has been read: of a repository its tags, else repositories. */
type ReadSoFar = { readonly of: 'tags' | 'repositories'; readonly read: number; readonly known: number };

type FiguresProps = {
  readonly result: StorageResult;
  readonly read: ReadSoFar;
  /** Repositories outside of the scope that were not read; undefined where nothing is outside of it. */
  readonly elsewhere: number | undefined;
};

/** What a scope takes, in figures. Nothing outside of a whole registry uses its layers: that is not said. */
export function Figures({ result: { figures }, read, elsewhere }: FiguresProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { total, unique, alone, unread } = figures;
  const bytes = (value: number) => ({ value: format.bytes(value), exact: format.exactBytes(value) });
  const noun = { count: read.known };
  const unreadElsewhere = { count: elsewhere ?? 0, shown: format.number(elsewhere ?? 0) };
  return (
    <dl className={styles['figures']} aria-label={t('storage.figures')}>
      <Figure
        name={t('storage.total')}
        {...bytes(total)}
        detail={unread > 0 ? t('storage.totalAtLeast', { count: unread, unread: format.number(unread) }) : t('storage.totalDetail')}
      />
      {elsewhere !== undefined && (
        <>
          <Figure
            name={t('storage.unique')}
            {...bytes(unique)}
            detail={elsewhere > 0 ? t('storage.uniqueAtMost', unreadElsewhere) : t('storage.uniqueDetail')}
          />
          <Figure
            name={t('storage.shared')}
            {...bytes(total - unique)}
            detail={t(elsewhere > 0 ? 'storage.sharedAtLeast' : 'storage.sharedDetail')}
          />
        </>
      )}
      <Figure name={t('storage.saved')} {...bytes(alone - total)} detail={t('storage.savedDetail', { size: format.bytes(alone) })} />
      <Figure
        name={t('storage.read')}
        value={t('storage.readOf', { read: format.number(read.read), known: format.number(read.known) })}
        detail={read.of === 'tags' ? t('storage.readTags', noun) : t('storage.readRepositories', noun)}
      />
    </dl>
  );
}
