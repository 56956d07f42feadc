import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../../shared/contract/connections.ts';
import { type ExportFormat, exportFile } from '../../../lib/export-file.ts';
import { referenceOf } from '../../../lib/pull-command.ts';
import { saveFile } from '../../../lib/save-file.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { ExportButton } from '../../../ui/export-button.tsx';
import { useShownColumns } from '../columns/use-shown-columns.ts';
import { isTag } from '../rows.ts';
import type { TagTable } from '../tag-table.ts';
import styles from '../tags.module.css';
import { exportText } from './export-tags.ts';

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
  const save = (kind: ExportFormat): void => {
    const { name, type } = exportFile(kind, `${repository.replaceAll('/', '-')}-tags`);
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
    <ExportButton
      className={{ button: styles['tool'], hint: styles['menuHint'] }}
      disabled={rows.length === 0}
      hint={
        table.listed && !table.done
          ? t('tags.exportPart', { read: format.number(table.read), total: format.number(table.names.length) })
          : t('tags.exportHint')
      }
      onChoose={save}
    >
      <span className={styles['toolLabel']}>{t('tags.export')}</span>
    </ExportButton>
  );
}
