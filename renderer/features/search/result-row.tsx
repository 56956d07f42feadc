import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundImage, SearchResult } from '../../../shared/contract/search.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { platformName } from '../../../shared/oci/platform.ts';
import { fuzzyParts } from '../../lib/text/fuzzy.ts';
import { alternating } from '../../lib/text/hits.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CopyAtHover } from '../../ui/copy-at-hover.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import type { MenuPoint } from '../../ui/row-menu.tsx';
import { DigestLabel } from '../../ui/swatch.tsx';
import styles from './search.module.css';

/** Platforms that fit in a row; Linux is understood. */
const MOST_PLATFORMS = 2;

function Platforms({ platforms }: Pick<FoundImage, 'platforms'>) {
  const format = useFormat();
  const names = platforms.map(platformName);
  const short = [...new Set(names.map((name) => name.replace(/^linux\//, '')))];
  return (
    <span title={format.names(names)}>
      {short.slice(0, MOST_PLATFORMS).map((name) => (
        <span key={name} className={styles['platform']}>
          {name}
        </span>
      ))}
      {short.length > MOST_PLATFORMS && <span className={styles['platform']}>+{short.length - MOST_PLATFORMS}</span>}
    </span>
  );
}

/** The digest, and what of an index it was found by. */
function Digest({ image: { digest, contains } }: { readonly image: FoundImage }) {
  const { t } = useTranslation();
  return (
    <CopyAtHover inRow text={digest} label={t('image.digestOf', { digest: shortDigest(digest) })}>
      <DigestLabel digest={digest} />
      {contains !== undefined && (
        <span className="faint" title={t('search.containsDetail', { digest: contains })}>
          {' '}
          {t('search.contains', { digest: shortDigest(contains) })}
        </span>
      )}
    </CopyAtHover>
  );
}

/** A name with what was looked for marked in it. */
const Found = ({ text, words }: { readonly text: string; readonly words: string }) => (
  <MiddleCut text={text} pieces={alternating(fuzzyParts(text, words))} />
);

type Columns = readonly (readonly [column: string, content: ReactNode, title?: string])[];

function useImageCells(result: SearchResult): Columns {
  const { t } = useTranslation();
  const format = useFormat();
  if (result.kind === 'repository') return ['digest', 'kind', 'platforms', 'size', 'created', 'pulled'].map((column) => [column, '']);
  const { image } = result;
  const { content, platforms, size, created } = image;
  const pulled = result.kind === 'tag' ? result.pulled : undefined;
  const unknown = <span className="faint">{t('tags.unknown')}</span>;
  return [
    ['digest', <Digest key="digest" image={image} />],
    ['kind', content === undefined ? unknown : t(`tags.kind.${content}`)],
    ['platforms', <Platforms key="platforms" platforms={platforms} />],
    ['size', size === undefined ? unknown : format.bytes(size), size === undefined ? undefined : format.exactBytes(size)],
    ['created', created === undefined ? unknown : format.ago(created), created && format.exactTime(created)],
    ['pulled', pulled === undefined ? unknown : format.ago(pulled), pulled && format.exactTime(pulled)],
  ] as [string, ReactNode, string?][];
}

/** A result: what it is called, where it is, and what is known of its image. */
export const ResultRow = memo(function ResultRow({
  id,
  result,
  registry,
  words,
  index,
  start,
  isActive,
  withPulled,
  onOpen,
  onMenu,
}: {
  readonly id: string;
  readonly result: SearchResult;
  /** The name of its registry; empty where there is only one. */
  readonly registry: string;
  readonly words: string;
  readonly index: number;
  /** px from the top. */
  readonly start: number;
  readonly isActive: boolean;
  /** The column of the last pull is shown. */
  readonly withPulled: boolean;
  readonly onOpen: (index: number) => void;
  readonly onMenu: (index: number, at: MenuPoint) => void;
}) {
  const { t } = useTranslation();
  const cells = useImageCells(result).filter(([column]) => withPulled || column !== 'pulled');
  return (
    // The keys are those of the grid (aria-activedescendant).
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      className={`${styles['row']} ${styles['line']}`}
      data-active={isActive}
      style={{ transform: `translateY(${start}px)` }}
      onClick={() => onOpen(index)}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu(index, { x: event.clientX, y: event.clientY });
      }}
    >
      <div role="gridcell" className={`${styles['cell']} ${styles['name']}`} title={result.kind === 'tag' ? result.tag : undefined}>
        {result.kind === 'tag' ? (
          <Found text={result.tag} words={words} />
        ) : (
          <span className="faint">
            {t(result.kind === 'repository' ? 'search.repository' : result.untagged ? 'search.untagged' : 'search.inIndex')}
          </span>
        )}
      </div>
      <div
        role="gridcell"
        className={`${styles['cell']} ${styles['where']}`}
        title={registry === '' ? result.repository : `${result.repository} · ${registry}`}
      >
        <span className={result.kind === 'repository' ? styles['name'] : ''}>
          <Found text={result.repository} words={words} />
        </span>
        {registry !== '' && <span className="faint">{registry}</span>}
      </div>
      {cells.map(([column, content, title]) => (
        <div key={column} role="gridcell" className={styles['cell']} data-column={column} title={title}>
          {content}
        </div>
      ))}
    </div>
  );
});
