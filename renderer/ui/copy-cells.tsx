import { Menu } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { copyText } from '../lib/copy.ts';
import { cutMiddle } from '../lib/text/middle.ts';
import type { Cell } from './cells-of.ts';

/** Characters of a value in the menu. */
const MOST = 40;

/** In the menu of a row: copies what one of its cells says. */
export function CopyCells({ cells }: { readonly cells: readonly Cell[] }) {
  const { t } = useTranslation();
  if (cells.length === 0) return null;
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item rightSection={<IconChevronRight aria-hidden="true" size={14} />}>{t('copy.cell')}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown aria-label={t('copy.cell')}>
        {cells.map(({ column, text }) => (
          <Menu.Item
            key={column}
            title={text}
            rightSection={<span className="dim">{cutMiddle(text, MOST)}</span>}
            onClick={() => void copyText(text, t('copy.done', { what: column }), t('copy.refused'))}
          >
            {column}
          </Menu.Item>
        ))}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}
