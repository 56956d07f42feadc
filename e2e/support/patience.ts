/** A test waits this many times as long as on an idle machine before it fails: other work may use the machine. What ends earlier is not delayed. */
const PATIENCE = 4;

/** The longest wait for work that takes `ms` milliseconds on an idle machine. */
export const patient = (ms: number): number => PATIENCE * ms;

/** The processor time that work takes, in milliseconds, however busy the machine is. */
export function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
