import { useTranslation } from 'react-i18next';
import type { Connection } from '../../shared/contract/connections.ts';
import styles from './ui.module.css';

/** What a registry is marked by wherever it is shown or changed. */
export type RegistryMark = Pick<Connection, 'colour' | 'production'>;

/** A stripe in the colour of a registry, along the upper edge of what it stands in. Decoration: the name of the registry stands there, too. */
export function RegistryStripe({ mark }: { readonly mark: RegistryMark | undefined }) {
  if (mark === undefined || mark.colour === 'none') return null;
  return <i className={styles['stripe']} data-colour={mark.colour} aria-hidden="true" />;
}

/** The word "Production" beside a title, for a registry that has that mark. */
export function ProductionBadge({ mark }: { readonly mark: RegistryMark | undefined }) {
  const { t } = useTranslation();
  return mark?.production ? <span className={styles['production']}>{t('connections.production')}</span> : null;
}
