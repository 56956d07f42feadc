import { useTranslation } from 'react-i18next';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import styles from './transfer.module.css';

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
