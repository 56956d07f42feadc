import { afterEach } from 'vitest';

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part.stop();
});

/** Stops this part after the test, those started last first. */
export function started<T extends { stop(): Promise<void> }>(part: T): T {
  open.push(part);
  return part;
}
