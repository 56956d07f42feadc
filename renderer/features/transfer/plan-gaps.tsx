import { useTranslation } from 'react-i18next';
import type { ImagePlan } from '../../../shared/contract/transfer.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { useFormat } from '../../lib/use-format.ts';

/** Names of missing images that are shown. */
const SHOWN = 5;

/** What the source does not have, and is left out. `isNeeded`: without foreign layers nothing can be done. */
export function PlanGaps({ missing, foreign, isNeeded }: Pick<ImagePlan, 'missing' | 'foreign'> & { readonly isNeeded: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = missing.map(({ platform, digest }) => platform || shortDigest(digest));
  return (
    <>
      {missing.length > 0 && <span>{t('transfer.missing', { count: missing.length, names: format.names(names, SHOWN) })}</span>}
      {foreign.blobs > 0 && (
        <span>
          {t(isNeeded ? 'transfer.foreignNeeded' : 'transfer.foreign', { count: foreign.blobs, size: format.bytes(foreign.bytes) })}
        </span>
      )}
    </>
  );
}
