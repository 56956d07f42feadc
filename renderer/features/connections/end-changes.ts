import type { TFunction } from 'i18next';
import { endChanges } from '../../lib/allow-changes.ts';
import { notice } from '../../lib/notice.ts';
import { queryClient } from '../../lib/query-client.ts';
import { runsThatChange } from '../../lib/run-changes.ts';
import { runsQuery } from '../../lib/runs.ts';

/** Makes a registry read-only again, and says that changes under way are completed: they were confirmed. */
export async function endChangesNow(t: TFunction, id: string): Promise<void> {
  await endChanges(id);
  const count = runsThatChange(queryClient.getQueryData(runsQuery.queryKey) ?? [], id).length;
  if (count > 0) notice(t('connections.changesEnded'), t('connections.underWay', { count }));
}
