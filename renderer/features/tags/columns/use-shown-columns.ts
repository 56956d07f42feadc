import { useMemo } from 'react';
import type { TagColumn, TagColumnSetting } from '../../../../shared/contract/settings.ts';
import type { TagDetail } from '../../../../shared/contract/tags.ts';
import { useUi } from '../../../lib/ui-state.ts';
import { useSame } from '../../../lib/use-same.ts';
import { arrangedColumns, type Column, columnStyle, toldColumns } from './columns.ts';

/** The columns that are shown, in their order, of those that these tags tell of. */
export const shownOf = (settings: readonly TagColumnSetting[], told: readonly TagColumn[]): readonly Column[] =>
  arrangedColumns(settings).filter(({ id, isShown }) => isShown && told.includes(id));

/** The columns that these tags tell of. The same value until that changes. */
export const useToldColumns = (details: ReadonlyMap<string, TagDetail> | undefined): readonly TagColumn[] =>
  useSame([...toldColumns(details?.values() ?? [])]);

/** The columns that are shown, in their order, and how the style sheet is told of them. The same values until a column changes. */
export function useShownColumns(details: ReadonlyMap<string, TagDetail>): {
  readonly ids: readonly TagColumn[];
  readonly style: ReturnType<typeof columnStyle>;
  readonly isOwn: boolean;
} {
  const settings = useUi((ui) => ui.settings.tagColumns);
  const told = useToldColumns(details);
  return useMemo(() => {
    const shown = shownOf(settings, told);
    return { ids: shown.map(({ id }) => id), style: columnStyle(shown, settings.length > 0), isOwn: settings.length > 0 };
  }, [settings, told]);
}
