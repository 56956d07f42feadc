import { useDebouncedValue } from '@mantine/hooks';
import { type KeyboardEvent, type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { platformName } from '../../../../shared/oci/platform.ts';
import { parseQuery } from '../../../../shared/query/query.ts';
import type { TagFilter } from '../../../../shared/query/tag-filter.ts';
import { USUAL_VALUES, type Vocabulary } from '../../../lib/query/suggest.ts';
import { setTagFilter, useUi } from '../../../lib/ui-state.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { QueryChips } from '../../../ui/query/query-chips.tsx';
import { QueryField } from '../../../ui/query/query-field.tsx';
import { QueryProblems } from '../../../ui/query/query-problems.tsx';
import { ColumnsMenu } from '../columns/columns-menu.tsx';
import { useToldColumns } from '../columns/use-shown-columns.ts';
import type { TagTable } from '../tag-table.ts';
import styles from '../tags.module.css';
import { useKnownLabels } from './use-labels.ts';

/** ms without a key, before what is not understood is said: a person who types has not finished yet. */
const TYPING = 600;

const FIELD = 'input[data-filter="tags"]';
const focusField = (): void => document.querySelector<HTMLElement>(FIELD)?.focus();

/** Whether this is the field that filters the tags. */
export const isFilterField = (element: Element): boolean => element.matches(FIELD);

/** Kinds and platforms as the tags have them, the most frequent first. */
function valuesOf(details: TagTable['details'] | undefined, of: 'kind' | 'platform'): readonly string[] {
  const counts = new Map<string, number>();
  for (const detail of details?.values() ?? []) {
    if (detail.state !== 'read') continue;
    const values = of === 'kind' ? [detail.content] : detail.platforms.map(platformName);
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value);
}

const vocabularyOf = (details: TagTable['details'] | undefined, tellsPulled: boolean, labels: readonly string[]): Vocabulary => ({
  size: USUAL_VALUES.size,
  created: USUAL_VALUES.created,
  ...(tellsPulled ? { pulled: USUAL_VALUES.pulled } : {}),
  platform: () => valuesOf(details, 'platform'),
  kind: () => valuesOf(details, 'kind'),
  label: () => labels,
  digest: () => [],
});

type FoundProps = {
  readonly count: number;
  /** Rows, where each is an image; undefined where each is a tag. */
  readonly images: number | undefined;
  readonly isPartial: boolean;
};

/** How many tags a filter finds; so far, where what it asks for is not read of all. */
function Found({ count, images, isPartial }: FoundProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = format.number(count);
  // How much has been read stands beside it.
  if (isPartial) return <span className="dim">{t('tags.matchingOf', { shown })}</span>;
  if (images === undefined) return <span className="dim">{t('tags.matching', { shown })}</span>;
  return <span className="dim">{t('tags.matchingOn', { shown, count: images, images: format.number(images) })}</span>;
}

/** Conditions that no list of tags can meet. */
function NotTold({ text, tellsPulled }: { readonly text: string; readonly tellsPulled: boolean }) {
  const { t } = useTranslation();
  const kinds = useMemo(() => new Set(parseQuery(text).terms.map(({ kind }) => kind)), [text]);
  return (['pulled', 'untagged'] as const).map(
    (kind) => kinds.has(kind) && !(kind === 'pulled' && tellsPulled) && <span key={kind}>{t(`tags.notTold.${kind}`)}</span>,
  );
}

/** The field that filters the tags, what it finds, and its conditions as chips below. `children` stand at its right. */
export function FilterBar({
  place,
  table,
  filter,
  typed,
  found,
  images,
  isEmpty,
  onKey,
  children,
}: {
  readonly place: { readonly connectionId: string; readonly repository: string };
  readonly table: TagTable | undefined;
  readonly filter: TagFilter;
  /** The text of `filter`, which may be a moment behind the field. */
  readonly typed: string;
  readonly found: number;
  /** Rows that were found, where tags of one image are one row. */
  readonly images: number | undefined;
  readonly isEmpty: boolean;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const text = useUi((ui) => ui.tagFilter);
  const isSorted = useUi((ui) => ui.settings.sort.column !== 'tag');
  const [settled] = useDebouncedValue(typed, TYPING);
  const told = useToldColumns(table?.details);
  const labels = useKnownLabels(place, text);
  const tellsPulled = told.includes('pulled');
  const details = table?.details;
  // Values are offered for what is typed: until then, a batch that is read is no reason to draw the field anew.
  const seen = text === '' ? undefined : table;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the details are one map that grows.
  const vocabulary = useMemo(() => vocabularyOf(details, tellsPulled, labels), [details, seen, tellsPulled, labels]);
  const isPartial = table?.listed === true && !table.done;
  return (
    <>
      <div className={styles['bar']}>
        <QueryField
          label={t('tags.filter')}
          className={styles['filter'] ?? ''}
          dataFilter="tags"
          disabled={isEmpty}
          value={text}
          onChange={setTagFilter}
          vocabulary={vocabulary}
          onKey={onKey}
        />
        {!filter.isEmpty && table?.listed && <Found count={found} images={images} isPartial={isPartial && filter.needsDetails} />}
        {isPartial && isSorted && filter.isEmpty && <span className="faint">{t('tags.onlyRead')}</span>}
        {children}
        <ColumnsMenu told={told} />
      </div>
      <div className={styles['conditions']}>
        <QueryChips value={text} onChange={setTagFilter} focusField={focusField} />
        {settled === typed && filter.problems.length > 0 && <QueryProblems problems={filter.problems} />}
        <div className="dim">
          <NotTold text={typed} tellsPulled={tellsPulled} />
        </div>
      </div>
    </>
  );
}
