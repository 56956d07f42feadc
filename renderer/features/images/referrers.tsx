import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ImageReferrer } from '../../../shared/contract/images.ts';
import { isDigest, shortDigest } from '../../../shared/oci/digest.ts';
import { openDigest, openTab, openTag } from '../../lib/places.ts';
import { useFormat } from '../../lib/use-format.ts';
import chips from '../../ui/ui.module.css';
import styles from './images.module.css';
import { referrersQuery } from './queries.ts';
import { byKind, countKinds, type KnownTags } from './referrer-kinds.ts';

/** Attachments that are named; those beyond are counted. */
const MOST = 12;

const open = ({ reference }: ImageReferrer): void => (isDigest(reference) ? openDigest(reference) : openTag(reference));

type Props = { readonly connectionId: string; readonly repository: string; readonly digest: string; readonly known: KnownTags };

/** How many signatures, SBOMs and attestations an image has, and a way to each. What was not answered is said to be unknown. */
export function Referrers({ connectionId, repository, digest, known }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const tags = known === 'pending' ? undefined : known.tags;
  const { data, isError } = useQuery({ ...referrersQuery(connectionId, repository, digest, tags), enabled: known !== 'pending' });
  if (isError) return t('image.referrers.unknown');
  if (!data) return <span className="dim">{t('image.referrers.reading')}</span>;
  const { referrers, isComplete } = data;
  const counts = countKinds(referrers).map(({ kind, count }) => t(`image.referrers.${kind}`, { count, shown: format.number(count) }));
  if (!isComplete && counts.length === 0) return t('image.referrers.unknown');
  return (
    <div className={styles['referrers']}>
      <span>{format.names(counts) || t('image.referrers.none')}</span>
      {!isComplete && <span className="dim">{t('image.referrers.incomplete')}</span>}
      {referrers.length > 0 && (
        <ul className={chips['chips']} aria-label={t('image.referrers.title')}>
          {byKind(referrers)
            .slice(0, MOST)
            .map((referrer) => (
              <li key={referrer.reference}>
                <button type="button" className={chips['chip']} title={referrer.reference} onClick={() => open(referrer)}>
                  {t(`tags.kind.${referrer.content}`)} {shortDigest(referrer.digest)}
                </button>
              </li>
            ))}
          {referrers.length > MOST && (
            <li className="dim">{t('image.referrers.more', { shown: format.number(referrers.length - MOST) })}</li>
          )}
        </ul>
      )}
      {referrers.length > 0 && (
        <button type="button" className={styles['more']} onClick={() => openTab('linked')}>
          {t('image.referrers.all')}
        </button>
      )}
    </div>
  );
}
