import { useTranslation } from 'react-i18next';
import type { CopyPlan } from '../../../shared/contract/copy.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { useFormat } from '../../lib/use-format.ts';

/** Names of missing images that are shown. */
const SHOWN = 5;

/** What the source itself does not hold, and is therefore left out; `isNeeded` is whether nothing can be done without foreign layers. */
export function PlanGaps({ missing, foreign, isNeeded }: Pick<CopyPlan, 'missing' | 'foreign'> & { readonly isNeeded: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = missing.slice(0, SHOWN).map(({ platform, digest }) => platform || shortDigest(digest));
  return (
    <>
      {missing.length > 0 && (
        <span>{t('gaps.missing', { count: missing.length, names: [...names, ...(missing.length > SHOWN ? ['…'] : [])].join(', ') })}</span>
      )}
      {foreign.blobs > 0 && (
        <span>{t(isNeeded ? 'gaps.foreignNeeded' : 'gaps.foreign', { count: foreign.blobs, size: format.bytes(foreign.bytes) })}</span>
      )}
    </>
  );
}
