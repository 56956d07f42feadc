/** How many times as long as an idle machine needs a test waits before it gives up: others use the machine as well. What is done in time waits for nothing. */
const PATIENCE = 4;

/** The most to wait for what is done within `ms` milliseconds on an idle machine. */
export const patient = (ms: number): number => PATIENCE * ms;

/** The processor time that work takes, in milliseconds: on a busy machine others have the rest of what the clock says. */
export function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
