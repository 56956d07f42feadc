import { Menu } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { copyText } from '../../lib/copy.ts';
import { type Pullable, pullCommand, pullTools, rememberedTool, toolName, usualTool } from '../../lib/pull-command.ts';
import { remember, useUi } from '../../lib/ui-state.ts';

/** The tools that pull a tag, in a menu of their own; the one that is chosen is used from then on. */
export function PullItems({ pullable, disabled }: { readonly pullable: Pullable; readonly disabled: boolean }) {
  const { t } = useTranslation();
  const preferred = useUi((ui) => ui.settings);
  const used = usualTool(preferred, pullable);
  const tools = pullTools(pullable);
  if (tools.length === 1) return null;
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item disabled={disabled} rightSection={<IconChevronRight aria-hidden="true" size={14} />}>
          {t('tags.menu.copyPullFor')}
        </Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown aria-label={t('tags.menu.copyPullFor')}>
        {tools.map((tool) => (
          <Menu.Item
            key={tool}
            aria-current={tool === used || undefined}
            onClick={() => {
              remember(rememberedTool(preferred, pullable.content, tool));
              void copyText(pullCommand(tool, pullable), t('copy.done', { what: t('tags.pullCommand') }), t('copy.refused'));
            }}
          >
            {toolName(tool)}
          </Menu.Item>
        ))}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}
