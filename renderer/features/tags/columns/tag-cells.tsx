import type { TFunction } from 'i18next';
import { type ReactNode, useContext } from 'react';
import { assertNever } from '../../../../shared/assert-never.ts';
import type { TagColumn } from '../../../../shared/contract/settings.ts';
import type { ReadTag, TagDetail } from '../../../../shared/contract/tags.ts';
import { shortDigest } from '../../../../shared/oci/digest.ts';
import type { Platform } from '../../../../shared/oci/manifest.ts';
import { platformName } from '../../../../shared/oci/platform.ts';
import { invalidText } from '../../../lib/failure-text.ts';
import { phrase } from '../../../lib/phrase.ts';
import type { Format } from '../../../lib/text/format.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { useTranslation } from '../../../lib/use-translation.ts';
import { CopyAtHover } from '../../../ui/copy-at-hover.tsx';
import { DigestLabel } from '../../../ui/swatch.tsx';
import { mediaTypeOf } from '../rows.ts';
import styles from '../tags.module.css';
import { labelsThatFit, PlatformRoom } from './room.ts';
import { ShownColumns } from './shown-columns.ts';

/** Platforms in a row, however wide their column is. */
const MOST_PLATFORMS = 3;

/** Nearly every image is for Linux: only another system is named. */
function shortPlatform(platform: Platform): string {
  const name = platform.os === 'linux' ? platform.architecture : `${platform.os}/${platform.architecture}`;
  return platform.variant ? `${name}/${platform.variant}` : name;
}

function Platforms({ detail: { platforms, covers, problem } }: { readonly detail: ReadTag }) {
  const { t } = useTranslation();
  const format = useFormat();
  const counts = covers && { read: format.number(covers.read), all: format.number(covers.all) };
  const names = [...new Set(platforms.map(shortPlatform))];
  const shown = labelsThatFit(names, useContext(PlatformRoom), MOST_PLATFORMS);
  if (problem === 'too-large') return <span className="faint">{t('tags.tooLarge')}</span>;
  return (
    <span title={format.names(platforms.map(platformName))}>
      {names.slice(0, shown).map((name) => (
        <span key={name} className={styles['platform']}>
          {name}
        </span>
      ))}
      {names.length > shown && <span className={styles['platform']}>+{names.length - shown}</span>}
      {counts && (
        <span className="faint" title={t('tags.coversDetail', counts)}>
          {t('tags.covers', counts)}
        </span>
      )}
    </span>
  );
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

/** What a row is read aloud as: its name, its digest, and what it is. */
export function useRowLabel(tag: string, detail: TagDetail | undefined): string {
  const { t } = useTranslation();
  const format = useFormat();
  if (!detail) return `${tag}, ${t('tags.notRead')}`;
  if (detail.state === 'not-found') return `${tag}, ${t('tags.notFound')}`;
  if (detail.state === 'failed') return `${tag}, ${t('tags.failed', { why: reasonOf(t, detail) })}`;
  const size = detail.size === undefined ? [] : [format.bytes(detail.size)];
  const created = detail.created === undefined ? [] : [format.ago(detail.created)];
  return [tag, shortDigest(detail.digest), t(`tags.kind.${detail.content}`), ...size, ...created].join(', ');
}

type Cell = {
  readonly style?: string;
  readonly title?: string | undefined;
  readonly content: ReactNode;
  /** Still being read while the rest of the row is known. */
  readonly isPending?: boolean;
};

/** What could not be determined. A component, so that the word is looked up only by the cells that show it. */
function Unknown() {
  const { t } = useTranslation();
  return <span className="faint">{t('tags.unknown')}</span>;
}

/** A time in the past, and in full at hover. */
const timeCell = (format: Format, time: string, full = format.exactTime(time)): Cell => ({
  style: 'num dim',
  title: full,
  content: format.ago(time),
});

function sizeCell(t: TFunction, format: Format, { size, covers }: ReadTag): Cell {
  if (size === undefined) return { style: 'num', content: <Unknown /> };
  const shown = format.bytes(size);
  return { style: 'num', title: format.exactBytes(size), content: covers ? t('tags.atLeast', { size: shown }) : shown };
}

function createdCell(t: TFunction, format: Format, { created, createdIs, pending }: ReadTag): Cell {
  if (created === undefined) return { style: 'num dim', content: pending ? '' : <Unknown />, isPending: pending === true };
  const time = format.exactTime(created);
  return timeCell(format, created, createdIs === 'pushed' ? t('tags.pushed', { time }) : time);
}

/** The menu of a row searches for its digest, but not for that of a deleted tag. */
const digestCell = (t: TFunction, digest: string, isInMenu: boolean): Cell => ({
  content: (
    <CopyAtHover inRow isInMenu={isInMenu} text={digest} label={phrase(t, 'digestOf', shortDigest(digest))}>
      <DigestLabel digest={digest} />
    </CopyAtHover>
  ),
});

function cellOf(t: TFunction, format: Format, detail: ReadTag, column: TagColumn): Cell {
  switch (column) {
    case 'digest':
      return digestCell(t, detail.digest, true);
    case 'kind':
      return { style: 'dim', title: detail.artifactType ?? detail.mediaType, content: t(`tags.kind.${detail.content}`) };
    case 'platforms':
      return { content: <Platforms detail={detail} />, isPending: detail.pending === true && detail.platforms.length === 0 };
    case 'size':
      return sizeCell(t, format, detail);
    case 'created':
      return createdCell(t, format, detail);
    case 'mediaType':
      return { style: 'dim', title: mediaTypeOf(detail), content: mediaTypeOf(detail) };
    case 'pulled':
      return detail.pulled === undefined ? { style: 'num dim', content: <Unknown /> } : timeCell(format, detail.pulled);
    case 'immutable':
      return {
        style: 'dim',
        content: detail.immutable === undefined ? <Unknown /> : t(detail.immutable ? 'tags.immutable' : 'tags.mutable'),
      };
    default:
      return assertNever(column);
  }
}

function useCell(detail: TagDetail | undefined, deletedDigest: string | undefined): (column: TagColumn) => Cell {
  const { t } = useTranslation();
  const format = useFormat();
  if (deletedDigest !== undefined) return (column) => (column === 'digest' ? digestCell(t, deletedDigest, false) : { content: '' });
  if (detail?.state === 'read') return (column) => cellOf(t, format, detail, column);
  const said = detail && (detail.state === 'not-found' ? t('tags.notFound') : t('tags.failed', { why: reasonOf(t, detail) }));
  return (column) => ({ style: 'faint', title: said, content: column === 'digest' ? said : '' });
}

/**
 * The cells of what was read of a tag, or the digest that a deleted one pointed to. They stay the same elements when their content comes, so that a
 * click under way keeps its target.
 */
export function TagCells({
  detail,
  deletedDigest,
}: {
  readonly detail: TagDetail | undefined;
  readonly deletedDigest: string | undefined;
}) {
  const cell = useCell(detail, deletedDigest);
  return useContext(ShownColumns).map((column) => {
    const { style = '', title, content, isPending = detail === undefined } = cell(column);
    return (
      <div
        key={column}
        role="gridcell"
        className={`${styles['cell']} ${style}`}
        data-column={column}
        data-waiting={isPending}
        title={title}
      >
        {content}
      </div>
    );
  });
}
