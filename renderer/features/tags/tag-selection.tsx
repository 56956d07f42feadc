import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { copyText } from '../../lib/copy.ts';
import { referenceOf } from '../../lib/pull-command.ts';
import { checkTags, useUi } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { openDeleteSelected } from './tag-dialogs.ts';
import styles from './tags.module.css';

/** What can be done with the selected tags. */
export function TagSelection({ connection, repository }: { readonly connection: Connection; readonly repository: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const checked = useUi((ui) => ui.checkedTags);
  if (checked.size === 0) return null;
  const references = [...checked].map((tag) => referenceOf(connection.url, repository, tag)).join('\n');
  return (
    <div className={styles['selection']} role="toolbar" aria-label={t('tags.selection')}>
      <span>{t('tags.selected', { count: checked.size, shown: format.number(checked.size) })}</span>
      <Button variant="default" onClick={() => copyText(references, t('copy.done', { what: t('tags.references') }), t('copy.refused'))}>
        {t('tags.copyReferences')}
      </Button>
      <Button variant="default" onClick={openDeleteSelected}>
        {t('tags.deleteSelected')}
      </Button>
      <Button variant="subtle" onClick={() => checkTags(new Set())}>
        {t('tags.clearSelection')}
      </Button>
    </div>
  );
}
