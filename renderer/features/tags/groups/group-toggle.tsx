import { IconStack2 } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { remember, useUi } from '../../../lib/ui-state.ts';
import styles from '../tags.module.css';

/** Turns the table from a row a tag to a row an image, and back. */
export const toggleGroups = (): void => remember({ groupByImage: !useUi.getState().settings.groupByImage });

/** Whether tags that point to the same image share a row. Memoised, as all beside the filter: a batch that is read changes nothing here. */
export const GroupToggle = memo(function GroupToggle() {
  const { t } = useTranslation();
  const isGrouped = useUi((ui) => ui.settings.groupByImage);
  return (
    <label className={`${styles['tool']} ${styles['groupToggle']}`} title={t('tags.groupHint')} data-on={isGrouped}>
      <input type="checkbox" className={styles['check']} aria-label={t('tags.group')} checked={isGrouped} onChange={toggleGroups} />
      <IconStack2 aria-hidden="true" size={15} className={styles['groupIcon']} />
      <span className={styles['toolLabel']}>{t('tags.group')}</span>
    </label>
  );
});
