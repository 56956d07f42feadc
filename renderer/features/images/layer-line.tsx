import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { KnownLayers } from '../../../shared/contract/images.ts';
import { isUnverifiable, shortDigest } from '../../../shared/oci/digest.ts';
import { showFiles } from '../../lib/places.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CopyAtHover } from '../../ui/copy-at-hover.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import styles from './images.module.css';
import { AlsoIn, AlsoInCell, LayerFiles } from './layer-facts.tsx';
import { type LayerRow, layerColourOf } from './layer-rows.ts';
import type { LayersOf } from './queries.ts';

/** What the layers are called: those of an artifact are files. */
export type Named = { readonly name: 'layers' | 'files' };

/** The unfolded rows by their numbers. One that is unfolded moves only what is below it, and none folds by itself. */
export type Unfolded = { readonly open: ReadonlySet<number>; readonly toggle: (number: number) => void };

export const wholeText = ({ verb, rest }: LayerRow): string => [verb, rest].filter(Boolean).join(' ');

type KnownLayer = KnownLayers['layers'][number];

/** What is known of a layer beside its descriptor, and where it is looked at from. */
type About = { readonly known: KnownLayer | undefined; readonly of: LayersOf };

/** What does not fit into the line of a layer. */
export function LayerDetail({ row, name, known, of }: { readonly row: LayerRow } & Named & About) {
  const { t } = useTranslation();
  const format = useFormat();
  const { whole: text } = row;
  return (
    <tr className={styles['unfolded']}>
      <td />
      <td colSpan={6}>
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
        {isUnverifiable(row.digest) && <span>{t('layers.unverifiable')}</span>}
        {name === 'layers' && <LayerFiles row={row} known={known} />}
        <AlsoIn of={of} digest={row.digest} />
      </td>
    </tr>
  );
}

/** One layer: its line in the table, which unfolds. */
export function LayerLine({
  row,
  name,
  known,
  open,
  toggle,
}: { readonly row: LayerRow; readonly known: KnownLayer | undefined } & Unfolded & Named) {
  const { t } = useTranslation();
  const format = useFormat();
  const isOpen = open.has(row.number);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <tr
      data-on={isOpen}
      data-layer={row.number}
      // The second click of a double click would fold what the first one unfolded.
      onClick={({ detail }) => detail < 2 && toggle(row.number)}
      onDoubleClick={() => name === 'layers' && showFiles({ layer: row.number })}
    >
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
      <td className={`${styles['number']} ${styles['hideNarrower']} dim`} title={format.exactBytes(row.runningTotal)}>
        {format.bytes(row.runningTotal)}
      </td>
      <td className={`mono faint ${styles['hideNarrow']}`} title={row.digest}>
        <CopyAtHover inRow text={row.digest} label={t('image.digestOf', { digest: shortDigest(row.digest) })}>
          {shortDigest(row.digest)}
        </CopyAtHover>
      </td>
      <td className={`${styles['alsoIn']} dim`}>
        <AlsoInCell known={known} />
      </td>
    </tr>
  );
}
