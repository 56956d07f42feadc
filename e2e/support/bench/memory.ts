import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';

/** Peak and present memory of a process in MB, as the kernel counts it. */
export async function memoryOf(pid: number): Promise<{ peak: number; now: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const read = (key: string): number => Math.round(Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1000);
  return { peak: read('VmHWM'), now: read('VmRSS') };
}

/** ms after which a host that is at rest has given back what it no longer uses (`electron/memory.ts`). */
const REST = 12_000;

/** Memory of a process in MB: at its peak, and once it is at rest. */
export async function memoryAtRest(pid: number): Promise<{ peak: number; now: number }> {
  await wait(REST);
  return memoryOf(pid);
}

/** MB of the page's heap after what is not used was collected. */
export async function heapOf(page: Page): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  await cdp.detach();
  return usedSize / 1e6;
}
