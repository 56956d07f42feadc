import { useQueries, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { parseQuery } from '../../../../shared/query/query.ts';
import { type LabelAnswer, type LabelTerm, labelKey } from '../../../../shared/query/tag-filter.ts';
import { api } from '../../../lib/client.ts';

type InRepository = { readonly connectionId: string; readonly repository: string };

const asSets = ({ found, unknown }: { readonly found: readonly string[]; readonly unknown: readonly string[] }): LabelAnswer => ({
  found: new Set(found),
  unknown: new Set(unknown),
});

/**
 * What the index knows of each label that is typed, by `labelKey`. `readId`: the reading after which it is asked again; until then the answer from
 * before stays, so that no table is emptied for a moment. Before the first answer a label finds nothing.
 */
export function useLabels({ connectionId, repository }: InRepository, text: string, readId = ''): ReadonlyMap<string, LabelAnswer> {
  const terms = useMemo(() => parseQuery(text).terms.filter((term): term is LabelTerm => term.kind === 'label'), [text]);
  const queries = useMemo(
    () =>
      terms.map(({ key, value }) => ({
        ...api.tags.withLabel.queryOptions({
          input: { connectionId, repository, key, ...(value === undefined ? {} : { value }), after: readId },
        }),
        select: asSets,
      })),
    [terms, connectionId, repository, readId],
  );
  // The same function and the same answers give the same map: what is made of it would otherwise be made again without an end.
  const combine = useCallback(
    (answers: readonly { readonly data: LabelAnswer | undefined }[]): ReadonlyMap<string, LabelAnswer> =>
      new Map(terms.flatMap((term, i) => (answers[i]?.data === undefined ? [] : [[labelKey(term), answers[i].data] as const]))),
    [terms],
  );
  const answers = useQueries({ queries, combine });
  const place = `${connectionId} ${repository}`;
  const [before, setBefore] = useState({ place, answers });
  if (answers.size === terms.length && (before.answers !== answers || before.place !== place)) setBefore({ place, answers });
  return useMemo(() => {
    if (answers.size === terms.length || before.place !== place) return answers;
    return new Map(
      terms.flatMap((term) => {
        const answer = answers.get(labelKey(term)) ?? before.answers.get(labelKey(term));
        return answer ? [[labelKey(term), answer] as const] : [];
      }),
    );
  }, [answers, terms, before, place]);
}

/** Labels that a repository has, as they are typed; asked for once one is typed. */
export function useKnownLabels(place: InRepository, text: string): readonly string[] {
  const { data } = useQuery({ ...api.tags.labels.queryOptions({ input: place }), enabled: text.includes('label:') });
  return useMemo(() => {
    const pairs = data?.pairs ?? [];
    const terms = pairs.map(([key, value]) => labelKey({ kind: 'label', key, value, not: false }));
    return terms.map((term) => term.slice('label:'.length));
  }, [data]);
}
