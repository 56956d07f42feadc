import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { TagDetail } from '../../../shared/contract/tags.ts';
import { copyText } from '../../lib/copy.ts';
import { usualPullCommand } from '../../lib/pull-command.ts';
import { useUi } from '../../lib/ui-state.ts';
import { pullableOf } from './rows.ts';
import { openChange, openDeleteSelected } from './tag-dialogs.ts';

/** What a key does with the tag under the cursor. */
export function useTagAction(connection: Connection, repository: string, details: ReadonlyMap<string, TagDetail>) {
  const { t } = useTranslation();
  const tool = useUi((ui) => ui.settings.pullTool);
  return (action: 'retag' | 'copy-pull-command' | 'delete', tag: string): void => {
    if (action === 'retag') openChange('retag', tag);
    else if (action === 'copy-pull-command') {
      const command = usualPullCommand(tool, pullableOf(connection.url, repository, tag, details.get(tag)));
      void copyText(command, t('copy.done', { what: t('tags.pullCommand') }), t('copy.refused'));
    }
    // With several tags selected, the key means all of them.
    else if (useUi.getState().checkedTags.size > 1) openDeleteSelected();
    else openChange('delete', tag);
  };
}
