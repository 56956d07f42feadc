import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { nameText } from '../../../shared/name-text.ts';
import { showRepository } from '../../lib/places.ts';
import { useFormat } from '../../lib/use-format.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import styles from './files.module.css';
import { whereQuery } from './queries.ts';

/** The tags, of all registries, whose image has a file of this name, as far as layers have been read. */
export function WhereElse({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(whereQuery(name));
  const title = t('files.alsoIn', { name: nameText(name) });
  if (error) return <FailureNote error={error} handlers={{ retry: () => void refetch() }} />;
  return (
    <section className={styles['where']} aria-label={title} aria-busy={!data}>
      <h3>{title}</h3>
      <ul>
        {data?.users.map((user) => (
          <li key={`${user.connectionId} ${user.repository}:${user.tag} ${user.name} ${user.layer}`}>
            <button
              type="button"
              className={`${styles['link']} cut`}
              onClick={() => showRepository(user.connectionId, user.repository, user.tag)}
            >
              {user.repository}:{user.tag}
            </button>
            {user.isListed && <span className="faint">{t('files.alsoInListed')}</span>}
            {user.name !== name && <span className="faint cut">{nameText(user.name)}</span>}
          </li>
        ))}
      </ul>
      {data && (
        <small className="faint">
          {data.more && t('files.alsoInMore', { shown: format.number(data.users.length) })}{' '}
          {t('files.alsoInRead', { count: data.layers, shown: format.number(data.layers) })}
        </small>
      )}
    </section>
  );
}
