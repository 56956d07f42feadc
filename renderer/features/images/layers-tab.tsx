import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Fragment, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Layer } from '../../../shared/contract/images.ts';
import type { BaseImage } from '../../../shared/oci/base-image.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { isZstd } from '../../../shared/oci/layer-compression.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CopyAtHover } from '../../ui/copy-at-hover.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { BaseLine } from './base-line.tsx';
import styles from './images.module.css';
import { useLayerMenu } from './layer-menu.tsx';
import { type LayerRow, layerColourOf, layerRows } from './layer-rows.ts';

/** What the layers are called: those of an artifact are files. */
type Named = { readonly name: 'layers' | 'files' };

/** Layers that are named; those beyond are counted. */
const MOST_NAMED = 8;

/** The unfolded rows by their numbers. One that is unfolded moves only what is below it, and none folds by itself. */
type Unfolded = { readonly open: ReadonlySet<number>; readonly toggle: (number: number) => void };

const wholeText = ({ verb, rest }: LayerRow): string => [verb, rest].filter(Boolean).join(' ');

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

/** What does not fit into the line of a layer. */
function LayerDetail({ row, name }: { readonly row: LayerRow } & Named) {
  const { t } = useTranslation();
  const format = useFormat();
  const { whole: text } = row;
  return (
    <tr className={styles['unfolded']}>
      <td />
      <td colSpan={5}>
        {text !== '' && (
          <CopyAtHover text={text} label={name === 'files' ? t('layers.file') : t('layers.instructionOf', { number: row.number })}>
            <code className={styles['whole']}>{text}</code>
          </CopyAtHover>
        )}
        <CopyField text={row.digest} label={t('image.digestOf', { digest: shortDigest(row.digest) })} />
        <span className="dim">
          {format.exactBytes(row.size)} · {row.compression !== undefined && <>{t(`files.format.${row.compression}`)} · </>}
          <span className="mono">{row.mediaType}</span>
        </span>
      </td>
    </tr>
  );
}

function LayerLine({ row, name, open, toggle }: { readonly row: LayerRow } & Unfolded & Named) {
  const { t } = useTranslation();
  const format = useFormat();
  const isOpen = open.has(row.number);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <tr data-on={isOpen} data-layer={row.number} onClick={() => toggle(row.number)}>
      <td className={`${styles['number']} faint`}>{row.number}</td>
      <td className={styles['instruction']} title={wholeText(row)}>
        <button type="button" className={styles['rowButton']} aria-expanded={isOpen}>
          <Chevron size={13} aria-hidden="true" />
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
        <span className={styles['share']}>
          <span className="faint">{format.percent(row.share)}</span>
          <span style={{ width: Math.max(3, row.share * 90), background: layerColourOf(row) }} />
        </span>
      </td>
      <td className={`${styles['number']} dim`} title={format.exactBytes(row.runningTotal)}>
        {format.bytes(row.runningTotal)}
      </td>
      <td className={`mono faint ${styles['hideNarrow']}`} title={row.digest}>
        <CopyAtHover inRow text={row.digest} label={t('image.digestOf', { digest: shortDigest(row.digest) })}>
          {shortDigest(row.digest)}
        </CopyAtHover>
      </td>
    </tr>
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

/** Every layer to scale, with the instruction that made it, or the name of its file. `chosen` is unfolded from the beginning. */
export function LayersTab({
  layers,
  layerCount,
  name,
  chosen,
  base,
}: {
  readonly layers: readonly Layer[];
  readonly layerCount: number;
  readonly chosen?: string | undefined;
  readonly base: BaseImage | undefined;
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
            <th className={styles['number']}>{t('layers.runningTotal')}</th>
            <th className={styles['hideNarrow']}>{t('image.digest')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Fragment key={row.number}>
              <LayerLine row={row} name={name} open={open} toggle={toggle} />
              {open.has(row.number) && <LayerDetail row={row} name={name} />}
            </Fragment>
          ))}
        </tbody>
      </table>
    </>
  );
}
