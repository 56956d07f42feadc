import { useTranslation } from 'react-i18next';
import type { LayerIn, LayerRow } from '../../../shared/compare/layers.ts';
import { displayText } from '../../../shared/text.ts';

/** The layer that a row is about: as it is now, else as it was. */
const layerOf = (row: LayerRow): LayerIn => ('right' in row ? row.right : row.left);

/** What made a layer, or the name of its file. */
export function LayerText({ row }: { readonly row: LayerRow }) {
  const { t } = useTranslation();
  const { name, number } = layerOf(row);
  const text = displayText(name ?? '').replace(/\s+/g, ' ');
  if (text === '') return <span className="faint">{t('compare.noName', { number })}</span>;
  return (
    <>
      <code title={text}>{text}</code>
      {row.mark === 'changed' && row.why === 'recompressed' && <span className="dim"> · {t('compare.recompressed')}</span>}
    </>
  );
}
