import type { TagChanges } from '../../shared/contract/tags.ts';
import { readFirst, startTagRead } from '../browse/tag-reads.ts';
import type { LabelPairs, TagsWithLabel } from '../index/tag-labels.ts';
import { tagMemory } from '../index/tag-memory.ts';
import { implementation } from './base.ts';

export const tags = {
  read: implementation.tags.read.handler(async function* ({ input: { connectionId, repository, readId, recall }, context, signal }) {
    const client = context.clients.of(connectionId);
    const openCache = () => context.summaries.of(connectionId, repository);
    const memory = tagMemory(context.index, { connectionId, repository }, 'person');
    yield* startTagRead({ client, repository, openCache, memory, recall, readId, isShown: true, signal });
  }),
  changes: implementation.tags.changes.handler(async ({ input, context: { index } }) => {
    let found: { changes?: TagChanges } = {};
    await index.ask({ kind: 'changes', ...input }, (part) => (found = part)).catch(() => {});
    return found;
  }),
  withLabel: implementation.tags.withLabel.handler(async ({ input: { after: _after, ...question }, context: { index, summaries } }) => {
    await summaries.flush();
    let answer: TagsWithLabel = { found: [], unknown: [] };
    await index.ask({ kind: 'tags-with-label', ...question }, (part) => (answer = part)).catch(() => {});
    return answer;
  }),
  labels: implementation.tags.labels.handler(async ({ input, context: { index, summaries } }) => {
    await summaries.flush();
    let pairs: LabelPairs = [];
    await index.ask({ kind: 'labels', ...input }, (part) => (pairs = part)).catch(() => {});
    return { pairs };
  }),
  readFirst: implementation.tags.readFirst.handler(({ input: { readId, tags: names } }) => {
    readFirst(readId, names);
    return {};
  }),
};
