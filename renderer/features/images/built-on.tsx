import { useTranslation } from 'react-i18next';
import type { KnownLayers } from '../../../shared/contract/images.ts';
import { showRepository } from '../../lib/places.ts';
import { useFormat } from '../../lib/use-format.ts';
import styles from './layers.module.css';

/**
 * The image of this registry whose layers are the first ones of another: found by comparing layers, whatever the builder recorded. Its line is there
 * from the beginning, so that nothing moves when it is found.
 */
export function BuiltOn({
  known,
  layers,
  connectionId,
}: {
  /** Undefined until the index has answered. */
  readonly known: Pick<KnownLayers, 'base'> | undefined;
  /** How many lines of the table those of the base are. */
  readonly layers: number;
  readonly connectionId: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const base = known?.base;
  if (!base) return <p className={`${styles['builtOn']} faint`}>{known ? t('layers.builtOnNone') : '\u00a0'}</p>;
  return (
    <p className={styles['builtOn']}>
      <span className="dim">{t('layers.builtOn', { count: layers, shown: format.number(layers) })}</span>
      {base.tags.map(({ repository, tag }) => (
        <button
          key={`${repository}:${tag}`}
          type="button"
          className={styles['link']}
          onClick={() => showRepository(connectionId, repository, tag)}
        >
          {repository}:{tag}
        </button>
      ))}
      {base.more > 0 && <span className="faint">{t('layers.more', { shown: format.number(base.more) })}</span>}
    </p>
  );
}
