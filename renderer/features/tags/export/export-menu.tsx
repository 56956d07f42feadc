import { useQuery } from '@tanstack/react-query';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../../shared/contract/connections.ts';
import { type ExportFormat, exportFile } from '../../../lib/export-file.ts';
import { referenceOf } from '../../../lib/pull-command.ts';
import { saveFile } from '../../../lib/save-file.ts';
import { useUi } from '../../../lib/ui-state.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { ExportButton } from '../../../ui/export-button.tsx';
import { toldColumns } from '../columns/columns.ts';
import { shownOf } from '../columns/use-shown-columns.ts';
import { tagsQuery } from '../queries.ts';
import { isTag } from '../rows.ts';
import type { TagTable } from '../tag-table.ts';
import styles from '../tags.module.css';
import { exportText } from './export-tags.ts';

type ExportProps = {
  readonly connection: Connection;
  readonly repository: string;
  readonly details: TagTable['details'];
  readonly rows: readonly string[];
  /** Not everything is read. */
  readonly isPart: boolean;
};

/** Of how many tags a file would say everything. */
function PartRead({ connection, repository }: Pick<ExportProps, 'connection' | 'repository'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: table } = useQuery(tagsQuery(connection.id, repository));
  return table && t('tags.exportPart', { read: format.number(table.read), total: format.number(table.names.length) });
}

/** Saves the rows on screen to a file. Memoised, as all beside the filter. */
export const ExportMenu = memo(function ExportMenu({ connection, repository, details, rows, isPart }: ExportProps) {
  const { t } = useTranslation();
  const save = (kind: ExportFormat): void => {
    const { name, type } = exportFile(kind, `${repository.replaceAll('/', '-')}-tags`);
    const tags = rows.filter(isTag);
    const columns = shownOf(useUi.getState().settings.tagColumns, [...toldColumns(details.values())]).map(({ id }) => id);
    const text = exportText(kind, {
      tags,
      details,
      columns,
      referenceOf: (tag) => referenceOf(connection.url, repository, tag),
    });
    saveFile(name, type, text);
  };
  return (
    <ExportButton
      className={{ button: styles['tool'], hint: styles['menuHint'] }}
      disabled={rows.length === 0}
      hint={isPart ? <PartRead connection={connection} repository={repository} /> : t('tags.exportHint')}
      onChoose={save}
    >
      <span className={styles['toolLabel']}>{t('tags.export')}</span>
    </ExportButton>
  );
});
