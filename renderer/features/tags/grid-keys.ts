import type { TFunction } from 'i18next';
import type { KeyboardEvent } from 'react';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { Settings } from '../../../shared/contract/settings.ts';
import { copyText } from '../../lib/copy.ts';
import { pullCommand, referenceOf } from '../../lib/pull-command.ts';
import { useUi } from '../../lib/ui-state.ts';
import { openChange, openDeleteSelected } from './tag-dialogs.ts';

type Grid = {
  readonly count: number;
  readonly at: number;
  readonly page: number;
  readonly tag: string | undefined;
  readonly move: (index: number, extend: boolean) => void;
  readonly open: (index: number) => void;
  readonly check: (index: number) => void;
  readonly menu: () => void;
  readonly connection: Connection;
  readonly repository: string;
  readonly tool: Settings['pullTool'];
  readonly t: TFunction;
};

function moves({ at, count, page }: Grid): Readonly<Record<string, number>> {
  return { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: count - 1 };
}

function deeds(grid: Grid, tag: string): Readonly<Record<string, () => void>> {
  const { t } = grid;
  const copyPull = (): void =>
    void copyText(
      pullCommand(grid.tool, referenceOf(grid.connection.url, grid.repository, tag)),
      t('copy.done', { what: t('tags.pullCommand') }),
      t('copy.refused'),
    );
  return {
    Enter: () => grid.open(grid.at),
    ' ': () => grid.check(grid.at),
    r: () => openChange('retag', tag),
    c: copyPull,
    // Of several that are selected the key means all.
    Delete: () => (useUi.getState().checkedTags.size > 1 ? openDeleteSelected() : openChange('delete', tag)),
    ContextMenu: grid.menu,
  };
}

/** The keys of the tag table. */
export function gridKeys(event: KeyboardEvent, grid: Grid): void {
  if (event.ctrlKey || event.metaKey || event.altKey || grid.tag === undefined) return;
  const target = moves(grid)[event.key];
  const deed = target === undefined ? deeds(grid, grid.tag)[event.key.length === 1 ? event.key.toLowerCase() : event.key] : undefined;
  if (target === undefined && !deed) return;
  event.preventDefault();
  if (target === undefined) deed?.();
  else grid.move(target, event.shiftKey);
}
