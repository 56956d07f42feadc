import { Checkbox } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { UntaggedImage } from '../../../shared/contract/untagged.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { useFormat } from '../../lib/use-format.ts';
import { DigestLabel } from '../../ui/swatch.tsx';
import { useRowFocus } from '../../ui/use-row-focus.ts';
import styles from './untagged.module.css';

/** px */
const ROW = 32;

type RowProps = {
  readonly image: UntaggedImage;
  readonly index: number;
  /** px from the top of the rows. */
  readonly start: number;
  readonly isCurrent: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onOpen: () => void;
  readonly onFocus: () => void;
};

function Row({ image, index, start, isCurrent, isChosen, onChoose, onOpen, onFocus }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { digest, content, mediaType, size, created, within } = image;
  const tabIndex = isCurrent ? 0 : -1;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-row={index}
      className={styles['row']}
      style={{ transform: `translateY(${start}px)` }}
      onFocus={onFocus}
    >
      <span role="cell">
        <Checkbox
          size="xs"
          tabIndex={tabIndex}
          aria-label={t('untagged.choose', { digest: shortDigest(digest) })}
          checked={isChosen}
          onChange={onChoose}
        />
      </span>
      <span role="cell">
        <button
          type="button"
          tabIndex={tabIndex}
          className={styles['open']}
          aria-label={t('untagged.show', { digest: shortDigest(digest) })}
          onClick={onOpen}
        >
          <DigestLabel digest={digest} />
        </button>
      </span>
      <span role="cell" className="cut" title={mediaType}>
        {t(`tags.kind.${content}`)}
        {within && <span className="faint"> {t('untagged.within', { digest: shortDigest(within) })}</span>}
      </span>
      <span role="cell" className={styles['number']} title={size === undefined ? '' : format.exactBytes(size)}>
        {size === undefined ? '' : format.bytes(size)}
      </span>
      <span role="cell" className="cut" title={created && format.exactTime(created)}>
        {created ? format.ago(created) : ''}
      </span>
    </div>
  );
}

/** Which manifests are chosen. */
type Chosen = { readonly chosen: ReadonlySet<string>; readonly onChosen: (chosen: ReadonlySet<string>) => void };

function Header({ images, chosen, onChosen }: { readonly images: readonly UntaggedImage[] } & Chosen) {
  const { t } = useTranslation();
  const isAll = images.every(({ digest }) => chosen.has(digest));
  return (
    <div role="rowgroup" className={styles['header']}>
      <div role="row" aria-rowindex={1} className={styles['row']}>
        <span role="columnheader" aria-label={t('untagged.chooseAll')}>
          <Checkbox
            size="xs"
            aria-label={t('untagged.chooseAll')}
            checked={isAll}
            indeterminate={!isAll && chosen.size > 0}
            onChange={() => onChosen(new Set(isAll ? [] : images.map(({ digest }) => digest)))}
          />
        </span>
        <span role="columnheader">{t('tags.column.digest')}</span>
        <span role="columnheader">{t('tags.column.kind')}</span>
        <span role="columnheader" className={styles['number']}>
          {t('tags.column.size')}
        </span>
        <span role="columnheader">{t('tags.column.created')}</span>
      </div>
    </div>
  );
}

type TableProps = Chosen & { readonly images: readonly UntaggedImage[]; readonly onOpen: (digest: string) => void };

/** Manifests without a tag, each to be opened or chosen. Only the rows on screen are in the page. */
export function UntaggedTable({ images, chosen, onChosen, onOpen }: TableProps) {
  const { t } = useTranslation();
  const { element, virtual, current, setCurrent, move } = useRowFocus(images.length, ROW);
  const choose = (digest: string): void =>
    onChosen(chosen.has(digest) ? new Set([...chosen].filter((other) => other !== digest)) : new Set([...chosen, digest]));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!(event.target instanceof Element) || !event.target.closest('[data-row]')) return;
    if (move(event.key, event.target instanceof HTMLInputElement ? 'input' : 'button')) event.preventDefault();
  };
  return (
    <div
      className={styles['table']}
      ref={element}
      role="table"
      aria-label={t('untagged.table')}
      aria-rowcount={images.length + 1}
      onKeyDown={onKeyDown}
    >
      <Header images={images} chosen={chosen} onChosen={onChosen} />
      <div role="rowgroup" className={styles['rows']} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const image = images[index];
          return (
            image && (
              <Row
                key={image.digest}
                {...{ image, index, start }}
                isCurrent={index === current}
                isChosen={chosen.has(image.digest)}
                onChoose={() => choose(image.digest)}
                onOpen={() => onOpen(image.digest)}
                onFocus={() => setCurrent(index)}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
