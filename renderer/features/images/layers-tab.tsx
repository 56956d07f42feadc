import { useQuery } from '@tanstack/react-query';
import { Fragment, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Layer } from '../../../shared/contract/images.ts';
import type { BaseImage } from '../../../shared/oci/base-image.ts';
import { isZstd } from '../../../shared/oci/layer-compression.ts';
import { coverageQuery } from '../../lib/coverage.ts';
import { useFormat } from '../../lib/use-format.ts';
import { BaseLine } from './base-line.tsx';
import { BuiltOn } from './built-on.tsx';
import styles from './images.module.css';
import { LayerDetail, LayerLine, type Named, type Unfolded, wholeText } from './layer-line.tsx';
import { useLayerMenu } from './layer-menu.tsx';
import { type LayerRow, layerColourOf, layerRows, rowsOfFirst } from './layer-rows.ts';
import { knownLayersQuery, type LayersOf } from './queries.ts';

/** Layers that are named; those beyond are counted. */
const MOST_NAMED = 8;

/** The layers to scale. The bar is decoration: the table below has the names and the keys. */
function Stack({ rows, open, toggle }: { readonly rows: readonly LayerRow[] } & Unfolded) {
  const format = useFormat();
  return (
    <div className={styles['stack']} aria-hidden="true">
      {rows.map((row) => (
        <button
          key={row.number}
          type="button"
          tabIndex={-1}
          className={styles['slice']}
          data-sliver={row.isSliver}
          data-on={open.has(row.number)}
          data-dim={open.size > 0 && !open.has(row.number)}
          style={{ flex: Math.max(row.share, 0.0005), background: layerColourOf(row) }}
          title={`${wholeText(row)}\n${format.bytes(row.size)}`}
          onClick={() => toggle(row.number)}
        />
      ))}
    </div>
  );
}

/** Scrolls to a row that was chosen elsewhere, by as little as shows it. */
function useReveal(number: number | undefined) {
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => {
    const row = number === undefined ? null : table.current?.querySelector(`[data-layer="${number}"]`);
    row?.nextElementSibling?.scrollIntoView({ block: 'nearest' });
    row?.scrollIntoView({ block: 'nearest' });
  }, [number]);
  return table;
}

/** What has been read of the layers of an image, by their digests. */
function useKnownLayers(image: LayersOf, rows: readonly LayerRow[]) {
  const { data } = useQuery(
    knownLayersQuery(
      image,
      rows.map(({ digest }) => digest),
    ),
  );
  const byDigest = new Map(data?.layers.map((layer) => [layer.digest, layer]));
  return { answer: data, of: (digest: string) => byDigest.get(digest) };
}

/** Every layer to scale, with the instruction that made it, or the name of its file. `chosen` is unfolded from the beginning. */
export function LayersTab({
  layers,
  layerCount,
  name,
  chosen,
  base,
  of,
}: {
  readonly layers: readonly Layer[];
  readonly layerCount: number;
  readonly chosen?: string | undefined;
  readonly base: BaseImage | undefined;
  readonly of: LayersOf;
} & Named) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = layerRows(layers);
  const zstd = rows.filter(({ compression }) => isZstd(compression)).map(({ number }) => number);
  const first = rows.find(({ digest }) => digest === chosen)?.number;
  const [open, setOpen] = useState<ReadonlySet<number>>(() => new Set(first === undefined ? [] : [first]));
  const [latest, setLatest] = useState(first);
  const table = useReveal(latest);
  const { menu, handlers } = useLayerMenu(rows, name === 'layers');
  const known = useKnownLayers(of, rows);
  const { data: coverage } = useQuery(coverageQuery({ connectionId: of.connectionId }));
  const toggle = (number: number): void => {
    const next = new Set(open);
    if (!next.delete(number)) next.add(number);
    setOpen(next);
  };
  // Only what is chosen elsewhere is scrolled to: a line that is clicked stays under the pointer.
  const toggleFromStack = (number: number): void => {
    setLatest(open.has(number) ? undefined : number);
    toggle(number);
  };
  if (rows.length === 0) return <p className="dim">{t(name === 'files' ? 'layers.noFiles' : 'layers.none')}</p>;
  return (
    <>
      <Stack rows={rows} open={open} toggle={toggleFromStack} />
      <BaseLine base={base} />
      {name === 'layers' && rows.length > 1 && (
        <BuiltOn known={known.answer} layers={rowsOfFirst(rows, known.answer?.base?.layers ?? 0)} connectionId={of.connectionId} />
      )}
      {zstd.length > 0 && (
        <p className="dim">{t('files.zstd', { count: zstd.length, layers: format.names(zstd.map(format.number), MOST_NAMED) })}</p>
      )}
      {layerCount > layers.length && (
        <p className="dim">
          {t(name === 'files' ? 'layers.filesCut' : 'layers.cut', { shown: format.number(layers.length), all: format.number(layerCount) })}
        </p>
      )}
      {menu}
      <table ref={table} className={styles['layers']} aria-label={t(`image.tab.${name}`)} {...handlers}>
        <thead>
          <tr>
            <th className={styles['number']}>#</th>
            <th>{t(name === 'files' ? 'layers.file' : 'layers.instruction')}</th>
            <th className={styles['number']}>{t('layers.size')}</th>
            <th className={styles['hideNarrow']}>{t('layers.share')}</th>
            <th className={`${styles['number']} ${styles['hideNarrower']}`}>{t('layers.runningTotal')}</th>
            <th className={styles['hideNarrow']}>{t('image.digest')}</th>
            <th className={styles['alsoIn']}>{t('layers.alsoIn')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Fragment key={row.number}>
              <LayerLine row={row} name={name} known={known.of(row.digest)} open={open} toggle={toggle} />
              {open.has(row.number) && <LayerDetail row={row} name={name} known={known.of(row.digest)} of={of} />}
            </Fragment>
          ))}
        </tbody>
      </table>
      {coverage !== undefined && coverage.known > 0 && (
        <p className={`${styles['coverage']} faint`}>
          {t('layers.coverage', { count: coverage.known, read: format.number(coverage.read), known: format.number(coverage.known) })}
        </p>
      )}
    </>
  );
}
