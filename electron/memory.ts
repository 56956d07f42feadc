import type { Session } from 'node:inspector';
import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

/** ms between two looks at the heap. */
const EVERY_MS = 5_000;
/** Bytes of growth that are worth collecting. */
const WORTH = 8_000_000;
/** The share of the time since the last look in which a thread did anything. */
const AT_REST = 0.05;

/** `busy`: the share of the time in which the thread did anything. `heap`, `kept`: bytes of its heap now, and after what was not used was collected. */
type Looked = { readonly busy: number; readonly heap: number; readonly kept: number };

export function isWorthCollecting({ busy, heap, kept }: Looked): boolean {
  return busy < AT_REST && heap - kept > WORTH;
}

const heapNow = (): number => getHeapStatistics().total_heap_size;

/** Held while it works, so that it is not collected itself. */
let session: Session | undefined;

/** Collects garbage and gives its memory back to the system. Resolves once that is done, also where this host has no inspector. */
async function collect(): Promise<void> {
  if (session) return;
  try {
    const inspector = await import('node:inspector');
    const opened = new inspector.Session();
    session = opened;
    opened.connect();
    await new Promise<void>((resolve) => opened.post('HeapProfiler.collectGarbage', () => resolve()));
    opened.disconnect();
  } catch {
    // It stays as V8 left it.
  }
  session = undefined;
}

/**
 * Collects the garbage of this thread while it is at rest, where its heap has grown since. V8 collects where more memory is asked for, and so keeps
 * what a long reading needed for as long as nothing else is read. What this gives back ends it.
 */
export function collectAtRest(everyMs = EVERY_MS): () => void {
  let last = performance.eventLoopUtilization();
  let kept = heapNow();
  const look = async (): Promise<void> => {
    const { utilization: busy } = performance.eventLoopUtilization(last);
    last = performance.eventLoopUtilization();
    if (!isWorthCollecting({ busy, heap: heapNow(), kept })) return;
    await collect();
    kept = heapNow();
  };
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
