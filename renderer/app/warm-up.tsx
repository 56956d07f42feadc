import { useQuery } from '@tanstack/react-query';
import { Activity, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Connection } from '../../shared/contract/connections.ts';
import type { TagDetail } from '../../shared/contract/tags.ts';
import { OCI_INDEX } from '../../shared/oci/media-types.ts';
import { connectionsQuery } from '../features/connections/queries.ts';
import { tagsQuery } from '../features/tags/queries.ts';
import { emptyTable, type TagTable } from '../features/tags/tag-table.ts';
import { queryClient } from '../lib/query-client.ts';
import { useUi } from '../lib/ui-state.ts';
import { RepositoryView } from './repository-view.tsx';

/** No registry can have a repository of this name. */
const REPOSITORY = '';
const ROWS = 40;

const row = (tag: string): TagDetail => ({
  state: 'read',
  tag,
  digest: `sha256:${'0'.repeat(64)}`,
  mediaType: OCI_INDEX,
  kind: 'index',
  content: 'index',
  platforms: [
    { os: 'linux', architecture: 'amd64' },
    { os: 'linux', architecture: 'arm64' },
  ],
  size: 1,
  created: '2026-01-01T00:00:00Z',
});

function table(): TagTable {
  const names = Array.from({ length: ROWS }, (_, i) => `1.${i}`);
  return {
    ...emptyTable(),
    names,
    details: new Map(names.map((name) => [name, row(name)])),
    read: ROWS,
    told: ROWS,
    listed: true,
    done: true,
  };
}

/** Draws the table of a made-up repository into an element that is on no page. */
function OutOfSight({ connection, onDrawn }: { readonly connection: Connection; readonly onDrawn: () => void }) {
  const [element] = useState(() => {
    queryClient.setQueryData(tagsQuery(connection.id, REPOSITORY).queryKey, table());
    return document.createElement('div');
  });
  useEffect(() => {
    const watcher = new MutationObserver(onDrawn);
    watcher.observe(element, { childList: true });
    return () => {
      watcher.disconnect();
      queryClient.removeQueries({ queryKey: tagsQuery(connection.id, REPOSITORY).queryKey });
    };
  }, [element, onDrawn, connection.id]);
  // Hidden, nothing in it has effects: it asks for nothing and notes nothing.
  return createPortal(
    <Activity mode="hidden">
      <RepositoryView connection={connection} repository={REPOSITORY} />
    </Activity>,
    element,
  );
}

/**
 * Draws a table of tags once while the window has nothing to do. Browsers compile a function when it is first called, and React draws what is hidden
 * in small steps: without this, the first repository that a person opens pays for all of it between the click and the names.
 */
export function WarmUp() {
  const { data } = useQuery(connectionsQuery);
  const hasOpened = useUi(({ place }) => place?.repository !== undefined);
  const [isDone, setDone] = useState(false);
  const connection = data?.connections[0];
  if (isDone || hasOpened || !connection) return null;
  return <OutOfSight connection={connection} onDrawn={() => setDone(true)} />;
}
