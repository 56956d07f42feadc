import type { VirtualItem } from '@tanstack/react-virtual';
import { shownTag } from '../../../lib/places.ts';
import { useUi } from '../../../lib/ui-state.ts';
import { checkedOf, rowOfTag, type TagGroups, tagsOfRow } from '../groups/tag-groups.ts';
import { countReferrers, digestOf, isTag } from '../rows.ts';
import type { TagTable } from '../tag-table.ts';
import { useReferrers } from '../use-referrers.ts';
import { FoldLine } from './fold-line.tsx';
import { TagRow, type TagRowProps } from './tag-row.tsx';

type RowsProps = Pick<TagRowProps, 'hit' | 'onOpen' | 'onEnter' | 'onCheck' | 'onHover' | 'onMenu'> & {
  readonly table: TagTable;
  readonly groups: TagGroups;
  readonly items: readonly VirtualItem[];
  /** The row of the cursor; undefined while it is on none. */
  readonly at: number | undefined;
  /** The digest under the pointer: tags that point to it are marked, else those that share the opened image. */
  readonly hovered: string | undefined;
};

/** The rows on screen. */
export function TagRows({ table, groups, items, at, hovered, ...forEach }: RowsProps) {
  const opened = useUi(shownTag);
  const checked = useUi((ui) => ui.checkedTags);
  const referrers = useReferrers();
  const kin = hovered ?? (opened === null ? undefined : digestOf(table.details.get(opened)));
  return items.map(({ index, start }) => {
    const tag = groups.rows[index];
    if (tag === undefined) return null;
    if (!isTag(tag))
      return (
        <FoldLine
          key="fold"
          index={index}
          top={start}
          count={countReferrers(table.names)}
          isOpen={referrers.areShown}
          active={index === at}
          onToggle={referrers.toggle}
        />
      );
    const detail = table.details.get(tag);
    const digest = digestOf(detail);
    const tags = tagsOfRow(groups, tag);
    const state = checkedOf(tags, checked);
    const isOpened = opened !== null && rowOfTag(groups, opened) === tag;
    return (
      <TagRow
        key={tag}
        tag={tag}
        tags={tags.join('\n')}
        hidden={groups.hidden.get(tag)?.join('\n') ?? ''}
        detail={detail}
        index={index}
        top={start}
        opened={isOpened}
        // Without checked tags, the opened one is what is selected.
        selected={checked.size > 0 ? state === 'all' : isOpened}
        checked={state}
        active={index === at}
        kin={digest !== undefined && digest === kin}
        {...forEach}
      />
    );
  });
}
