import type { SearchEvent, Suggestions } from '../../shared/contract/search.ts';
import { emitted } from '../registry/async-queue.ts';
import { implementation } from './base.ts';

export const search = {
  find: implementation.search.find.handler(({ input, context: { index }, signal }) =>
    emitted<SearchEvent>((emit) => index.ask({ kind: 'find', ...input }, emit, signal)),
  ),
  suggest: implementation.search.suggest.handler(async ({ input, context: { index }, signal }) => {
    let suggestions: Suggestions = { results: [], digests: [], labels: [] };
    await index.ask({ kind: 'suggest', ...input }, (part) => (suggestions = part), signal);
    return suggestions;
  }),
};
