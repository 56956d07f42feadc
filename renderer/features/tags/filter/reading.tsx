import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../../shared/contract/connections.ts';
import { queryClient } from '../../../lib/query-client.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { useStalled } from '../../../lib/use-stalled.ts';
import { ProgressBar } from '../../../ui/progress-bar.tsx';
import { ReadAt, Waiting } from '../../../ui/waiting.tsx';
import { tagsQuery } from '../queries.ts';
import type { TagTable } from '../tag-table.ts';
import styles from '../tags.module.css';

/** How many of the details have been read, while they are read. */
function ReadingProgress({ table }: { readonly table: TagTable }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!table.listed || table.done || table.names.length === 0) return null;
  return (
    <div className={styles['progress']}>
      {t('tags.progress', { read: format.number(table.read), total: format.number(table.names.length) })}
      <ProgressBar label={t('tags.reading')} done={table.read} total={table.names.length} width={96} />
    </div>
  );
}

/** What is said of a reading beside the filter: how far it is, that nothing comes, and of when the rows are. */
export function Reading({ connection, repository }: { readonly connection: Connection; readonly repository: string }) {
  const query = tagsQuery(connection.id, repository);
  const { data: table, error, isFetching } = useQuery(query);
  const isStalled = useStalled(isFetching, table ? table.arriving.length + table.told : 0);
  // A reading that was cancelled leaves the rows of the one before.
  const isCut = !isFetching && table?.done === false;
  const cancel = (): void => void queryClient.cancelQueries({ queryKey: query.queryKey });
  return (
    <div className={styles['reading']}>
      {isStalled && <Waiting url={connection.url} onCancel={cancel} />}
      {(isStalled || error || isCut || table?.isRemembered) && table?.readAt !== undefined && <ReadAt time={table.readAt} />}
      {table && isFetching && !isStalled && <ReadingProgress table={table} />}
    </div>
  );
}
