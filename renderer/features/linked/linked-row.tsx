import type { CSSProperties } from 'react';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { displayText } from '../../../shared/text.ts';
import { openDigest } from '../../lib/places.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useTranslation } from '../../lib/use-translation.ts';
import { TreeChevron } from '../../ui/tree-chevron.tsx';
import styles from './linked.module.css';
import { formOf, itemText } from './row-text.ts';
import type { LinkedItem, LinkedRow } from './rows.ts';

/** What is true of a line that a person has to know: that it is missing, could not be read, or was not verified. */
function useCondition(item: LinkedItem): { readonly text: string; readonly tone: 'danger' | 'warn' | 'dim' } | undefined {
  const { t } = useTranslation();
  if (item.kind === 'blob' || (item.kind === 'node' && item.node.missing)) return { text: t('linked.missing'), tone: 'danger' };
  if (item.kind === 'node' && item.node.unread) return { text: t('linked.unread'), tone: 'warn' };
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
  readonly id: string;
  readonly active: boolean;
  readonly style: CSSProperties;
  readonly onChoose: () => void;
  readonly onToggle: () => void;
};

/** A line of what is linked. */
export function LinkedLine({ row, id, active, style, onChoose, onToggle }: RowProps) {
  const { t } = useTranslation();
  const { what, form, by, digest, isManifest, size, exactSize } = useCells(row.item);
  const state = useCondition(row.item);
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
    >
      <span className={styles['what']} style={{ paddingLeft: (row.level - 1) * 16 }} title={what}>
        <TreeChevron expanded={row.expanded} className={styles['chevron']} onToggle={onToggle} />
        {state && state.tone !== 'dim' && (
          <span className={styles['state']} data-tone={state.tone}>
            {state.text}
          </span>
        )}
        <span className="cut">{what}</span>
        {form !== undefined && <span className={styles['form']}>{form}</span>}
        {state?.tone === 'dim' && <span className={styles['state']}>{state.text}</span>}
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
