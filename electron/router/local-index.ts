import type { Coverage } from '../../shared/contract/local-index.ts';
import { implementation } from './base.ts';

export const localIndex = {
  stats: implementation.localIndex.stats.handler(async ({ context: { index } }) => {
    let stats = { bytes: 0, repositories: 0, tags: 0, images: 0 };
    await index.ask({ kind: 'stats' }, (part) => (stats = part)).catch(() => {});
    return { ...stats, ...(index.trouble ? { trouble: index.trouble } : {}) };
  }),
  coverage: implementation.localIndex.coverage.handler(async ({ input, context: { index } }) => {
    let coverage: Coverage = { read: 0, known: 0 };
    await index.ask({ kind: 'coverage', ...input }, (part) => (coverage = part)).catch(() => {});
    return coverage;
  }),
  clear: implementation.localIndex.clear.handler(async ({ context }) => {
    await context.summaries.clear();
    return {};
  }),
};
