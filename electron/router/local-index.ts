import { implementation } from './base.ts';

export const localIndex = {
  stats: implementation.localIndex.stats.handler(async ({ context: { index } }) => {
    let stats = { bytes: 0, repositories: 0, tags: 0, images: 0 };
    await index.ask({ kind: 'stats' }, (part) => (stats = part)).catch(() => {});
    return { ...stats, ...(index.trouble ? { trouble: index.trouble } : {}) };
  }),
  clear: implementation.localIndex.clear.handler(async ({ context }) => {
    await context.summaries.clear();
    return {};
  }),
};
