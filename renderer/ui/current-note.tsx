import { Trans, useTranslation } from 'react-i18next';
import type { CurrentTag } from '../../shared/contract/retag.ts';
import { DigestLabel } from './swatch.tsx';

/** Whether writing the tag would leave an image without any. */
export const losesLastTag = (current: CurrentTag): boolean =>
  current.state === 'taken' && current.keptAs === undefined && current.indexes.length === 0;

/** What a tag that is to be written is today, and what becomes of what it points at. */
export function CurrentNote({ current }: { readonly current: Exclude<CurrentTag, { state: 'same' }> }) {
  const { t } = useTranslation();
  if (current.state === 'free') return t('retag.free');
  const key =
    current.keptAs !== undefined
      ? 'retag.kept'
      : current.indexes.length > 0
        ? 'retag.keptByIndex'
        : current.complete
          ? 'retag.loses'
          : 'retag.losesUnknown';
  return (
    <Trans
      i18nKey={key}
      values={{ tag: current.keptAs ?? '', index: current.indexes[0] ?? '' }}
      components={{ b: <strong />, digest: <DigestLabel digest={current.digest} /> }}
    />
  );
}
