import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { showRepository } from '../../lib/places.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { layerUsersQuery } from './queries.ts';
import styles from './storage.module.css';

/** The tags that use a layer, to go to. */
export function LayerUsers({ connectionId, digest }: { readonly connectionId: string; readonly digest: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(layerUsersQuery(connectionId, digest));
  const title = t('storage.usersOf', { digest: shortDigest(digest) });
  return (
    <section className={styles['users']} aria-label={title}>
      <h2>{title}</h2>
      <CopyField text={digest} label={t('image.digestOf', { digest: shortDigest(digest) })} />
      <ul aria-label={title}>
        {data?.tags.map(({ repository, tag }) => (
          <li key={`${repository}:${tag}`}>
            <button type="button" className={styles['open']} onClick={() => showRepository(connectionId, repository, tag)}>
              {repository}:{tag}
            </button>
          </li>
        ))}
      </ul>
      {data?.more && <span className="faint">{t('storage.usersMore', { shown: format.number(data.tags.length) })}</span>}
    </section>
  );
}
