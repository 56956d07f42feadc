import { neededDigests } from './changes/undo/needed.ts';
import type { Services } from './router/base.ts';

const MB = 1_000_000;
/** The most that each cache may take on the disk, in bytes. */
const MOST_CONTENT = 100 * MB;
const MOST_INDEX = 2_000 * MB;
/** Bytes of content after which the caches are pruned while Longshore runs, and ms after which they are in any case. */
const GROWN = 16 * MB;
const HOUR = 3_600_000;
const MINUTE = 60_000;
const DAY = 86_400_000;
/** ms after the start for which the processor and the disk are the window's. */
const HEAD_START = 5_000;

/** Prunes the trash by the age and size in the settings. Manifests that an open change may need are never pruned. @throws Failure STORAGE. */
export async function pruneTrash(services: Services): Promise<void> {
  const { trashDays, trashMegabytes } = services.document.settings;
  await services.trash.prune(trashDays * DAY, trashMegabytes * MB, await neededDigests(services));
}

/** Prunes caches and trash. What cannot be deleted now is tried again the next time. */
async function tidy(services: Services): Promise<void> {
  const { document, cache, summaries } = services;
  // Read again for each: a registry may be added meanwhile.
  const ids = (): string[] => document.connections.map(({ id }) => id);
  await Promise.allSettled([
    pruneTrash(services),
    cache.prune(MOST_CONTENT, (id) => ids().includes(id)),
    summaries.prune(MOST_INDEX, ids()),
  ]);
}

/** Tidies shortly after the start, and while Longshore runs whenever enough was written or an hour has passed. The returned function ends that and resolves once nothing is written any more. */
export function keepTidy(services: Services): () => Promise<void> {
  let last = performance.now();
  const swept = Promise.all([services.unfinished.sweep().catch(() => {}), services.dropped.clear(), services.dragged.clear()]);
  let tidying = Promise.resolve();
  const first = setTimeout(() => {
    tidying = tidy(services);
  }, HEAD_START);
  first.unref();
  const timer = setInterval(() => {
    if (services.cache.written < GROWN && performance.now() - last < HOUR) return;
    last = performance.now();
    tidying = tidy(services);
  }, MINUTE);
  timer.unref();
  return async () => {
    clearTimeout(first);
    clearInterval(timer);
    await Promise.allSettled([swept, tidying]);
  };
}
