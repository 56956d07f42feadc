import type { CSSProperties } from 'react';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { displayText } from '../../../shared/text.ts';
import { openDigest } from '../../lib/places.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useTranslation } from '../../lib/use-translation.ts';
import type { MenuPoint } from '../../ui/row-menu.tsx';
import { TreeChevron } from '../../ui/tree-chevron.tsx';
import { useVerified, type Verifiable } from './documents/use-verified.ts';
import styles from './linked.module.css';
import { formOf, itemText } from './row-text.ts';
import type { LinkedItem, LinkedRow } from './rows.ts';

type Condition = { readonly text: string; readonly tone: 'danger' | 'warn' | 'ok' | 'dim'; readonly whole?: string };

/** What is true of a line that a person has to know: that it is missing, could not be read, was verified and by which key, or was not. */
function useCondition(item: LinkedItem, verifiable: Verifiable | undefined): Condition | undefined {
  const { t } = useTranslation();
  const verified = useVerified(verifiable);
  if (item.kind === 'blob' || (item.kind === 'node' && item.node.missing)) return { text: t('linked.missing'), tone: 'danger' };
  if (item.kind === 'node' && item.node.unread) return { text: t('linked.unread'), tone: 'warn' };
  if (verified) {
    const { by, fingerprint, subject = '' } = verified;
    // Its first bytes tell it from another; the rest is beside the tree.
    const text = t(`linked.verified.${by}`, { name: fingerprint.slice(0, 11) });
    return { text, tone: 'ok', whole: `${text.replace(fingerprint.slice(0, 11), fingerprint)} ${subject}`.trim() };
  }
  return item.kind === 'node' && item.node.kind === 'signature' ? { text: t('linked.notVerified'), tone: 'dim' } : undefined;
}

/** What a line says in its columns. */
function useCells(item: LinkedItem) {
  const { t } = useTranslation();
  const format = useFormat();
  const node = item.kind === 'node' ? item.node : undefined;
  const blob = item.kind === 'blob' ? item.blob : undefined;
  const size = node?.size ?? blob?.size;
  return {
    what: itemText(t, item, format.number),
    form: node && formOf(node),
    by: displayText(node?.by ?? ''),
    digest: node?.digest ?? blob?.digest,
    isManifest: node !== undefined,
    size: size === undefined || node?.missing ? '' : format.bytes(size),
    exactSize: size === undefined || node?.missing ? undefined : format.exactBytes(size),
  };
}

type RowProps = {
  readonly row: LinkedRow;
  readonly verifiable: Verifiable | undefined;
  readonly id: string;
  readonly active: boolean;
  readonly style: CSSProperties;
  readonly onChoose: () => void;
  readonly onToggle: () => void;
  readonly onMenu: (at: MenuPoint) => void;
};

/** A line of what is linked. */
export function LinkedLine({ row, verifiable, id, active, style, onChoose, onToggle, onMenu }: RowProps) {
  const { t } = useTranslation();
  const { what, form, by, digest, isManifest, size, exactSize } = useCells(row.item);
  const state = useCondition(row.item, verifiable);
  const isFirst = state?.tone === 'danger' || state?.tone === 'warn';
  return (
    // The tree itself handles the keys (aria-activedescendant).
    <div
      id={id}
      role="treeitem"
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={active}
      {...(row.expanded === undefined ? {} : { 'aria-expanded': row.expanded })}
      className={styles['row']}
      style={style}
      onClick={onChoose}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu({ x: event.clientX, y: event.clientY });
      }}
    >
      <span className={styles['what']} style={{ paddingLeft: (row.level - 1) * 16 }} title={what}>
        <TreeChevron expanded={row.expanded} className={styles['chevron']} onToggle={onToggle} />
        {isFirst && (
          <span className={styles['state']} data-tone={state.tone}>
            {state.text}
          </span>
        )}
        <span className="cut">{what}</span>
        {form !== undefined && <span className={styles['form']}>{form}</span>}
        {state && !isFirst && (
          <span className={styles['state']} data-tone={state.tone} title={state.whole}>
            {state.text}
          </span>
        )}
      </span>
      <span className={`${styles['by']} dim cut`} title={by}>
        {by}
      </span>
      <span className={`${styles['digest']} mono`} title={digest}>
        {digest !== undefined && isManifest && (
          <button
            type="button"
            tabIndex={-1}
            title={t('linked.open', { digest })}
            onClick={(event) => {
              event.stopPropagation();
              openDigest(digest);
            }}
          >
            {shortDigest(digest)}
          </button>
        )}
        {digest !== undefined && !isManifest && shortDigest(digest)}
      </span>
      <span className={`${styles['size']} dim`} title={exactSize}>
        {size}
      </span>
    </div>
  );
}
