import { monitorEventLoopDelay } from 'node:perf_hooks';

export type Blocks = { readonly longest: number; readonly work: number };

/** ms that this thread is blocked at the most while `work` goes on, and of its own processor time between two turns at the most. */
export async function longestBlocks(work: () => Promise<unknown>): Promise<Blocks> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const spent = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  let before = spent();
  let most = 0;
  const looking = setInterval(() => {
    const now = spent();
    most = Math.max(most, now - before);
    before = now;
  }, 2);
  delay.enable();
  await work();
  delay.disable();
  clearInterval(looking);
  return { longest: delay.max / 1e6, work: most };
}
