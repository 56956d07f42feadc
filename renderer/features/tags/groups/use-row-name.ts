import type { TagDetail } from '../../../../shared/contract/tags.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { useTranslation } from '../../../lib/use-translation.ts';
import type { ShownMark } from '../changes/tag-mark.tsx';
import { useRowLabel } from '../columns/tag-cells.tsx';

/** Names that are read aloud and said at hover: of more, nobody hears the end. */
const MOST = 100;

/** What a row is called, read aloud as, and says at hover: all its tags, what was read of their image, and how they changed. */
export function useRowName(
  tags: readonly string[],
  hidden: readonly string[],
  detail: TagDetail | undefined,
  markOf: (tag: string) => ShownMark | undefined,
): { readonly name: string; readonly label: string; readonly title: string } {
  const { t } = useTranslation();
  const format = useFormat();
  const name = format.names(tags, MOST);
  const read = useRowLabel(name, detail);
  const isDeleted = tags.some((tag) => markOf(tag)?.deletedDigest !== undefined);
  const changed = tags.slice(0, MOST).flatMap((tag) => {
    const mark = markOf(tag);
    return mark ? [tags.length === 1 ? mark.detail : `${tag}: ${mark.detail}`] : [];
  });
  const notFound = hidden.length === 0 ? [] : [t('tags.hiddenTags', { tags: format.names(hidden, MOST) })];
  return {
    name,
    label: [isDeleted ? name : read, ...notFound, ...changed].join(', '),
    title: [...tags.slice(0, MOST), ...(tags.length > MOST ? ['…'] : []), ...notFound].join('\n'),
  };
}
