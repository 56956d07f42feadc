import { useMemo } from 'react';
import type { TagColumn } from '../../../../shared/contract/settings.ts';
import type { TagDetail } from '../../../../shared/contract/tags.ts';
import { useUi } from '../../../lib/ui-state.ts';
import { arrangedColumns, columnStyle, toldColumns } from './columns.ts';

/** The columns that are shown, in their order, and how the style sheet is told of them. The same values until a column changes. */
export function useShownColumns(details: ReadonlyMap<string, TagDetail>): {
  readonly ids: readonly TagColumn[];
  readonly style: ReturnType<typeof columnStyle>;
  readonly isOwn: boolean;
} {
  const settings = useUi((ui) => ui.settings.tagColumns);
  const told = [...toldColumns(details.values())].join(' ');
  return useMemo(() => {
    const shown = arrangedColumns(settings).filter(({ id, isShown }) => isShown && told.split(' ').includes(id));
    return { ids: shown.map(({ id }) => id), style: columnStyle(shown, settings.length > 0), isOwn: settings.length > 0 };
  }, [settings, told]);
}
