import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use-format.ts';
import { signedBytes } from './signed.ts';
import { platformOf, type SideState, type useComparison } from './use-comparison.ts';

/** Whether the layers of both are files of what is no image. */
export const areFiles = ({ from, to }: { readonly from: SideState; readonly to: SideState }): boolean =>
  from.image?.kind === 'artifact' && to.image?.kind === 'artifact';

/** The comparison in one line: `linux/amd64 · +6.3 MB · 4 of 6 layers shared`. */
export function Outcome({ read }: { readonly read: ReturnType<typeof useComparison> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { from, to, comparison } = read;
  const platforms = [...new Set([from, to].map(platformOf).filter((platform) => platform !== undefined))];
  const isReading = [from, to].some(({ state }) => state === 'reading');
  if (!comparison)
    return (
      <div role="status" className="dim">
        {isReading && t('compare.reading')}
      </div>
    );
  const { left, right, shared } = comparison.layers;
  const difference = right.bytes - left.bytes;
  return (
    <div role="status" className="dim">
      {platforms.length > 0 && <span>{platforms.join(' → ')} · </span>}
      <strong title={format.exactBytes(difference)}>{difference === 0 ? t('compare.sameSize') : signedBytes(format, difference)}</strong>
      {' · '}
      {t(areFiles(read) ? 'compare.sharedFiles' : 'compare.sharedLayers', {
        count: right.count,
        shared: format.number(shared.count),
        shown: format.number(right.count),
      })}
    </div>
  );
}
