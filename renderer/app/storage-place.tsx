import { useQuery } from '@tanstack/react-query';
import type { Connection } from '../../shared/contract/connections.ts';
import { catalogQuery } from '../features/repositories/queries.ts';
import { CoverageLine } from '../features/scan/coverage-line.tsx';
import { useCoverage } from '../features/scan/queries.ts';
import { StoragePage } from '../features/storage/storage-page.tsx';

/** What a registry or a folder of it stores, with how much of it has been read and the scan that reads the rest. */
export function StoragePlace({ connection, folder }: { readonly connection: Connection; readonly folder: string }) {
  const scope = { connectionId: connection.id, ...(folder === '' ? {} : { folder }) };
  const { runId } = useCoverage(scope);
  const { data: catalog } = useQuery(catalogQuery(connection.id));
  const isEmpty = catalog?.done === true && catalog.names.length === 0 && folder === '';
  return (
    <StoragePage connection={connection} folder={folder} isReading={runId !== undefined} isEmpty={isEmpty}>
      {!isEmpty && <CoverageLine {...scope} />}
    </StoragePage>
  );
}
