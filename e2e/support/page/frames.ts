import type { Page } from '@playwright/test';

export type Frames = {
  /** ms between two frames, at the most. */
  readonly longest: number;
  /** ms between two frames, for 95 of 100. */
  readonly p95: number;
  readonly over50: number;
  readonly frames: number;
};

/** Counts frames from now on. */
export async function watchFrames(page: Page): Promise<() => Promise<Frames>> {
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
      const sorted = frames.toSorted((a, b) => a - b);
      const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? 0;
      return { longest: Math.max(...frames), p95, over50: frames.filter((ms) => ms > 50).length, frames: frames.length };
    });
}
