import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DeletedHere } from '../features/history/deleted-here.tsx';
import { tagsQuery } from '../features/tags/queries.ts';
import { similarTags } from '../features/tags/similar.ts';
import { SimilarTags } from '../features/tags/similar-tags.tsx';

/** What may help where a tag was not found: that it was deleted here or may have been, and tags that were perhaps meant. */
export function MissingTag(of: { readonly connectionId: string; readonly repository: string; readonly tag: string }) {
  const { t } = useTranslation();
  const { connectionId, repository, tag } = of;
  const { data: table } = useQuery(tagsQuery(connectionId, repository));
  const similar = useMemo(() => similarTags(tag, table?.names ?? []), [tag, table?.names]);
  return (
    <>
      <DeletedHere {...of} otherwise={<span className="dim">{t('image.noTagDetail')}</span>} />
      <SimilarTags tags={similar} />
    </>
  );
}
