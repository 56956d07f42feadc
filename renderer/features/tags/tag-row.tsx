import { IconDots } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { type MouseEvent, memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SortColumn } from '../../../shared/contract/settings.ts';
import type { ReadTag, TagDetail } from '../../../shared/contract/tags.ts';
import { type Platform, platformName } from '../../../shared/oci/manifest.ts';
import { invalidText } from '../../lib/failure-text.ts';
import { cutMiddle } from '../../lib/middle.ts';
import { useFormat } from '../../lib/use-format.ts';
import { DigestLabel } from '../../ui/swatch.tsx';
import styles from './tags.module.css';

const PLATFORMS_SHOWN = 3;

/** Linux is what nearly everything is; only another system is worth its words. */
function shortPlatform(platform: Platform): string {
  const name = platform.os === 'linux' ? platform.architecture : `${platform.os}/${platform.architecture}`;
  return platform.variant ? `${name}/${platform.variant}` : name;
}

function Platforms({ detail: { platforms, covers, problem } }: { readonly detail: ReadTag }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (problem === 'too-large') return <span className="faint">{t('tags.tooLarge')}</span>;
  const counts = covers && { read: format.number(covers.read), all: format.number(covers.all) };
  const names = [...new Set(platforms.map(shortPlatform))];
  return (
    <span title={platforms.map(platformName).join(', ')}>
      {names.slice(0, PLATFORMS_SHOWN).map((name) => (
        <span key={name} className={styles['platform']}>
          {name}
        </span>
      ))}
      {names.length > PLATFORMS_SHOWN && <span className={styles['platform']}>+{names.length - PLATFORMS_SHOWN}</span>}
      {counts && (
        <span className="faint" title={t('tags.coversDetail', counts)}>
          {t('tags.covers', counts)}
        </span>
      )}
    </span>
  );
}

/** A kind in the words of the field: Helm charts are known by their type, other artifacts by theirs. */
function kindOf(detail: ReadTag): string {
  if (detail.artifactType?.includes('helm')) return 'chart';
  return detail.kind;
}

/** Why a row could not be read. */
function reasonOf(t: TFunction, { code, invalid }: Extract<TagDetail, { state: 'failed' }>): string {
  if (invalid) return invalidText(t, invalid);
  switch (code) {
    case 'RATE_LIMITED':
    case 'FORBIDDEN':
    case 'NOT_FOUND':
    case 'DIGEST_MISMATCH':
      return t(`tags.reason.${code}`);
    default:
      return t('tags.reason.other');
  }
}

type Cell = {
  readonly column: Exclude<SortColumn, 'tag'>;
  readonly style?: string;
  readonly title?: string | undefined;
  readonly content: ReactNode;
};

function useCells(detail: TagDetail | undefined): readonly Cell[] {
  const { t } = useTranslation();
  const format = useFormat();
  if (detail?.state !== 'read') {
    const said = detail && (detail.state === 'gone' ? t('tags.gone') : t('tags.failed', { why: reasonOf(t, detail) }));
    return (['digest', 'kind', 'platforms', 'size', 'created'] as const).map((column) => ({
      column,
      style: 'faint',
      title: said,
      content: column === 'digest' ? said : '',
    }));
  }
  const unknown = <span className="faint">{t('tags.unknown')}</span>;
  return [
    { column: 'digest', content: <DigestLabel digest={detail.digest} /> },
    { column: 'kind', style: 'dim', title: detail.artifactType ?? detail.mediaType, content: t(`tags.kind.${kindOf(detail) as 'image'}`) },
    { column: 'platforms', content: <Platforms detail={detail} /> },
    {
      column: 'size',
      style: 'num',
      title: detail.size === undefined ? undefined : format.exactBytes(detail.size),
      content:
        detail.size === undefined
          ? unknown
          : detail.covers
            ? t('tags.atLeast', { size: format.bytes(detail.size) })
            : format.bytes(detail.size),
    },
    {
      column: 'created',
      style: 'num dim',
      title:
        detail.created &&
        (detail.createdIs === 'pushed' ? t('tags.pushed', { time: format.exactTime(detail.created) }) : format.exactTime(detail.created)),
      content: detail.created ? format.ago(detail.created) : unknown,
    },
  ];
}

/** The cells stay the same elements when their content comes: a click that is under way must not lose what it was on. */
function Details({ detail }: { readonly detail: TagDetail | undefined }) {
  return useCells(detail).map(({ column, style = '', title, content }) => (
    <div
      key={column}
      role="gridcell"
      className={`${styles['cell']} ${style}`}
      data-column={column}
      data-waiting={detail === undefined}
      title={title}
    >
      {content}
    </div>
  ));
}

export type TagRowProps = {
  readonly tag: string;
  readonly detail: TagDetail | undefined;
  readonly index: number;
  readonly top: number;
  readonly selected: boolean;
  readonly checked: boolean;
  readonly active: boolean;
  readonly kin: boolean;
  readonly onOpen: (index: number) => void;
  readonly onCheck: (index: number, range: boolean) => void;
  readonly onHover: (digest: string | undefined) => void;
  readonly onMenu: (index: number, anchor: { readonly x: number; readonly y: number }) => void;
};

/** One tag. Memoised: while a large repository is read, only rows that changed are drawn again. */
export const TagRow = memo(function TagRow({
  tag,
  detail,
  index,
  top,
  selected,
  checked,
  active,
  kin,
  onOpen,
  onCheck,
  onHover,
  onMenu,
}: TagRowProps) {
  const { t } = useTranslation();
  const menuAt = (event: MouseEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    const box = event.currentTarget.getBoundingClientRect();
    onMenu(index, event.type === 'contextmenu' ? { x: event.clientX, y: event.clientY } : { x: box.right, y: box.bottom });
  };
  return (
    <div
      id={`tag-row-${index}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={`${styles['line']} ${styles['row']}`}
      data-active={active}
      data-kin={kin}
      style={{ top }}
      onClick={() => onOpen(index)}
      onContextMenu={menuAt}
      onMouseEnter={() => onHover(detail?.state === 'read' ? detail.digest : undefined)}
      onMouseLeave={() => onHover(undefined)}
    >
      <div role="gridcell" className={styles['cell']}>
        <input
          type="checkbox"
          tabIndex={-1}
          className={styles['check']}
          aria-label={t('tags.select', { tag })}
          checked={checked}
          onClick={(event) => event.stopPropagation()}
          onChange={(event) => onCheck(index, (event.nativeEvent as globalThis.MouseEvent).shiftKey)}
        />
      </div>
      <div role="gridcell" className={`${styles['cell']} ${styles['tag']}`} title={tag}>
        {cutMiddle(tag, 48)}
      </div>
      <Details detail={detail} />
      <div role="gridcell" className={styles['cell']}>
        <button
          type="button"
          tabIndex={-1}
          className={styles['more']}
          aria-label={t('tags.actions', { tag })}
          aria-haspopup="menu"
          onClick={menuAt}
        >
          <IconDots size={15} />
        </button>
      </div>
    </div>
  );
});
