import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { openDialog } from '../../lib/ui-state.ts';

/** What can be done with all registries. */
export function ListMenu() {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={26} aria-label={t('connections.more')}>
          <IconDots aria-hidden="true" size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => openDialog({ kind: 'import' })}>{t('connections.import')}</Menu.Item>
        <Menu.Item onClick={() => openDialog({ kind: 'export' })}>{t('connections.export')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => openDialog({ kind: 'apply-plan' })}>{t('connections.applyPlan')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
