import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { StorageSelection } from '../../../shared/contract/storage.ts';
import { useFormat } from '../../lib/use-format.ts';
import { certaintyOf } from './freed-text.ts';
import { weighQuery } from './queries.ts';
import styles from './storage.module.css';

/** What deleting a selection frees, and why it may be more or less. */
function useFreed(connectionId: string, selection: StorageSelection) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: weight } = useQuery(weighQuery(connectionId, selection));
  if (!weight) return undefined;
  const { total, unique, unread, elsewhere } = weight;
  const why = format.sentences([
    unread > 0 && t('storage.whyUnread', { count: unread, shown: format.number(unread) }),
    elsewhere > 0 && t('storage.whyElsewhere', { count: elsewhere, shown: format.number(elsewhere) }),
    t('storage.whenCollected'),
  ]);
  return { certainty: certaintyOf(weight), total, why: `${format.exactBytes(unique)}\n${why}`, size: format.bytes(unique) };
}

/** What a selection takes, and what deleting it frees. */
export function Freed({ connectionId, selection }: { readonly connectionId: string; readonly selection: StorageSelection }) {
  const { t } = useTranslation();
  const format = useFormat();
  const freed = useFreed(connectionId, selection);
  if (!freed) return null;
  return (
    <div className={styles['freed']} role="status">
      <strong title={format.exactBytes(freed.total)}>{format.bytes(freed.total)}</strong>
      <span className="dim" title={freed.why}>
        {t(`storage.frees.${freed.certainty}`, { size: freed.size })}
      </span>
    </div>
  );
}

/** ms that a selection of tags stays the same before it is weighed. */
const SETTLED = 120;

/** The same in a few words, of tags that are selected: beside their number. */
export function FreedByTags({
  connectionId,
  repository,
  tags,
}: {
  readonly connectionId: string;
  readonly repository: string;
  readonly tags: readonly string[];
}) {
  const { t } = useTranslation();
  const [settled] = useDebouncedValue(tags, SETTLED);
  const freed = useFreed(connectionId, { kind: 'tags', repository, tags: [...settled] });
  if (!freed) return null;
  return (
    <span className={styles['freedByTags']} title={freed.why}>
      {t(`storage.freesShort.${freed.certainty}`, { size: freed.size })}
    </span>
  );
}
