import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { TagDetail } from '../../../shared/contract/tags.ts';
import { copyText } from '../../lib/copy.ts';
import { referenceOf, usualPullCommand } from '../../lib/pull-command.ts';
import { useUi } from '../../lib/ui-state.ts';
import { isSelection, isThere } from './acts-on.ts';
import { compareTags } from './compare-tags.ts';
import { tagsCompared } from './compared.ts';
import type { TagAction } from './grid/grid-keys.ts';
import { pullableOf } from './rows.ts';
import { openChange } from './tag-dialogs.ts';

/** What a key, a menu or the toolbar does with these tags. */
export function useTagAction(connection: Connection, repository: string, details: ReadonlyMap<string, TagDetail> | undefined) {
  const { t } = useTranslation();
  return (action: TagAction | 'copy' | 'save', tags: readonly string[]): void => {
    // Of a deleted tag only its name is left.
    const present = tags.filter((tag) => !details || isThere(details, tag));
    const references = tags.map((tag) => referenceOf(connection.url, repository, tag));
    const copy = (lines: readonly string[], what: string): void =>
      void copyText(lines.join('\n'), t('copy.done', { what }), t('copy.refused'));
    if (action === 'copy-references') copy(references, t(tags.length === 1 ? 'tags.reference' : 'tags.references'));
    else if (action === 'copy-pull-command') {
      if (present.length === 0) return;
      const tools = useUi.getState().settings;
      const commands = present.map((tag) => usualPullCommand(tools, pullableOf(connection.url, repository, tag, details?.get(tag))));
      copy(commands, t(present.length === 1 ? 'tags.pullCommand' : 'tags.pullCommands'));
    } else if (action === 'compare') {
      const compared = tagsCompared(present, details, isSelection(useUi.getState().checkedTags, present));
      compareTags(compared, { connectionId: connection.id, repository }, t('compare.onlyTwo'));
    } else openChange(action, present);
  };
}
