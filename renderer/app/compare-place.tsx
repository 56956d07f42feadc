import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Connection } from '../../shared/contract/connections.ts';
import type { Place } from '../../shared/place.ts';
import { ComparePage, compareTab } from '../features/compare/compare-page.tsx';
import type { ShowFiles } from '../features/compare/content.tsx';
import { previousTagOf } from '../features/tags/compare-tags.ts';
import { tagsQuery } from '../features/tags/queries.ts';
import type { TagTable } from '../features/tags/tag-table.ts';
import { type ComparedFiles, CompareFiles, KnownLargestFiles } from './compare-files.tsx';

type Side = NonNullable<Place['compareWith']>;

const NONE: readonly string[] = [];

/** The tags of the repository of one side; they are read once a person looks for one. */
function useTags({ connectionId, repository }: Side, isWanted: boolean): readonly string[] {
  const query = tagsQuery(connectionId, repository);
  const { data } = useQuery({ ...query, enabled: isWanted, select: ({ names }: TagTable) => names });
  return data ?? NONE;
}

const filesOf = ({ compared: { connectionId, repository }, image: { digest, layers }, name }: Parameters<ShowFiles>[0]): ComparedFiles => ({
  ...{ layers, name },
  image: { connectionId, repository, digest },
});

/** The comparison of two images, with the tags that may be compared instead. */
export function ComparePlace({
  connections,
  from,
  to,
  tab,
}: {
  readonly connections: readonly Connection[];
  readonly from: Side;
  readonly to: Side;
  readonly tab: Place['tab'];
}) {
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set());
  const keyOf = ({ connectionId, repository }: Side): string => `${connectionId} ${repository}`;
  const fromTags = useTags(from, wanted.has(keyOf(from)));
  const toTags = useTags(to, wanted.has(keyOf(to)));
  const { tag } = to.reference;
  return (
    <ComparePage
      connections={connections}
      from={from}
      to={to}
      tab={compareTab(tab)}
      files={(left, right) => <CompareFiles key={`${left.image.digest} ${right.image.digest}`} from={filesOf(left)} to={filesOf(right)} />}
      largestFiles={(left, right) => <KnownLargestFiles from={filesOf(left)} to={filesOf(right)} />}
      previous={tag === undefined ? undefined : previousTagOf(to, tag)}
      tagsOf={(side) => (side === from ? fromTags : toTags)}
      wantTags={(side) => setWanted((before) => (before.has(keyOf(side)) ? before : new Set([...before, keyOf(side)])))}
    />
  );
}
