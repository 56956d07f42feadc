import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../../shared/contract/connections.ts';
import { referenceOf } from '../../../lib/pull-command.ts';
import { saveFile } from '../../../lib/save-file.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { useShownColumns } from '../columns/use-shown-columns.ts';
import { isTag } from '../rows.ts';
import type { TagTable } from '../tag-table.ts';
import styles from '../tags.module.css';
import { exportFile, exportText, type TagExport } from './export-tags.ts';

/** Saves the rows on screen to a file. */
export function ExportMenu({
  connection,
  repository,
  table,
  rows,
}: {
  readonly connection: Connection;
  readonly repository: string;
  readonly table: TagTable;
  readonly rows: readonly string[];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { ids: columns } = useShownColumns(table.details);
  const save = (kind: TagExport): void => {
    const { name, type } = exportFile(kind, repository);
    const tags = rows.filter(isTag);
    const text = exportText(kind, {
      tags,
      details: table.details,
      columns,
      referenceOf: (tag) => referenceOf(connection.url, repository, tag),
    });
    saveFile(name, type, text);
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant="default"
          className={styles['tool'] ?? ''}
          aria-label={t('tags.export')}
          title={t('tags.export')}
          disabled={rows.length === 0}
        >
          <IconDownload aria-hidden="true" size={15} />
          <span className={styles['toolLabel']}>{t('tags.export')}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('tags.export')}>
        <Menu.Label className={styles['menuHint'] ?? ''}>
          {table.listed && !table.done
            ? t('tags.exportPart', { read: format.number(table.read), total: format.number(table.names.length) })
            : t('tags.exportHint')}
        </Menu.Label>
        <Menu.Item onClick={() => save('csv')}>{t('history.csv')}</Menu.Item>
        <Menu.Item onClick={() => save('json')}>{t('history.json')}</Menu.Item>
        <Menu.Item onClick={() => save('references')}>{t('tags.exportReferences')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
