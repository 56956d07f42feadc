import { useTranslation } from 'react-i18next';
import { differenceOf, type LayerComparison, type LayerIn, type LayerRow } from '../../../shared/compare/layers.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Bars } from './bars.tsx';
import styles from './compare.module.css';
import { foldEqual } from './folds.ts';
import { LayerText } from './layer-text.tsx';
import { MarkSign } from './mark.tsx';
import { Rows } from './rows.tsx';
import { signedBytes } from './signed.ts';

const COLUMNS = 6;

function Layer({ layer }: { readonly layer: LayerIn | undefined }) {
  const format = useFormat();
  return (
    <td className={styles['number']} title={layer && `#${layer.number} ${layer.digest}\n${format.exactBytes(layer.size)}`}>
      {layer && (
        <>
          <span className={`faint mono ${styles['hideNarrow']}`}>{shortDigest(layer.digest)} </span>
          {format.bytes(layer.size)}
        </>
      )}
    </td>
  );
}

function Line({ row }: { readonly row: LayerRow }) {
  const format = useFormat();
  const [left, right] = ['left' in row ? row.left : undefined, 'right' in row ? row.right : undefined];
  return (
    <tr data-mark={row.mark}>
      <td className={styles['sign']}>
        <MarkSign mark={row.mark} />
      </td>
      <td className={`${styles['number']} faint`}>
        {left && right && left.number !== right.number ? `${left.number} → ${right.number}` : (right ?? left)?.number}
      </td>
      <td className={styles['one']}>
        <LayerText row={row} />
      </td>
      <Layer layer={left} />
      <Layer layer={right} />
      <td className={styles['number']}>{row.mark === 'same' ? '' : signedBytes(format, differenceOf(row))}</td>
    </tr>
  );
}

/** Every layer of two images, side by side. */
export function LayersTab({
  layers,
  isFiles,
  from,
  to,
}: {
  readonly layers: LayerComparison;
  readonly isFiles: boolean;
  readonly from: string;
  readonly to: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const foldText = (rows: readonly LayerRow[]): string =>
    t(isFiles ? 'compare.equalFiles' : 'compare.equalLayers', {
      count: rows.length,
      shown: format.number(rows.length),
      size: format.bytes(rows.reduce((sum, row) => sum + ('right' in row ? row.right.size : 0), 0)),
    });
  if (layers.rows.length === 0) return <p className="dim">{t('compare.nothing')}</p>;
  return (
    <>
      <Bars layers={layers} from={from} to={to} />
      <table className={styles['table']} aria-label={t(isFiles ? 'compare.files' : 'compare.layers')}>
        <thead>
          <tr>
            <td />
            <th className={styles['number']}>#</th>
            <th>{t(isFiles ? 'compare.file' : 'compare.instruction')}</th>
            <th className={styles['number']}>{from}</th>
            <th className={styles['number']}>{to}</th>
            <th className={styles['number']}>{t('compare.difference')}</th>
          </tr>
        </thead>
        <Rows shown={foldEqual(layers.rows)} columns={COLUMNS} foldText={foldText}>
          {(row) => <Line row={row} />}
        </Rows>
      </table>
    </>
  );
}
