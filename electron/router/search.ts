import type { SearchEvent, Suggestions } from '../../shared/contract/search.ts';
import { emitted } from '../registry/async-queue.ts';
import { implementation } from './base.ts';

export const search = {
  find: implementation.search.find.handler(async function* ({ input, context: { index } }) {
    const stop = new AbortController();
    try {
      yield* emitted<SearchEvent>((emit) => index.ask({ kind: 'find', ...input }, emit, stop.signal));
    } finally {
      stop.abort();
    }
  }),
  suggest: implementation.search.suggest.handler(async ({ input, context: { index }, signal }) => {
    let suggestions: Suggestions = { results: [], digests: [], labels: [] };
    await index.ask({ kind: 'suggest', ...input }, (part) => (suggestions = part), signal);
    return suggestions;
  }),
};
