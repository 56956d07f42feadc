import { useTranslation } from 'react-i18next';
import { openTag } from '../../lib/places.ts';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import chips from '../../ui/ui.module.css';

/** Tags of the repository to go to instead of one that was not found. */
export function SimilarTags({ tags }: { readonly tags: readonly string[] }) {
  const { t } = useTranslation();
  if (tags.length === 0) return null;
  return (
    <ul className={chips['chips']} aria-label={t('tags.similar')}>
      <li className={chips['chipsTitle']}>{t('tags.similar')}</li>
      {tags.map((name) => (
        <li key={name}>
          <button type="button" className={chips['chip']} aria-label={name} title={name} onClick={() => openTag(name)}>
            <MiddleCut text={name} />
          </button>
        </li>
      ))}
    </ul>
  );
}
