import type { Page } from '@playwright/test';

/** Counts frames from now on; the answer is the longest time between two, in ms, and how many there were. */
export async function watchFrames(page: Page): Promise<() => Promise<{ longest: number; over50: number; frames: number }>> {
  await page.evaluate(() => {
    const frames: number[] = [];
    (window as unknown as { __frames: number[] }).__frames = frames;
    let last = performance.now();
    const tick = (): void => {
      const now = performance.now();
      frames.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  return () =>
    page.evaluate(() => {
      const { __frames: frames } = window as unknown as { __frames: number[] };
      return { longest: Math.max(...frames), over50: frames.filter((ms) => ms > 50).length, frames: frames.length };
    });
}
