import { useQuery } from '@tanstack/react-query';
import { StorageView } from '../features/storage/storage-view.tsx';
import { tagsQuery } from '../features/tags/queries.ts';
import type { TagTable } from '../features/tags/tag-table.ts';

const listedTags = ({ listed, names }: TagTable): number | null => (listed ? names.length : null);

/** What a repository stores, while its tags are read and after. */
export function RepositoryStorage({ connectionId, repository }: { readonly connectionId: string; readonly repository: string }) {
  const { data: tags, isFetching } = useQuery({ ...tagsQuery(connectionId, repository), select: listedTags });
  return (
    <StorageView
      key={repository}
      connectionId={connectionId}
      scope={{ kind: 'repository', repository }}
      tagsKnown={tags ?? undefined}
      isReading={isFetching}
    />
  );
}
