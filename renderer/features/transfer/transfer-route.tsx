import { useTranslation } from 'react-i18next';
import type { RunAbout } from '../../../shared/contract/runs.ts';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import styles from './transfer.module.css';

type Place = Extract<RunAbout, { kind: 'copy' }>['from'];

/** From where to where an image is transferred: readable while it runs. */
export function TransferRoute({ from, to }: { readonly from: string; readonly to: string }) {
  const { t } = useTranslation();
  return (
    <dl className={styles['route']}>
      <dt>{t('transfer.from')}</dt>
      <dd className="cut" title={from}>
        <MiddleCut text={from} />
      </dd>
      <dt>{t('transfer.to')}</dt>
      <dd className="cut" title={to}>
        <MiddleCut text={to} />
      </dd>
    </dl>
  );
}

/** A repository of a registry, with its tag where one is meant. */
export const placeText = ({ connection, repository, tag }: Omit<Place, 'connectionId'>): string =>
  `${connection} / ${repository}${tag === '' ? '' : `:${tag}`}`;
