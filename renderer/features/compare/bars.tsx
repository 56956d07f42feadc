import { useTranslation } from 'react-i18next';
import type { LayerComparison, LayerIn, LayerRow } from '../../../shared/compare/layers.ts';
import { displayText } from '../../../shared/text.ts';
import { useFormat } from '../../lib/use-format.ts';
import styles from './compare.module.css';
import { SIGNS } from './mark.tsx';

type Slice = { readonly layer: LayerIn; readonly mark: LayerRow['mark'] };

function slicesOf(rows: readonly LayerRow[], side: 'left' | 'right'): readonly Slice[] {
  const slices = rows.flatMap((row): Slice[] => {
    const layer = side === 'left' ? ('left' in row ? row.left : undefined) : 'right' in row ? row.right : undefined;
    return layer && layer.size > 0 ? [{ layer, mark: row.mark }] : [];
  });
  return slices.toSorted((a, b) => a.layer.number - b.layer.number);
}

/** Less than this share of the wider bar has no room for its sign. */
const ROOM_FOR_SIGN = 0.02;

function Bar({
  name,
  slices,
  bytes,
  widest,
}: {
  readonly name: string;
  readonly slices: readonly Slice[];
  readonly bytes: number;
  readonly widest: number;
}) {
  const format = useFormat();
  return (
    <div className={styles['barLine']}>
      <span className={`${styles['barName']} mono cut`} title={name}>
        {name}
      </span>
      <div className={styles['bar']} aria-hidden="true">
        {slices.map(({ layer, mark }) => (
          <span
            key={layer.number}
            className={styles['slice']}
            data-mark={mark}
            style={{ width: `${(layer.size / widest) * 100}%` }}
            title={`${displayText(layer.name ?? layer.digest)}\n${format.bytes(layer.size)}`}
          >
            {mark !== 'same' && layer.size / widest > ROOM_FOR_SIGN ? SIGNS[mark] : ''}
          </span>
        ))}
      </div>
      <span className="num" title={format.exactBytes(bytes)}>
        {format.bytes(bytes)}
      </span>
    </div>
  );
}

/** The layers of both images to one scale. The bars are decoration: the table has the names. */
export function Bars({ layers, from, to }: { readonly layers: LayerComparison; readonly from: string; readonly to: string }) {
  const { t } = useTranslation();
  const widest = Math.max(layers.left.bytes, layers.right.bytes, 1);
  return (
    <figure className={styles['bars']} aria-label={t('compare.size')}>
      <div data-side="from">
        <Bar name={from} slices={slicesOf(layers.rows, 'left')} bytes={layers.left.bytes} widest={widest} />
      </div>
      <div data-side="to">
        <Bar name={to} slices={slicesOf(layers.rows, 'right')} bytes={layers.right.bytes} widest={widest} />
      </div>
      <figcaption className="dim">{t('compare.scale')}</figcaption>
    </figure>
  );
}
