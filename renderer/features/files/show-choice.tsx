import { SegmentedControl, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Layer } from '../../../shared/contract/images.ts';
import { displayText } from '../../../shared/text.ts';
import { useFormat } from '../../lib/use-format.ts';
import styles from './files.module.css';

/** Up to so many layers have a choice of their own each; more are in a menu. */
const MOST_CHOICES = 8;
const MERGED = 'merged';
const ONE = 'one';

/** What is shown: the image as its layers make it together, or one of them by its number. */
export function ShowChoice({
  layers,
  value,
  onChange,
}: {
  readonly layers: readonly Layer[];
  readonly value: number | undefined;
  readonly onChange: (layer: number | undefined) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = (i: number): string => t('files.layer', { number: format.number(i + 1) });
  const isMany = layers.length > MOST_CHOICES;
  const single = layers.map((_, i) => ({
    value: String(i + 1),
    label: (
      // The first one says what the numbers are; all of them are read aloud in full.
      <span aria-label={nameOf(i)} role="img">
        {i === 0 ? nameOf(i) : format.number(i + 1)}
      </span>
    ),
  }));
  const choices = [{ value: MERGED, label: t('files.merged') }, ...(isMany ? [{ value: ONE, label: t('files.oneLayer') }] : single)];
  const chosen = value === undefined ? MERGED : isMany ? ONE : String(value);
  return (
    <div className={styles['show']}>
      <SegmentedControl
        size="xs"
        aria-label={t('files.show')}
        data={choices}
        value={chosen}
        onChange={(next) => onChange(next === MERGED ? undefined : next === ONE ? 1 : Number(next))}
      />
      {isMany && value !== undefined && (
        <Select
          size="xs"
          w={210}
          aria-label={t('files.whichLayer')}
          allowDeselect={false}
          data={layers.map((layer, i) => ({
            value: String(i + 1),
            label: [nameOf(i), displayText(layer.instruction ?? '')].join(' ').trim(),
          }))}
          value={String(value)}
          onChange={(next) => next !== null && onChange(Number(next))}
        />
      )}
    </div>
  );
}
