import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Layer } from '../../../shared/contract/images.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { layerColour } from '../../lib/digest-colour.ts';
import { useFormat } from '../../lib/use-format.ts';
import styles from './images.module.css';
import { type LayerRow, layerRows } from './layer-rows.ts';

/** What the layers are called: those of an artifact are files. */
type Named = { readonly name: 'layers' | 'files' };

type Selection = { readonly selected: number | undefined; readonly select: (number: number) => void };

/** The layers to scale. The bar is decoration: the table below has the names and the keys. */
function Stack({ rows, selected, select }: { readonly rows: readonly LayerRow[] } & Selection) {
  const format = useFormat();
  return (
    <div className={styles['stack']} aria-hidden="true">
      {rows.map((row, i) => (
        <button
          key={row.number}
          type="button"
          tabIndex={-1}
          className={styles['slice']}
          data-on={row.number === selected}
          data-dim={selected !== undefined && row.number !== selected}
          style={{ flex: Math.max(row.share, 0.0005), background: layerColour(i) }}
          title={`${row.verb} ${row.rest}\n${format.bytes(row.size)}`}
          onClick={() => select(row.number)}
        />
      ))}
    </div>
  );
}

function LayerLine({ row, index, name, selected, select }: { readonly row: LayerRow; readonly index: number } & Selection & Named) {
  const { t } = useTranslation();
  const format = useFormat();
  const isOn = row.number === selected;
  return (
    <tr data-on={isOn} onClick={() => select(row.number)}>
      <td className={`${styles['number']} faint`}>{row.number}</td>
      <td className={styles['instruction']} title={`${row.verb} ${row.rest}`}>
        <button type="button" className={styles['rowButton']} aria-pressed={isOn}>
          {row.verb !== '' && <span className={styles['verb']}>{row.verb} </span>}
          {row.rest || (
            <span className="faint">
              {row.verb === '' ? t(name === 'files' ? 'layers.noTitle' : 'layers.noInstruction', { type: row.mediaType }) : ''}
            </span>
          )}
        </button>
      </td>
      <td className={styles['number']} title={format.exactBytes(row.size)}>
        {format.bytes(row.size)}
      </td>
      <td className={styles['hideNarrow']}>
        <span className={styles['share']} style={{ width: Math.max(3, row.share * 90), background: layerColour(index) }} />
        <span className="faint">{format.percent(row.share)}</span>
      </td>
      <td className={`${styles['number']} dim`} title={format.exactBytes(row.runningTotal)}>
        {format.bytes(row.runningTotal)}
      </td>
      <td className={`mono faint ${styles['hideNarrow']}`} title={row.digest}>
        {shortDigest(row.digest)}
      </td>
    </tr>
  );
}

/** Every layer to scale, with the instruction that made it, or the name of its file. */
export function LayersTab({ layers, layerCount, name }: { readonly layers: readonly Layer[]; readonly layerCount: number } & Named) {
  const { t } = useTranslation();
  const format = useFormat();
  const [selected, setSelected] = useState<number>();
  const rows = layerRows(layers);
  const select = (number: number): void => setSelected(number === selected ? undefined : number);
  const chosen = rows.find((row) => row.number === selected);
  if (rows.length === 0) return <p className="dim">{t(name === 'files' ? 'layers.noFiles' : 'layers.none')}</p>;
  return (
    <>
      <Stack rows={rows} selected={selected} select={select} />
      {chosen && (
        <pre className={styles['whole']}>
          {[chosen.verb, chosen.rest].filter(Boolean).join(' ') || chosen.mediaType}
          {'\n'}
          {chosen.digest}
          {'\n'}
          {format.exactBytes(chosen.size)}
        </pre>
      )}
      {layerCount > layers.length && (
        <p className="dim">
          {t(name === 'files' ? 'layers.filesCut' : 'layers.cut', { shown: format.number(layers.length), all: format.number(layerCount) })}
        </p>
      )}
      <table className={styles['layers']} aria-label={t(`image.tab.${name}`)}>
        <thead>
          <tr>
            <th className={styles['number']}>#</th>
            <th>{t(name === 'files' ? 'layers.file' : 'layers.instruction')}</th>
            <th className={styles['number']}>{t('layers.size')}</th>
            <th className={styles['hideNarrow']}>{t('layers.share')}</th>
            <th className={styles['number']}>{t('layers.runningTotal')}</th>
            <th className={styles['hideNarrow']}>{t('image.digest')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <LayerLine key={row.number} row={row} index={i} name={name} selected={selected} select={select} />
          ))}
        </tbody>
      </table>
    </>
  );
}
