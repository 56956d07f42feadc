import type { Page } from '@playwright/test';

/** Turns the wheel for a second: mostly down, by so many px at a time. */
export async function scrollFar(page: Page, { x, y }: { readonly x: number; readonly y: number }, step = 3_000): Promise<void> {
  await page.mouse.move(x, y);
  for (let i = 0; i < 40; i++) {
    await page.mouse.wheel(0, i % 10 === 9 ? -3 * step : step);
    await page.waitForTimeout(20);
  }
}
