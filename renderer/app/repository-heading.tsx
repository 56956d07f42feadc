import { useQuery } from '@tanstack/react-query';
import { memo, useCallback } from 'react';
import type { Connection } from '../../shared/contract/connections.ts';
import type { Pin } from '../features/tags/heading/heading-actions.tsx';
import { TagsHeading } from '../features/tags/heading/tags-heading.tsx';
import { tagsQuery } from '../features/tags/queries.ts';
import { RepositoryTabs } from './repository-tabs.tsx';

type HeadingProps = {
  readonly connection: Connection;
  readonly repository: string;
  readonly pin: Pin;
};

/** Which repository is shown, and what of it. It stays the same while another tab is shown, with its focus. */
export const RepositoryHeading = memo(function RepositoryHeading({ connection, repository, pin }: HeadingProps) {
  const { data: table, refetch } = useQuery(tagsQuery(connection.id, repository));
  const refresh = useCallback((): void => void refetch(), [refetch]);
  return (
    <>
      <TagsHeading connection={connection} repository={repository} table={table} refresh={refresh} pin={pin} />
      <RepositoryTabs connectionId={connection.id} repository={repository} />
    </>
  );
});
